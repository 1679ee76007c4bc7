"""The region in the panel: what its assessments tell together, step by step down, on the page, as a workbook and on paper."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.areas import named
from bot.domain.cohorts import FEWEST, PATIENCE, Place
from bot.domain.instrument import in_language
from bot.domain.people import Language
from bot.domain.region import Span
from bot.domain.staff import Deed, Staff
from bot.reporting.regional import Regional, dated, regional
from bot.reporting.spreadsheet import MEDIA_XLSX, workbook
from bot.services.region import Look, Region
from bot.texts import say
from handlers.panel.charts import Chart, lines
from handlers.panel.pages import Page, draw
from handlers.panel.rendering import language_of
from handlers.panel.tables import AS, download

REGION = "/panel/daerah"
FILES = ("xlsx", "pdf")
LONGEST = 64


@dataclass(frozen=True, slots=True)
class RegionPages:
    """What is told of a region."""

    region: Region

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (("panel_region.menu", REGION, Deed.SEE_REGION),)

    def pages(self) -> Sequence[Page]:
        """Return the page."""
        return (Page(REGION, Deed.SEE_REGION, self.show),)

    async def show(self, request: Request, actor: Staff) -> Response:
        """Show a place, or give it as a file. Raises `NotAllowed` outside of the actor's areas."""
        query, language = request.query_params, language_of(request)
        span = Span(query["span"]) if query.get("span") in set(Span) else Span.MONTH
        copy = query.get(AS, "") if query.get(AS, "") in FILES else ""
        asked = Place(query.get("area", "")[:LONGEST].strip(), query.get("produk", "")[:LONGEST])
        look = await self.region(actor, asked, span, copy)
        report = self._report(look, language)
        if copy and report is not None:
            return await _file(report, copy)
        return draw(
            request, "region.html", look=look, report=report, span=span, spans=tuple(Span), fewest=FEWEST, days=PATIENCE.days,
            path=[(self._named(place, language), _address(place, span)) for place in look.path],
            choices=[(self._named(place, language), _address(place, span)) for place in look.choices],
            below=[_address(place, span) for place in look.below],
            charts=_charts(report), files={kind: f"{_address(look.place, span)}&{AS}={kind}" for kind in FILES} if report else {},
        )  # fmt: skip

    def _report(self, look: Look, language: Language) -> Regional | None:
        if look.summary is None:
            return None
        day = dated(self.region.today(), look.span, language)
        return regional(
            look.summary, look.below, self.region.questionnaires.present, place=self._in_full(look.place, language), day=day,
            language=language, named=lambda place: self._named(place, language),
        )  # fmt: skip

    def _in_full(self, place: Place, language: Language) -> str:
        where = named(place.area) or say(language, "panel.national")
        return f"{self._named(place, language)}, {where}" if place.commodity else where

    def _named(self, place: Place, language: Language) -> str:
        products = {one.id: one.label for one in self.region.questionnaires.present.commodities}
        if place.commodity:
            return in_language(products[place.commodity], language) if place.commodity in products else place.commodity
        return named(place.area) or say(language, "panel.national")


def _charts(report: Regional | None) -> Mapping[str, Chart]:
    blocks = report.blocks if report else ()
    return {
        block.name: lines([(f"{row[0]}: {percent}", percent) for row, percent in zip(block.rows, block.percents, strict=True)], most=100)
        for block in blocks
        if block.percents
    }


async def _file(report: Regional, kind: str) -> Response:
    if kind == "pdf":
        from bot.reporting.regional_paper import on_paper  # noqa: PLC0415 - loads fpdf2: a second that no start should wait for

        return download(await asyncio.to_thread(on_paper, report), "daerah.pdf", "application/pdf")
    sheets = [(block.title, block.heads, block.rows) for block in report.blocks]
    return download(await asyncio.to_thread(partial(workbook, sheets)), "daerah.xlsx", MEDIA_XLSX)


def _address(place: Place, span: Span) -> str:
    query = {"area": place.area, "produk": place.commodity, "span": span.value}
    return f"{REGION}?{urlencode({name: value for name, value in query.items() if value})}"
