"""What only the whole file shows: ids that stand twice, references that lead nowhere, points and bands that make no sense.

It looks at the plain data, not at the forms, so that all faults are told at once; what has not the right shape is left out here.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.instruments.faults import Place, Said
from bot.instruments.options import answers_of
from bot.instruments.pieces import Piece, number, pieces

Knows = Callable[[str], object]


def faults_in(data: object, knows: Knows | None) -> Said:
    """Yield every fault by its place. `knows` tells whether a passage of the corpus exists; without it passages are not looked up."""
    if not isinstance(data, dict):
        yield (), "wants keys and values, such as 'format: 1'"
        return
    yield from _twice(data)
    yield from _aspects(data)
    yield from _bands(data)
    for place, item in pieces(data, "items"):
        yield from _references(data, place, item)
        yield from answers_of(place, item)
    yield from _unknown_passages(data, knows) if knows else ()


def _parts(data: Piece) -> Iterator[tuple[Place, Piece]]:
    for place, aspect in pieces(data, "aspects"):
        yield from pieces(aspect, "parts", place)


def _twice(data: Piece) -> Said:
    groups = [list(pieces(data, key)) for key in ("commodities", "directions", "aspects", "items")]
    groups += [list(_parts(data)), *(list(pieces(item, "options", place)) for place, item in pieces(data, "items"))]
    for group in groups:
        seen: set[str] = set()
        for place, piece in group:
            name = str(piece.get("id"))
            if name in seen:
                yield (*place, "id"), f"id {name!r} is used twice; each wants its own"
            seen.add(name)


def _ids(found: Iterator[tuple[Place, Piece]]) -> set[str]:
    return {str(piece.get("id")) for _, piece in found}


def _aspects(data: Piece) -> Said:
    weighed = [aspect.get("weight") is not None for _, aspect in pieces(data, "aspects")]
    used = [item.get("aspect") for _, item in pieces(data, "items")]
    for place, aspect in pieces(data, "aspects"):
        if any(weighed) and aspect.get("weight") is None:
            yield place, "wants a weight, as other aspects have one; give it to all of them or to none"
        if aspect.get("id") not in used:
            yield place, f"no item belongs to aspect {aspect.get('id')!r}; add one or take the aspect out"
    for place, commodity in pieces(data, "commodities"):
        if not any(_asked_of(str(commodity.get("id")), item) for _, item in pieces(data, "items") if "aspect" in item):
            yield place, f"nothing with points is asked of commodity {commodity.get('id')!r}; wants at least one such item"


def _asked_of(commodity: str, item: Piece) -> bool:
    listed = item.get("commodities")
    return not listed or commodity in listed


def _bands(data: Piece) -> Said:
    bands = [(place, found) for place, band in pieces(data, "bands") if (found := number(band.get("at_least"))) is not None]
    if bands and bands[0][1] != 0:
        yield (*bands[0][0], "at_least"), "the first band wants 'at_least: 0', so that every percentage lies in a band"
    for (_, lower), (place, upper) in pairwise(bands):
        if upper <= lower:
            yield (*place, "at_least"), f"bands want to come lowest first; {upper:g} does not come after {lower:g}"


def _references(data: Piece, place: Place, item: Piece) -> Said:
    parts = {str(part.get("id")): data["aspects"][where[1]].get("id") for where, part in _parts(data)}
    for key, known in (("aspect", _ids(pieces(data, "aspects"))), ("part", set(parts)), ("direction", _ids(pieces(data, "directions")))):
        if key in item and str(item[key]) not in known:
            yield (*place, key), f"{key} {item[key]!r} is not known; wants one of: {_list(known)}"
    if "aspect" in item and parts.get(str(item.get("part")), item["aspect"]) != item["aspect"]:
        yield (*place, "part"), f"part {item['part']!r} belongs to aspect {parts[item['part']]!r}, not to {item['aspect']!r}"
    known = _ids(pieces(data, "commodities"))
    listed = item.get("commodities")
    for position, name in enumerate(listed if isinstance(listed, list) else []):
        if str(name) not in known:
            yield (*place, "commodities", position), f"commodity {name!r} is not known; wants one of: {_list(known)}"


def _list(known: set[str]) -> str:
    return ", ".join(sorted(map(str, known))) or "none is defined"


def _unknown_passages(data: Piece, knows: Knows) -> Said:
    for place, item in pieces(data, "items"):
        for where, piece in ((place, item), *pieces(item, "options", place)):
            if (name := piece.get("passage")) and not knows(str(name)):
                yield (*where, "passage"), f"passage {name!r} is not in the corpus; leave it out or name one that is"
