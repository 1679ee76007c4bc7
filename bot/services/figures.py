"""Figures: what was asked and how it ended, by week or month. In an area no small count is told: it could name somebody."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

from bot.areas import WESTERN
from bot.db import audit, figures
from bot.db.audit import Entry
from bot.db.database import Database
from bot.db.figures import Counted, Waited
from bot.domain.answer import Outcome, Rating
from bot.domain.cohorts import FEWEST
from bot.domain.people import Language
from bot.domain.ports import Clock
from bot.domain.staff import NATIONAL, Deed, Staff, covers
from bot.services.authorize import areas
from bot.services.staffing import by

PERIODS = 12
OTHER = "other"
Count = int | None
"""A count; None for one that is not told."""


class Span(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A week (from its Monday) or a month, with its figures. `hours` is the median until an officer's answer, None without any."""

    begins: date
    total: Count
    outcomes: Sequence[Count]
    ratings: Sequence[Count]
    hours: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures. `topics` and `languages` are of all periods together; `hours` and `waiting` too, and of this moment."""

    periods: Sequence[Period]
    topics: Sequence[tuple[str, Count]]
    languages: Sequence[tuple[str, Count]]
    total: Count
    hours: float | None
    waiting: Count
    hides: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked."""
        return self.total == 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts for officers. `topic_of` names the topic of a passage; None where the corpus has none of that id."""

    database: Database
    clock: Clock
    topic_of: Callable[[str], str | None]

    async def __call__(self, actor: Staff, span: Span, area: str = "", copy: str = "") -> Summary:
        """Return the figures within the actor's areas, or those of one `area` in them; of one elsewhere there are none.

        A `copy` is a row of the audit.
        """
        if copy:
            async with self.database.writing() as session:
                await audit.noted(session, Entry(by(actor), f"export {copy}", f"figures:{area}"), self.clock.now())
        mine = areas(actor, Deed.SEE_FIGURES)
        wanted = tuple(one for one in (area,) if any(covers(own, area) for own in mine)) if area else mine
        begins = _periods(self.clock.now(), span)
        since = datetime.combine(begins[0], datetime.min.time(), ZoneInfo(WESTERN))
        async with self.database.reading() as session:
            counted = await figures.answers(session, wanted, since)
            cited, refused = await figures.cited(session, wanted, since), await figures.refused(session, wanted, since)
            waits, waiting = await figures.waits(session, wanted, since), await figures.still_waiting(session, wanted)
        hides = NATIONAL not in wanted
        topics = self._topics(cited, refused)
        spoken = Counter({language.value: 0 for language in Language})
        for one in counted:
            spoken[one.language.value] += one.times
        return Summary(
            [_period(begin, _of(begin, counted, span), _waits_of(begin, waits, span), hides=hides) for begin in begins],
            _told(topics.most_common(), hides=hides), _told(spoken.most_common(), hides=hides),
            _one(sum(spoken.values()), hides=hides), _hours(waits), _one(waiting, hides=hides), hides,
        )  # fmt: skip

    def _topics(self, cited: Mapping[str, int], refused: Mapping[str, int]) -> Counter[str]:
        topics: Counter[str] = Counter()
        for passage, count in cited.items():
            topics[self.topic_of(passage) or OTHER] += count
        for topic, count in refused.items():
            topics[topic or OTHER] += count
        return topics


def hidden(counts: Sequence[int]) -> list[Count]:
    """Return counts that are shown beside their sum: small ones are left out, and where that is one only, the next one too.

    0 says nothing of anybody.
    """
    small = [place for place, count in enumerate(counts) if 0 < count < FEWEST]
    rest = sorted((count, place) for place, count in enumerate(counts) if count >= FEWEST)
    if len(small) == 1 and rest:
        small.append(rest[0][1])
    return [None if place in small else count for place, count in enumerate(counts)]


def begin_of(day: date, span: Span) -> date:
    """Return the first day of the week or month of a day."""
    return day - timedelta(days=day.weekday()) if span is Span.WEEK else day.replace(day=1)


def _periods(now: datetime, span: Span) -> list[date]:
    """Return the first days of the last periods, the present one last."""
    begins = [begin_of(now.astimezone(ZoneInfo(WESTERN)).date(), span)]
    while len(begins) < PERIODS:
        begins.append(begin_of(begins[-1] - timedelta(days=1), span))
    return begins[::-1]


def _of(begin: date, counted: Iterable[Counted], span: Span) -> list[Counted]:
    return [one for one in counted if begin_of(date.fromisoformat(one.day), span) == begin]


def _waits_of(begin: date, waits: Iterable[Waited], span: Span) -> list[Waited]:
    return [one for one in waits if begin_of(one.said_at.astimezone(ZoneInfo(WESTERN)).date(), span) == begin]


def _period(begin: date, counted: Sequence[Counted], waits: Sequence[Waited], *, hides: bool) -> Period:
    outcomes = [sum(one.times for one in counted if one.outcome is outcome) for outcome in Outcome]
    ratings = [sum(one.times for one in counted if one.rating is rating) for rating in Rating]
    shown = hidden if hides else list
    return Period(begin, _one(sum(outcomes), hides=hides), shown(outcomes), [_one(count, hides=hides) for count in ratings], _hours(waits))


def _told(pairs: Sequence[tuple[str, int]], *, hides: bool) -> list[tuple[str, Count]]:
    counts: Sequence[Count] = hidden([count for _, count in pairs]) if hides else [count for _, count in pairs]
    return [(name, count) for (name, _), count in zip(pairs, counts, strict=True)]


def _one(count: int, *, hides: bool) -> Count:
    return None if hides and 0 < count < FEWEST else count


def _hours(waits: Sequence[Waited]) -> float | None:
    return median((one.said_at - one.came_at).total_seconds() / 3600 for one in waits) if waits else None
