"""What is told of a region: means, what is missing most often, what changed. All of it comes from whole cohorts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.cohorts import ALL, ASPECT, DIRECTION, FEWEST, GAP, GATE, Amounts, named

MOST_GAPS = 8


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"

    def begins(self, day: date) -> date:
        """Return the first day of the period that `day` lies in."""
        return day.replace(day=1, month=day.month if self is Span.MONTH else 3 * ((day.month - 1) // 3) + 1)


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
    """What is told of the owners of a place who are counted there."""

    count: int
    percent: float
    aspects: tuple[Mean, ...]
    directions: tuple[Mean, ...]
    gaps: tuple[Lack, ...]
    gates: tuple[Lack, ...]
    change: float | None = None


def summarise(now: Amounts, before: Amounts) -> Summary:
    """Return what is told of the cohorts of a place, and what changed since `before`, the sum of the earlier ones of them."""
    count, percents = now[ALL]
    return Summary(
        count=count,
        percent=percents / count,
        aspects=_means(now, before, ASPECT),
        directions=_means(now, before, DIRECTION),
        gaps=_lacks(now, GAP)[:MOST_GAPS],
        gates=_lacks(now, GATE),
        change=percents / count - before[ALL][1] / before[ALL][0] if ALL in before else None,
    )


def _means(now: Amounts, before: Amounts, kind: str) -> tuple[Mean, ...]:
    then = {name: value / owners for name, owners, value in named(before, kind)}
    means = [(name, value / owners) for name, owners, value in named(now, kind)]
    return tuple(Mean(name, percent, percent - then[name] if name in then else None) for name, percent in means)


def _lacks(now: Amounts, kind: str) -> tuple[Lack, ...]:
    counts = [(name, round(value)) for name, _, value in named(now, kind)]
    ranked = sorted([pair for pair in counts if pair[1]], key=lambda pair: (-pair[1], pair[0]))
    return tuple(Lack(name, count if count >= FEWEST else None) for name, count in ranked)
