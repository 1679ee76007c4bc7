"""Figures over time, in the panel: charts, and the table behind each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.areas import codes, named
from bot.domain.answer import Outcome, Rating
from bot.domain.cohorts import FEWEST
from bot.domain.people import Language
from bot.domain.staff import NATIONAL, Deed, Staff
from bot.reporting.spreadsheet import MEDIA_XLSX, Value, workbook
from bot.services.authorize import areas
from bot.services.figures import Figures, Span, Summary
from bot.texts import say
from handlers.panel.asked import topic_named
from handlers.panel.charts import Chart, columns, lines
from handlers.panel.pages import Page, draw
from handlers.panel.rendering import language_of
from handlers.panel.tables import AS, download

FIGURES, XLSX, LONGEST = "/panel/angka", "xlsx", 80


@dataclass(frozen=True, slots=True)
class FigurePages:
    """What was asked, how it ended, what was thought of it, and how long officers took."""

    figures: Figures

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (("panel.menu.figures", FIGURES, Deed.SEE_FIGURES),)

    def pages(self) -> Sequence[Page]:
        """Return the page."""
        return (Page(FIGURES, Deed.SEE_FIGURES, self.show),)

    async def show(self, request: Request, actor: Staff) -> Response:
        """Show the figures of the last weeks or months, of all the actor's areas or of one."""
        asked, language = request.query_params, language_of(request)
        span = Span(asked["span"]) if asked.get("span") in set(Span) else Span.WEEK
        typed, copy = asked.get("area", "")[:LONGEST].strip(), asked.get(AS, "") if asked.get(AS, "") == XLSX else ""
        area = next(iter(codes(typed)), typed) if typed else ""
        summary = await self.figures(actor, span, area, copy)
        mine = [named(one) if one != NATIONAL else say(language, "panel.national") for one in areas(actor, Deed.SEE_FIGURES)]
        draws = _Drawing(summary, [_period(one.begins, span) for one in summary.periods], language)
        if copy:
            sheets = [(one.title, one.heads, [(name, *counts) for name, counts in one.rows]) for one in draws.sections()]
            return download(await asyncio.to_thread(partial(workbook, sheets)), "angka.xlsx", MEDIA_XLSX)
        return draw(
            request, "figures.html", summary=summary, span=span, spans=tuple(Span), area=typed,
            file=f"{FIGURES}?{urlencode({'span': span.value, 'area': typed, AS: XLSX}, errors='replace')}",
            place=(named(area) or typed) if area else ", ".join(mine), sections=draws.sections(), shown=draws.shown,
            hours=draws.hours(summary.hours), fewest=FEWEST,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A chart and the table behind it. `kinds` names the colours, from number `first` on; `nothing` is said where there is no bar."""

    title: str
    chart: Chart
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Value]]]
    kinds: Sequence[str] = ()
    first: int = 0
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class _Drawing:
    summary: Summary
    names: Sequence[str]
    language: Language

    def sections(self) -> Sequence[Section]:
        outcomes = [self._say(f"outcome.{one}") for one in Outcome]
        ratings = [self._say(f"button.{one}") for one in Rating]
        topics = [(topic_named(topic, self.language), count) for topic, count in self.summary.topics]
        languages = [(self._say(f"spoken_language.{code}"), count) for code, count in self.summary.languages]
        ended, asked = [one.outcomes for one in self.summary.periods], [[one.total, *one.outcomes] for one in self.summary.periods]
        return (
            self._over_time("outcomes", outcomes, ended, [self._say("panel.figures.questions"), *outcomes], asked),
            self._of_all("topics", "panel.questions.topic", topics),
            self._of_all("languages", "web.language", languages),
            self._over_time("ratings", ratings, [one.ratings for one in self.summary.periods], first=len(outcomes)),
            self._hours(),
        )

    def shown(self, count: int | None) -> Value:
        """Return a count, or words where it is not told."""
        return say(self.language, "panel.figures.fewer", fewest=FEWEST) if count is None else count

    def hours(self, hours: float | None) -> str:
        """Return hours in words, with the sign for decimals of the language."""
        if hours is None:
            return "-"
        return f"{hours:.1f}".replace(".", "," if self.language is Language.INDONESIAN else ".")

    def _over_time(  # noqa: PLR0913, PLR0917 - what is drawn, and what stands in the table where that is more
        self,
        name: str,
        kinds: Sequence[str],
        counts: Sequence[Sequence[int | None]],
        heads: Sequence[str] = (),
        cells: Sequence[Sequence[int | None]] = (),
        first: int = 0,
    ) -> Section:
        chart = columns(self.names, [list(zip(kinds, row, strict=True)) for row in counts])
        rows = [(period, [self.shown(count) for count in row]) for period, row in zip(self.names, cells or counts, strict=True)]
        heads = (self._say("panel.figures.period"), *(heads or kinds))
        return Section(self._title(name), chart, heads, rows, kinds, first, self._nothing(name))

    def _of_all(self, name: str, what: str, pairs: Sequence[tuple[str, int | None]]) -> Section:
        heads = (self._say(what), self._say("panel.figures.questions"))
        return Section(self._title(name), lines(pairs), heads, [(words, [self.shown(count)]) for words, count in pairs])

    def _hours(self) -> Section:
        words, hours = self._say("panel.figures.hours"), [one.hours for one in self.summary.periods]
        chart = columns(self.names, [[(words, None if one is None else round(one))] for one in hours])
        rows = [(name, [self.hours(one)]) for name, one in zip(self.names, hours, strict=True)]
        nothing = self._nothing("hours") if self.summary.hours is None else ""
        return Section(self._title("hours_over_time"), chart, (self._say("panel.figures.period"), words), rows, nothing=nothing)

    def _title(self, name: str) -> str:
        return self._say(f"panel.figures.{name}")

    def _nothing(self, name: str) -> str:
        return self._say(f"no_figures.{name}")

    def _say(self, key: str) -> str:
        return say(self.language, key)


def _period(begins: date, span: Span) -> str:
    return f"{begins:%d/%m}" if span is Span.WEEK else f"{begins:%m/%Y}"
