"""Cohorts: what owners handed in is counted several owners at a time, once and for good, so that no figure ever tells of few.

The rule is that of microaggregation with a fixed least size (Defays and Nanopoulos 1993; Hundepool et al., Statistical Disclosure
Control, 2012), taken over time: whatever is told of a place, at whatever moment, is the sum of whole cohorts, and each cohort brings
results of at least `FEWEST` owners that were in no figure before. So each sum and each difference of figures, of any places and any
moments, is of none or of at least `FEWEST` owners: of the cohorts in it, the latest has that many results that no other one has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.instrument import Instrument
from bot.domain.scoring import Answers, score
from bot.domain.staff import NATIONAL

FEWEST = 5
"""Owners of whom something is told together at least: of fewer it could be told who is meant."""
PATIENCE = timedelta(days=7)
"""So long owners wait for others of their product; then of their kabupaten or kota, of their province, of the country."""
PROVINCE = 2
"""Signs of a province's code."""
ALL = "percent"
ASPECT, DIRECTION, GAP, GATE = "aspects", "directions", "gaps", "gates"

Amounts = Mapping[str, tuple[int, float]]
"""By what is counted (`ALL`, or a kind and an id as in `gaps:pasokan`): of how many owners, and the sum over them."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where one looks: an area, and a commodity within a kabupaten or kota."""

    area: str = NATIONAL
    commodity: str = ""

    def below(self, other: "Place") -> "Place | None":
        """Return the place right below this one that `other`, which lies in it, lies in; None where it is this very place."""
        if self == other:
            return None
        return next(wide for wide in reversed(other.ways()) if wide not in self.ways())

    def ways(self) -> tuple["Place", ...]:
        """Return this place, its kabupaten or kota, its province and the country: four, where it is wide itself some are the same."""
        return self, Place(self.area), Place(self.area[:PROVINCE]), Place()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An owner with a result that is counted nowhere yet. `counted` is the place where an earlier one of theirs is."""

    owner: int
    place: Place
    version: str
    since: datetime
    counted: Place | None = None


def ripe(waiting: Iterable[Waiting], now: datetime) -> list[tuple[Place, list[Waiting]]]:
    """Return the cohorts that can be told of now, each with the narrowest place that it lies in.

    Who was counted before is so again in the same place, if it is still theirs. All of a cohort were asked the same (`version`).
    """
    left, found = sorted(waiting, key=lambda one: (one.since, one.owner)), list[tuple[Place, list[Waiting]]]()
    for width in range(len(Place().ways())):
        groups: dict[tuple[Place, str], list[Waiting]] = {}
        for one in left:
            place = one.place.ways()[width]
            if one.counted in {None, place}:
                groups.setdefault((place, one.version), []).append(one)
        whole = [(key[0], ones) for key, ones in groups.items() if len(ones) >= FEWEST and now - ones[0].since >= width * PATIENCE]
        taken = {one.owner for _, ones in whole for one in ones}
        left = [one for one in left if one.owner not in taken]
        found += whole
    return found


def amounts(instrument: Instrument, place: Place, commodity: str, answers: Answers) -> Amounts:
    """Return what one owner adds to the figures of a place: where several products are, only what is asked of all of them."""
    mine = _amounts(instrument, commodity, answers)
    if place.commodity:
        return mine
    others = [_amounts(instrument, one.id, {}) for one in instrument.commodities]
    return {name: value for name, value in mine.items() if all(name in other for other in others)}


def summed(parts: Iterable[Amounts]) -> Amounts:
    """Return the sum of amounts."""
    found: dict[str, tuple[int, float]] = {}
    for part in parts:
        for name, (owners, value) in part.items():
            before = found.get(name, (0, 0.0))
            found[name] = before[0] + owners, before[1] + value
    return found


def difference(new: Amounts, old: Amounts) -> Amounts:
    """Return what changes where `new` takes the place of `old`: what is not asked any more stays as it was."""
    return summed([new, {name: (-owners, -value) for name, (owners, value) in old.items() if name in new}])


def _amounts(instrument: Instrument, commodity: str, answers: Answers) -> dict[str, tuple[int, float]]:
    found = score(instrument, commodity, answers)
    shares = [(ASPECT, share) for share in found.aspects] + [(DIRECTION, share) for share in found.directions]
    lacking = {gap.item.id for gap in found.gaps}
    items = instrument.items_for(commodity)
    return {
        ALL: (1, found.percent),
        **{f"{kind}:{share.id}": (1, share.percent) for kind, share in shares if share.most},
        **{f"{GATE if item.is_gate else GAP}:{item.id}": (1, float(item.id in lacking)) for item in items},
    }


def named(told: Amounts, kind: str) -> Sequence[tuple[str, int, float]]:
    """Return the amounts of a kind: id, owners, sum."""
    return [(name.partition(":")[2], *value) for name, value in told.items() if name.startswith(f"{kind}:") and value[0]]
