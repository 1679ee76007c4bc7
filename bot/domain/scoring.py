"""The score of a self-assessment.

An aspect's percentage is the points reached of the points that could be reached, over the items asked for the commodity; an item
left open reaches none. The whole is the mean of the aspects, weighted by their weights. A must-have has no points: it is met,
unmet or not known. The formula, the weights and the bands are the instrument's; none is known to be official.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.instrument import Band, Instrument, Item, Option, Standing, Step

Answers = Mapping[str, str]
"""The id of the chosen option by the id of its item; what was left open is not in it."""

MOST_USEFUL = 3


@dataclass(frozen=True, slots=True)
class Share:
    """Points reached of those that could be reached, of an aspect, a part or a direction."""

    id: str
    points: int
    most: int

    @property
    def percent(self) -> float:
        """Return the share in percent; 0 where nothing could be reached."""
        return 100 * self.points / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that could reach more. `gain` is by how many percentage points the whole would rise; 0 for a must-have."""

    item: Item
    option: Option | None
    step: Step | None
    gain: float


@dataclass(frozen=True, slots=True)
class Score:
    """Where a business stands. `gaps` come in the order of their use: must-haves first, then by gain."""

    percent: float
    band: Band
    aspects: tuple[Share, ...]
    parts: tuple[Share, ...]
    directions: tuple[Share, ...]
    gates: tuple[tuple[Item, Standing | None], ...]
    gaps: tuple[Gap, ...]
    open: int

    @property
    def steps(self) -> tuple[Gap, ...]:
        """Return the most useful next steps: gaps that have one, at most three."""
        return tuple(gap for gap in self.gaps if gap.step is not None)[:MOST_USEFUL]


def score(instrument: Instrument, commodity: str, answers: Answers) -> Score:
    """Return the score of `answers` by whoever makes `commodity`. What is no option of its item counts as left open."""
    items = instrument.items_for(commodity)
    chosen = {item.id: item.option(answers.get(item.id)) for item in items}
    asked = [item for item in items if not item.is_gate]
    aspects = _shares((item.aspect for item in asked), asked, chosen, "aspect")
    percent = _whole(instrument, aspects)
    return Score(
        percent=percent,
        band=instrument.band(percent),
        aspects=aspects,
        parts=_shares((item.part for item in asked), asked, chosen, "part"),
        directions=_shares((named.id for named in instrument.directions), asked, chosen, "direction"),
        gates=tuple((item, _standing(chosen[item.id])) for item in items if item.is_gate),
        gaps=tuple(sorted(_gaps(instrument, items, chosen, aspects), key=lambda gap: (not gap.item.is_gate, -gap.gain))),
        open=sum(option is None for option in chosen.values()),
    )


def lowest(instrument: Instrument, commodity: str) -> float:
    """Return the percentage of who answered all with the fewest points: 0 only where the fewest points are 0."""
    worst = {item.id: min(item.options, key=lambda option: option.points).id for item in instrument.items_for(commodity)}
    return score(instrument, commodity, worst).percent


def _shares(ids: Iterable[str], items: Iterable[Item], chosen: Mapping[str, Option | None], kind: str) -> tuple[Share, ...]:
    members = {name: [item for item in items if getattr(item, kind) == name] for name in dict.fromkeys(ids) if name}
    return tuple(
        Share(name, sum(option.points for item in inside if (option := chosen[item.id])), sum(item.most for item in inside))
        for name, inside in members.items()
        if inside
    )


def _whole(instrument: Instrument, aspects: Iterable[Share]) -> float:
    shares = [(_weight(instrument, share.id), share.percent) for share in aspects if share.most]
    total = sum(weight for weight, _ in shares)
    return sum(weight * percent for weight, percent in shares) / total if total else 0.0


def _weight(instrument: Instrument, aspect_id: str) -> float:
    return next(aspect.weight for aspect in instrument.aspects if aspect.id == aspect_id)


def _standing(option: Option | None) -> Standing | None:
    return None if option is None else option.standing


def _gaps(
    instrument: Instrument, items: Iterable[Item], chosen: Mapping[str, Option | None], aspects: Iterable[Share]
) -> Iterable[Gap]:
    """Yield every item that could reach more; one left open takes the step of its lowest option."""
    of = {share.id: share for share in aspects}
    total = sum(_weight(instrument, share.id) for share in of.values() if share.most)
    for item in items:
        option = chosen[item.id]
        step = option.step if option else min(item.options, key=lambda one: one.points).step
        if item.is_gate:
            if _standing(option) is not Standing.MET:
                yield Gap(item, option, step or _lacking(item), 0.0)
        elif missing := item.most - (option.points if option else 0):
            yield Gap(item, option, step, 100 * _weight(instrument, item.aspect) / total * missing / of[item.aspect].most)


def _lacking(item: Item) -> Step | None:
    """Return the step of a must-have that was left open: that of the option that says it is unmet."""
    return next((option.step for option in item.options if option.standing is Standing.UNMET), None)
