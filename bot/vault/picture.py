"""A picture, pressed: the pixels alone, upright, on white, as a JPEG. Whatever else the file held is not in it."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.vault.limits import JPEG, LONGEST_SIDE, MOST_PIXELS, PNG, QUALITY, WEBP, Refused, Verdict

STRIP = 64  # rows of the smaller picture that are made at once
OPENERS: dict[str, type[ImageFile]] = {JPEG: JpegImageFile, PNG: PngImageFile, WEBP: WebPImageFile}
ORIENTATION = 0x0112


def press_picture(content: bytes, kind: str | None) -> bytes:
    """Return the picture as a JPEG without metadata. Raises `Refused`, and what Pillow raises."""
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow raises at the double of it, and a warning is an error here
    if kind not in OPENERS:
        raise Refused(Verdict.UNKNOWN)
    try:
        picture = OPENERS[kind](BytesIO(content))  # the header only
    except Image.DecompressionBombError:
        raise Refused(Verdict.HEAVY) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(Verdict.HEAVY)
    if getattr(picture, "is_animated", False):
        raise Refused(Verdict.UNKNOWN)
    turned = _orientation(picture)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size
    picture.load()
    return _written(_upright(_flat(picture), turned))


def _orientation(picture: ImageFile) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - it is dropped anyway, so it may be broken in any way
        return 1


def _flat(picture: ImageFile) -> Image.Image:
    """Return it on white, in RGB, not much larger than wanted; strip by strip, since a copy of 40 megapixels is 160 MB."""
    factor = max(1, max(picture.size) // LONGEST_SIDE)
    wide, high = (-(-side // factor) for side in picture.size)
    canvas = Image.new("RGB", (wide, high), "white")
    for top in range(0, high, STRIP):
        piece = picture.crop((0, top * factor, picture.width, min((top + STRIP) * factor, picture.height)))
        small = _coloured(piece).reduce(factor)
        canvas.paste(small, (0, top), small if small.mode == "RGBA" else None)
    return canvas


def _coloured(piece: Image.Image) -> Image.Image:
    """Return it in RGB, or in RGBA where something shines through."""
    if piece.mode.startswith("I"):  # 16 bits of grey; converting alone would make nearly all of them white
        return piece.point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    return piece.convert("RGBA" if piece.has_transparency_data else "RGB")


def _upright(picture: Image.Image, turned: int) -> Image.Image:
    picture.getexif()[ORIENTATION] = turned
    return ImageOps.exif_transpose(picture)


def _written(picture: Image.Image) -> bytes:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())  # nothing of `info` comes along
    written = BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
