"""Finding an area in what a person typed: names, nicknames, kecamatan, slips of the finger, and the province that narrows it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lokal import PROVINCES
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.areas.atlas import Area, Atlas, area, atlas, words

MOST_WORDS = 40
WIDEST = 4
SHORTEST_SLIP, LONG_NAME, SURE_SLIP = 5, 9, 7
SHORTEST_START = 4
FEW = 3
LONGEST_NAME = 30
_KINDS = dict.fromkeys(("kab", "kabupaten", "kabup", "regency"), "kab") | dict.fromkeys(("kota", "kotamadya", "kodya", "city"), "kota")
_GLUED = ("kabupaten", "kab", "kota")
_PROVINCE = frozenset({"provinsi", "propinsi", "prov", "province"})
_SILENT = frozenset(
    "saya aku ku kami di dari asal ada tinggal daerah area wilayah kec kecamatan prov provinsi propinsi alamat rumah usaha lokasi tempat"
    " kak pak bu mas mbak min admin nya sini the in from of i am live adm administrasi desa ds kel kelurahan bagian sekitar teng saking"
    " ti nang ing yang ya yg mau bikin jual sama dan sekarang province".split()
)


@dataclass(frozen=True, slots=True)
class _Span:
    """Words `start` to `end` that may name something; `kind` is "kab" or "kota" where the word beside says so."""

    start: int
    end: int
    key: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """Areas, best first; `is_sure` where the first is beyond doubt."""

    areas: tuple[Area, ...] = ()
    is_sure: bool = False


def search(text: str, limit: int = 6) -> tuple[Area, ...]:
    """Return the kabupaten and kota that `text` may mean, best first; none where nothing is near."""
    return _find(text).areas[:limit]


def is_sure(text: str, found: tuple[Area, ...]) -> bool:
    """Tell whether the first that `search` found for `text` is beyond doubt, so that nobody need be asked."""
    sought = _find(text)
    return bool(found) and sought.is_sure and found[0] == sought.areas[0]


def codes(text: str) -> tuple[str, ...]:
    """Return the codes of what `text` names, be it a code, a province, or a kabupaten or kota; none where it names nothing."""
    text = text.strip()
    if area(text) is not None or text in PROVINCES:
        return (text,)
    province = atlas().provinces.get("".join(word for word in words(text) if word not in _PROVINCE))
    if province:
        return (province,)
    found = _find(text)
    return tuple(one.code for one in (found.areas[:1] if found.is_sure else found.areas))


def _find(text: str) -> _Found:
    book = atlas()
    typed = list(_meant([part for word in words(text)[:MOST_WORDS] for part in _parted(word, book)], book))
    spans = list(_spans(typed, book))
    rest = _uncovered(typed, spans)
    named = [span for span in spans if span.key in book.names]
    provinces = {book.provinces[span.key] for span in spans if span.key in book.provinces and span not in _cities(named, book)}
    if named and (slipped := _slipped(book, typed, named, rest)):
        return _found(book, slipped, sure=len(slipped) == 1)
    if named:
        return _of_names(book, named, provinces, rest)
    near = _near(book, [span for span in rest if len(span.key) <= LONGEST_NAME])
    here = [code for code in near if code[:2] in provinces]
    if provinces and not here:
        return _found(book, _within(book, provinces))
    return _found(book, here or near, sure=len(here or near) == 1 and _tells_much(rest))


def _parted(word: str, book: Atlas) -> list[str]:
    """Return "kotamalang" as two words; "kotabaru" is a name."""
    known = book.names.keys() | book.meant.keys()
    kind = next((kind for kind in _GLUED if word.startswith(kind) and word.removeprefix(kind) in known), "")
    return [kind, word.removeprefix(kind)] if kind and word not in known else [word]


def _slipped(book: Atlas, typed: list[str], named: list[_Span], rest: list[_Span]) -> list[str]:
    """Return the areas whose long name is a slip away from a name and what stands beside it: "padang sidempuan" is not Padang."""
    windows = [span for start in range(len(typed)) for span in _windows(typed, start) if len(span.key) >= LONG_NAME]
    beside = [span for span in windows if _holds(span, named) and _holds(span, rest)]
    return _nearest(book, beside, {name: codes for name, codes in book.names.items() if len(name) >= LONG_NAME})


def _holds(wide: _Span, spans: list[_Span]) -> bool:
    return any(wide.start <= span.start and span.end <= wide.end for span in spans)


def _meant(typed: list[str], book: Atlas) -> Iterator[str]:
    """Yield the words with nicknames ("jaksel", "ujung pandang") replaced by what they stand for."""
    start = 0
    while start < len(typed):
        pair = "".join(typed[start : start + 2])
        width = 2 if pair in book.meant else 1
        nickname = pair if width == 2 else typed[start]  # noqa: PLR2004 - a pair
        yield from book.meant.get(nickname, nickname).split()
        start += width


def _spans(typed: list[str], book: Atlas) -> Iterator[_Span]:
    """Yield names of areas and provinces, from the left, the longest first."""
    start = 0
    while start < len(typed):
        span = next((span for span in _windows(typed, start) if span.key in book.names or span.key in book.provinces), None)
        if span:
            yield span
        start = span.end if span else start + 1


def _windows(typed: list[str], start: int) -> Iterator[_Span]:
    for end in range(min(start + WIDEST, len(typed)), start, -1):
        before = _KINDS.get(typed[start - 1], "") if start else ""
        after = _KINDS.get(typed[end], "") if end < len(typed) else ""
        yield _Span(start, end, "".join(typed[start:end]), before or after)


def _uncovered(typed: list[str], spans: list[_Span]) -> list[_Span]:
    """Return what is left between the names, without words that name no place."""
    taken = {index for span in spans for index in range(span.start, span.end)}
    free = [not (i in taken or word in _SILENT or word in _KINDS) for i, word in enumerate(typed)]
    windows = (span for start in range(len(typed)) for span in _windows(typed, start))
    return [span for span in windows if all(free[span.start : span.end])]


def _cities(named: Iterable[_Span], book: Atlas) -> list[_Span]:
    """Return the names that cannot mean a province: no province is called so, or "kota" stands beside."""
    return [span for span in named if span.kind or span.key not in book.provinces]


def _of_names(book: Atlas, named: list[_Span], provinces: set[str], rest: list[_Span]) -> _Found:
    """Weigh the areas that are named: by how often, by a kecamatan of theirs beside them, and by the province."""
    certain = _cities(named, book)
    inside = [span for span in certain if any(code[:2] in provinces for code in book.names[span.key])]
    weights = Counter(code for span in inside or named for code in set(_fitting(book, span)))
    weights.update(code for span in rest for code in set(book.districts.get(span.key, ())) & weights.keys())
    ranked = [code for code, _ in sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))]
    here = [code for code in ranked if code[:2] in provinces]
    if not certain:
        return _found(book, [*ranked, *_within(book, provinces)])
    ranked = here or ranked
    alone = len(ranked) == 1 or weights[ranked[0]] > weights[ranked[1]]
    agreed = all(ranked[0] in book.names[span.key] for span in certain) and bool(here or not provinces)
    return _found(book, ranked, sure=alone and agreed)


def _fitting(book: Atlas, span: _Span) -> tuple[str, ...]:
    """Return the areas of that name, of the kind that stands beside it where there is one."""
    codes = book.names[span.key]
    return tuple(code for code in codes if span.kind and book.areas[code].is_city == (span.kind == "kota")) or codes


def _of_districts(book: Atlas, rest: list[_Span]) -> list[str]:
    """Return the areas with kecamatan of these names: all that the longest name leads to."""
    known = [span for span in rest if span.key in book.districts]
    weights = Counter(code for span in known for code in book.districts[span.key])
    return [code for code, count in weights.most_common() if count == max(weights.values())]


def _near(book: Atlas, rest: list[_Span]) -> list[str]:
    """Return the areas of a kecamatan of that name, else what is a slip of the finger away or begins so."""
    districts = _of_districts(book, rest)
    if len(districts) == 1:
        return districts
    others = _nearest(book, rest, book.names) or _of_starts(book, rest)
    return districts + others or (_nearest(book, rest, book.districts) if len(rest) <= FEW else [])


def _nearest(book: Atlas, rest: list[_Span], names: Mapping[str, tuple[str, ...]]) -> list[str]:
    best, codes = LONG_NAME, list[str]()
    for span in (span for span in rest if len(span.key) >= SHORTEST_SLIP):
        most = min(best, 2 if len(span.key) >= LONG_NAME else 1)
        for name, distance, _ in process.extract(span.key, names.keys(), scorer=OSA.distance, score_cutoff=most, limit=None):
            codes = codes if distance == best else []
            best = distance
            codes += _fitting(book, replace(span, key=name)) if names is book.names else names[name]
    return list(dict.fromkeys(codes))


def _of_starts(book: Atlas, rest: list[_Span]) -> list[str]:
    """Return the areas whose name begins with what was typed: "banyu"."""
    starts = tuple(span.key for span in rest if len(span.key) >= SHORTEST_START)
    return [code for name, codes in book.names.items() if starts and name.startswith(starts) for code in codes]


def _tells_much(rest: list[_Span]) -> bool:
    """Tell whether little but the place was typed, at a length that no other word has by chance."""
    longest = max(rest, key=lambda span: span.end - span.start)
    return len(longest.key) >= SURE_SLIP and len(rest) <= FEW


def _within(book: Atlas, provinces: set[str]) -> list[str]:
    return [code for code in book.areas if code[:2] in provinces]


def _found(book: Atlas, codes: Iterable[str], *, sure: bool = False) -> _Found:
    return _Found(tuple(book.areas[code] for code in dict.fromkeys(codes)), sure)
