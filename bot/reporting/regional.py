"""Puts what a region's assessments tell together into words: one composition for the page, the workbook, the paper and the message."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.cohorts import FEWEST, Place
from bot.domain.instrument import Instrument, in_language
from bot.domain.people import Language
from bot.domain.region import Lack, Mean, Span, Summary
from bot.reporting.picturing import name_of
from bot.reporting.spreadsheet import Value
from bot.texts import say

Named = Callable[[Place], str]
"""Returns the words for a place: an area or a commodity."""
NOT_TOLD = "-"


@dataclass(frozen=True, slots=True)
class Block:
    """A table and its bars: `percents` are what is drawn, one for each row; none where there is nothing to draw."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    percents: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Regional:
    """What is told of a place: the main points in words, and the tables behind them."""

    language: Language
    place: str
    day: str
    count: int
    percent: int
    points: Sequence[str]
    blocks: Sequence[Block]


def regional(  # noqa: PLR0913 - what is told, of what, in whose words
    summary: Summary, below: Mapping[Place, Summary], instrument: Instrument, *, place: str, day: str, language: Language,
    named: Named,
) -> Regional:  # fmt: skip
    """Return what is told of a place; `named` gives the words for the places right below it."""
    words = _Words(instrument, language)
    blocks = [
        words.means("aspects", summary.aspects),
        words.means("directions", summary.directions),
        words.lacks("gates", summary.gates),
        words.lacks("gaps", summary.gaps),
        *([words.groups(below, named)] if below else []),
    ]
    return Regional(language, place, day, summary.count, round(summary.percent), tuple(words.points(summary)), tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Words:
    instrument: Instrument
    language: Language

    def points(self, summary: Summary) -> Iterator[str]:
        """Say the three main points: how strong each side is, what is missing most often, which must-have is."""
        ranked = sorted(summary.aspects, key=lambda one: one.percent)
        if ranked:
            weak, strong = ranked[0], ranked[-1]
            yield self._say(
                "sides", strong=self._name(strong.id), high=round(strong.percent), weak=self._name(weak.id), low=round(weak.percent)
            )
        for key, lacks in (("gap", summary.gaps), ("gate", summary.gates)):
            first = next((one for one in lacks if one.count is not None), None)
            if first is not None:
                words = self._say(key, item=self._short(first.id), count=first.count or 0, of=summary.count)
                yield " ".join([words, *([self._say("for_owners", step=step)] if (step := self._step(first.id)) else [])])
            else:
                yield self._say(f"no_{key}")

    def means(self, name: str, means: Sequence[Mean]) -> Block:
        """Return a table of means with their change."""
        rows = [(self._name(one.id), round(one.percent), _signed(one.change)) for one in means]
        heads = (self._say(name), self._say("mean"), self._say("change"))
        return Block(name, self._say(name), heads, rows, [round(one.percent) for one in means])

    def lacks(self, name: str, lacks: Sequence[Lack]) -> Block:
        """Return a table of what is missing, with the step that helps."""
        rows = [(self._short(one.id), self._count(one.count), self._step(one.id)) for one in lacks]
        heads = (self._say("item"), self._say("owners"), self._say("step"))
        return Block(name, self._say(name), heads, rows)

    def groups(self, below: Mapping[Place, Summary], named: Named) -> Block:
        """Return a table of the places right below."""
        sides = [aspect.id for aspect in self.instrument.aspects]
        rows: list[Sequence[Value]] = []
        for place, summary in below.items():
            means = {one.id: round(one.percent) for one in summary.aspects}
            told = summary.count, round(summary.percent), _signed(summary.change)
            rows.append((named(place), *told, *(means.get(side, NOT_TOLD) for side in sides)))
        heads = [self._say(key) for key in ("group", "owners", "mean", "change")] + [self._name(side) for side in sides]
        return Block("below", self._say("below"), heads, rows)

    def _count(self, count: int | None) -> Value:
        return self._say("fewer", fewest=FEWEST) if count is None else count

    def _short(self, item: str) -> str:
        found = self.instrument.item(item)
        return in_language(found.short, self.language) if found else item

    def _step(self, item: str) -> str:
        found = self.instrument.item(item)
        step = next((option.step for option in found.options if option.step), None) if found else None
        return in_language(step.text, self.language) if step else ""

    def _name(self, name: str) -> str:
        return name_of(self.instrument, name, self.language)

    def _say(self, key: str, **values: str | int) -> str:
        return say(self.language, f"panel_region.{key}", **values)


def dated(day: date, span: Span, language: Language) -> str:
    """Return the month that figures are of, and what they are compared with."""
    month = say(language, "report.months").split()[day.month - 1]
    return say(language, "panel_region.as_of", month=month, year=day.year, before=say(language, f"panel_region_span.{span}"))


def _signed(change: float | None) -> Value:
    return NOT_TOLD if change is None else f"{round(change):+}" if round(change) else "0"
