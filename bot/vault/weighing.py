"""How much the streams of a PDF hold when they are unpacked: measured without keeping what comes out."""

import zlib
from typing import Any

from pypdf.filters import ASCII85Decode, ASCIIHexDecode
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from bot.vault.limits import MOST_PIXELS, MOST_UNPACKED, MOST_UNPACKED_IMAGE, MOST_UNPACKED_IN_ALL, Refused, Verdict

ZIPPED, LZW, RUNS = {"/FlateDecode", "/Fl"}, {"/LZWDecode", "/LZW"}, {"/RunLengthDecode", "/RL"}
PACKED = ZIPPED | LZW | RUNS
IMAGES = {"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}
HEX, BASE_85 = {"/ASCIIHexDecode", "/AHx"}, {"/ASCII85Decode", "/A85"}
MOST_FILTERS = 3
LZW_RATIO, RUNS_RATIO = 2731, 64  # the most that comes out of one byte: 4096 bytes of a code of 12 bits, 128 of two
PORTION = 1 << 20


def entry(holder: DictionaryObject, key: str) -> Any:  # noqa: ANN401 - any of the objects, or None
    """Return what lies under `key`, wherever it is written: `get` would return the reference."""
    return holder.raw_get(key).get_object() if key in holder else None


class Scales:
    """Adds up one file."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._left = MOST_UNPACKED_IN_ALL

    def weighed(self, stream: StreamObject) -> bytes:
        """Return the data of `stream` as they lie in the file. Raises `Refused` when they, or all so far, unpack to too much."""
        data = bytes(stream._data)  # noqa: SLF001 - the only way to what is packed
        image = entry(stream, "/Subtype") == "/Image"
        if image and _pixels(stream) > MOST_PIXELS:
            raise Refused(Verdict.HEAVY)
        most = min(self._left, MOST_UNPACKED_IMAGE if image else MOST_UNPACKED)
        self._left -= _unpacked(data, _filters(stream), most)
        return data


def _pixels(stream: StreamObject) -> int:
    wide, high = entry(stream, "/Width"), entry(stream, "/Height")
    return int(wide) * int(high) if isinstance(wide, (int, float)) and isinstance(high, (int, float)) else 0


def _filters(stream: StreamObject) -> list[str]:
    found = entry(stream, "/Filter")
    names = [str(one.get_object()) for one in found] if isinstance(found, ArrayObject) else [str(found)] if found else []
    if [name for name in names if name not in PACKED | IMAGES | HEX | BASE_85 and name != "NullObject"]:
        raise Refused(Verdict.BROKEN)
    if len(names) > MOST_FILTERS or len([name for name in names if name in PACKED]) > 1:
        raise Refused(Verdict.HEAVY)  # packed twice is how a kilobyte becomes a gigabyte
    return names


def _unpacked(data: bytes, filters: list[str], most: int) -> int:
    size = len(data)
    for name in filters:
        if name in HEX | BASE_85:
            data = (ASCIIHexDecode if name in HEX else ASCII85Decode).decode(data)
            size = len(data)
        elif name in PACKED:
            size = _unzipped(data, most) if name in ZIPPED else len(data) * (LZW_RATIO if name in LZW else RUNS_RATIO)
        if name in IMAGES | PACKED:
            break
    if size > most:
        raise Refused(Verdict.HEAVY)
    return size


def _unzipped(data: bytes, most: int) -> int:
    """Return how much comes out, counting no further than a portion beyond `most`; of broken data, what comes before the break."""
    size, unzip = 0, zlib.decompressobj()
    try:
        while data and not unzip.eof and size <= most:
            size += len(unzip.decompress(data, PORTION))
            data = unzip.unconsumed_tail
    except zlib.error:
        pass
    return size
