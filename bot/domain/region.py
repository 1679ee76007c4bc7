"""A region's assessments taken together: means, what is missing most often, and which groups are too small to be told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.instrument import Standing
from bot.domain.scoring import Score

FEWEST = 5
"""Owners of whom something is told together at least: of fewer it could be told who is meant."""
MOST_GAPS = 8


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"

    def begins(self, day: date) -> date:
        """Return the first day of the period that `day` lies in."""
        return day.replace(day=1, month=day.month if self is Span.MONTH else 3 * ((day.month - 1) // 3) + 1)

    def before(self, first: date) -> date:
        """Return the first day of the period before the one that begins on `first`."""
        return self.begins(date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1))


@dataclass(frozen=True, slots=True)
class Taken:
    """One owner's assessment, as it counts: the group it is of, the day it was finished, its score."""

    group: str
    day: date
    score: Score


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of an aspect or direction in percent; `change` in percentage points since the period before, None where not told."""

    id: str
    percent: float
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """How many owners lack something: an item below its full points, or a must-have that is not met. None: fewer than are told."""

    id: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What is told of a group of at least `FEWEST` owners."""

    count: int
    percent: float
    aspects: tuple[Mean, ...]
    directions: tuple[Mean, ...]
    gaps: tuple[Lack, ...]
    gates: tuple[Lack, ...]
    change: float | None = None


def told(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the groups that are told of beside their sum.

    Small ones are left out; and so many of the next smallest that what is left out can neither be had by subtraction as one group,
    nor is together fewer than `FEWEST`.
    """
    ranked = sorted((count, name) for name, count in counts.items() if count)
    hidden = sum(count < FEWEST for count, _ in ranked)
    while hidden and hidden < len(ranked) and (hidden == 1 or sum(count for count, _ in ranked[:hidden]) < FEWEST):
        hidden += 1
    return frozenset(name for _, name in ranked[hidden:])


def summarise(taken: Sequence[Taken], first: date, before: date) -> Summary:
    """Return what is told of all of `taken`; the change is that of those of the period from `first` against those from `before` on."""
    scores = [one.score for one in taken]
    now = [one.score for one in taken if one.day >= first]
    then = [one.score for one in taken if before <= one.day < first]
    rest = len(scores) - len(now) - len(then)
    is_told = len(now) >= FEWEST and len(then) >= FEWEST and (not rest or rest >= FEWEST)
    changes = (now, then) if is_told else ([], [])
    return Summary(
        count=len(scores),
        percent=_mean([one.percent for one in scores]),
        aspects=_means(scores, *changes, "aspects"),
        directions=_means(scores, *changes, "directions"),
        gaps=_lacking((gap.item.id for one in scores for gap in one.gaps if not gap.item.is_gate), MOST_GAPS),
        gates=_lacking(item.id for one in scores for item, standing in one.gates if standing is not Standing.MET),
        change=_mean([one.percent for one in now]) - _mean([one.percent for one in then]) if is_told else None,
    )


def _means(scores: Sequence[Score], now: Sequence[Score], then: Sequence[Score], kind: str) -> tuple[Mean, ...]:
    found = {name: _mean(percents) for name, percents in _percents(scores, kind).items()}
    late, early = _percents(now, kind), _percents(then, kind)
    return tuple(
        Mean(name, percent, _mean(late[name]) - _mean(early[name]) if _is_enough(late, name) and _is_enough(early, name) else None)
        for name, percent in found.items()
    )


def _is_enough(percents: Mapping[str, list[float]], name: str) -> bool:
    return len(percents.get(name, ())) >= FEWEST


def _percents(scores: Iterable[Score], kind: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for one in scores:
        for share in getattr(one, kind):
            if share.most:
                found.setdefault(share.id, []).append(share.percent)
    return found


def _lacking(ids: Iterable[str], most: int | None = None) -> tuple[Lack, ...]:
    ranked = sorted(Counter(ids).items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Lack(name, count if count >= FEWEST else None) for name, count in ranked[:most])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
