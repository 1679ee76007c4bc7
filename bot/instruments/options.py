"""What only the options of an item together show: points that are all alike, a must-have that nobody can meet, a missing step."""

from bot.instruments.faults import Place, Said
from bot.instruments.pieces import Piece, number, pieces


def answers_of(place: Place, item: Piece) -> Said:
    """Yield what is wrong with the options of an item."""
    yield from _heard_twice(place, item)
    for where, option in pieces(item, "options", place):
        if option.get("passage") and not option.get("step"):
            yield (*where, "passage"), "a passage of an option backs its 'step', and there is none; add the step or take the passage out"
    yield from _gate(place, item) if "aspect" not in item else _scored(place, item)


def _heard_twice(place: Place, item: Piece) -> Said:
    heard: dict[str, Place] = {}
    for where, option in pieces(item, "options", place):
        sounds = option.get("sounds")
        for position, sound in enumerate(sounds if isinstance(sounds, list) else []):
            if heard.setdefault(str(sound).casefold(), where) != where:
                yield (*where, "sounds", position), f"{sound!r} is written for two options; keep it at one"


def _scored(place: Place, item: Piece) -> Said:
    options = list(pieces(item, "options", place))
    points = [found for _, option in options if (found := number(option.get("points"))) is not None]
    if len(points) == len(options) > 1 and len(set(points)) == 1:
        yield (*place, "options"), "all options have the same points; wants at least two different"
    for where, option in options:
        if option.get("points") is None:
            yield where, "wants 'points', as its item has an aspect"
        if "meets" in option:
            yield (*where, "meets"), "'meets' is for must-haves; an item with an aspect has 'points'"
        if (mine := number(option.get("points"))) is not None and mine < max(points):
            yield from _stepless(where, option)


def _gate(place: Place, item: Piece) -> Said:
    options = list(pieces(item, "options", place))
    for key in ("part", "direction"):
        if key in item:
            yield (*place, key), f"a must-have (an item without aspect) has no {key}; take it out or give the item an aspect"
    for where, option in options:
        if option.get("meets") is None:
            yield where, "wants 'meets: yes', 'no' or 'unknown', as its item has no aspect"
        if "points" in option:
            yield (*where, "points"), "a must-have (an item without aspect) has no points; take them out or give the item an aspect"
        if option.get("meets") == "no":
            yield from _stepless(where, option)
    if options and not any(option.get("meets") == "yes" for _, option in options):
        yield (*place, "options"), "wants at least one option with 'meets: yes', else nobody can meet it"


def _stepless(where: Place, option: Piece) -> Said:
    if not option.get("step"):
        yield where, f"option {option.get('id')!r} is a low one; wants a 'step': what to do next"
