"""Whatever stands in a file of an instrument, it is loaded or its faults are told; nothing else is ever raised."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.instruments import InstrumentFaulty, load

WHOLE: Any = yaml.load((Path(__file__).parent / "small.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
JUNK: tuple[object, ...] = (None, "", "x", "-1", "nan", [], ["x"], [["x"]], {}, {"a": "b"}, [{"id": ["x"]}], {"id": None}, "9" * 400)


def places(data: object, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each piece of the file."""
    yield place
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield from places(value, (*place, key))


def with_junk(place: tuple[Any, ...], junk: object) -> object:
    if not place:
        return junk
    data = copy.deepcopy(WHOLE)
    holder = data
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = junk
    return data


@pytest.mark.parametrize("place", list(places(WHOLE)), ids=lambda place: ".".join(map(str, place)) or "all")
def test_junk_anywhere_is_told_and_never_a_crash(place: tuple[Any, ...], tmp_path: Path) -> None:
    path = tmp_path / "junk.yaml"
    for junk in JUNK:
        path.write_text(json.dumps(with_junk(place, junk)), encoding="utf-8")
        try:
            load(path, lambda name: name.startswith("tanya"))
        except InstrumentFaulty as faulty:
            assert faulty.faults  # noqa: PT017 - it may load as well
