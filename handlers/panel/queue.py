"""The table of the intake: its columns, and what it can be narrowed by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request

from bot.areas import codes, named
from bot.db.intake import Handed, Sought
from bot.domain.assessment import State
from bot.domain.instrument import Instrument, in_language
from bot.domain.people import Language
from bot.reporting.spreadsheet import Value
from bot.texts import say
from handlers.panel.pages import number_of
from handlers.panel.tables import Column, Table

STATES = tuple(state for state in State if state is not State.DRAFT)
LONGEST_AREA, MOST_DAYS = 80, 4


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as it was typed or picked."""

    state: str
    area: str
    days: str
    commodity: str
    band: str

    @property
    def narrows(self) -> bool:
        """Tell whether anything was asked for."""
        return any((self.state, self.area, self.days, self.commodity, self.band))

    @classmethod
    def of(cls, request: Request) -> "Filters":
        """Read them from an address."""
        query = request.query_params
        return cls(
            query.get("state", ""), query.get("daerah", "")[:LONGEST_AREA].strip(), query.get("umur", "")[:MOST_DAYS],
            query.get("produk", ""), query.get("nilai", ""),
        )  # fmt: skip

    def sought(self, instrument: Instrument, now: datetime) -> Sought:
        """Return what to look for. An area that nobody knows finds nothing; anything else that makes no sense narrows nothing."""
        days, place = number_of(self.days, MOST_DAYS), number_of(self.band, 2)
        bounds = [band.at_least for band in instrument.bands]
        has_band = self.band != "" and place < len(bounds)
        return Sought(
            state=State(self.state) if self.state in STATES else None,
            areas=codes(self.area) if self.area else None,
            untouched_since=now - timedelta(days=days) if days else None,
            commodity=self.commodity if any(one.id == self.commodity for one in instrument.commodities) else "",
            low=bounds[place] if has_band else None,
            high=bounds[place + 1] if has_band and place + 1 < len(bounds) else None,
        )

    @staticmethod
    def choices(instrument: Instrument, language: Language) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return what can be picked, each with its words."""
        return {
            "state": [(state.value, say(language, f"intake_state.{state}")) for state in STATES],
            "produk": [(one.id, in_language(one.label, language)) for one in instrument.commodities],
            "nilai": [(str(place), in_language(band.label, language)) for place, band in enumerate(instrument.bands)],
        }


def table_of(instrument: Instrument) -> Table[Handed]:
    """Return the table of what was handed in, which names products by the words of an instrument."""
    products = {one.id: one.label for one in instrument.commodities}

    def product(row: Handed, language: Language) -> Value:
        return in_language(products[row.commodity], language) if row.commodity in products else row.commodity

    return Table(
        "antrean",
        "panel.menu.intake",
        (
            Column("code", "panel.code_short", lambda row, _: row.code),
            Column("business", "panel.business", lambda row, _: row.business),
            Column("area", "panel.area", lambda row, _: named(row.area)),
            Column("commodity", "panel.commodity", product),
            Column("score", "panel.own_score", lambda row, _: None if row.percent is None else round(row.percent)),
            Column("state", "panel.state", lambda row, language: say(language, f"intake_state.{row.state}")),
            Column("since", "panel.since", lambda row, _: row.touched_at),
        ),
    )
