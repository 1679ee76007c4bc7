"""Going through the plain data of a file without trusting its shape: what has not the right one is passed over."""

from collections.abc import Iterator
from typing import Any

from bot.instruments.faults import Place

Piece = dict[str, Any]


def pieces(data: Piece, key: str, place: Place = ()) -> Iterator[tuple[Place, Piece]]:
    """Yield the mappings in the list under `key`, each with its place."""
    found = data.get(key)
    for position, each in enumerate(found if isinstance(found, list) else []):
        if isinstance(each, dict):
            yield (*place, key, position), each


def number(written: object) -> float | None:
    """Return the number that is written, if it is one."""
    try:
        return float(str(written))
    except ValueError:
        return None
