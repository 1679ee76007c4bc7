"""Tell the region: on the first of the month each officer hears the three main points of their areas, once, by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.areas import named, zone_of
from bot.db import staff
from bot.db.database import Database
from bot.domain.cohorts import Place
from bot.domain.people import Address, Language
from bot.domain.ports import Clock
from bot.domain.region import Span
from bot.domain.screens import Screen
from bot.domain.staff import Deed, Staff
from bot.reporting.regional import dated, regional
from bot.services.authorize import areas
from bot.services.carrying import Carry, carried
from bot.services.daylight import left_of_day
from bot.services.region import Look, Region, roots_of
from bot.services.speak import language_at
from bot.texts import say

MOST_AREAS = 3
"""Areas of which one message tells; the panel has all."""


@dataclass(frozen=True, slots=True)
class TellRegion:
    """Writes the message of the month into the outbox."""

    database: Database
    clock: Clock
    region: Region
    carry: Carry

    async def __call__(self) -> int:
        """Tell whoever is due, and return how many were; of areas with too few owners nothing is told."""
        async with self.database.reading() as session:
            everybody = await staff.members(session)
            officers = [(one, await staff.address_of(session, one.id)) for one in everybody]
        count, seen = 0, dict[tuple[str, date], Look]()
        for officer, address in officers:
            roots = roots_of(areas(officer, Deed.SEE_REGION))
            if address is not None and roots and (left := _left_of_day(roots[0], self.clock.now())):
                count += await self._tell(officer, address, roots[:MOST_AREAS], left, seen)
        return count

    async def _tell(
        self, officer: Staff, address: Address, roots: Sequence[str], left: timedelta, seen: dict[tuple[str, date], Look]
    ) -> bool:
        ended = self.clock.now().astimezone(ZoneInfo(zone_of(roots[0]))).date() - timedelta(days=1)
        looks = [await self._look(root, ended, seen) for root in roots]
        async with self.database.writing() as session:
            language = await language_at(session, address)
            words = [part for look in looks for part in self._words(look, ended, language)]
            if not words:
                return False
            text = "\n\n".join([*words, say(language, "panel_region.see_more")])
            return await carried(session, self.carry, address, Screen(language, text), f"region:{officer.id}:{ended:%Y-%m}", within=left)

    async def _look(self, root: str, ended: date, seen: dict[tuple[str, date], Look]) -> Look:
        key = root, ended
        if key not in seen:
            seen[key] = await self.region.seen(Place(root), Place(root), Span.MONTH, ended)
        return seen[key]

    def _words(self, look: Look, ended: date, language: Language) -> Iterator[str]:
        if look.summary is None:
            return
        place = named(look.place.area) or say(language, "panel.national")
        day = dated(ended, Span.MONTH, language)
        report = regional(
            look.summary, {}, self.region.questionnaires.present, place=place, day=day, language=language, named=lambda at: named(at.area)
        )  # fmt: skip
        yield say(language, "panel_region.message", place=place, day=day)
        yield say(language, "panel_region.counted", count=report.count, percent=report.percent)
        directions = next(block for block in report.blocks if block.name == "directions")
        yield f"{directions.title}: {', '.join(f'{row[0]} {row[1]}' for row in directions.rows)}."
        yield "\n".join(f"{number}. {point}" for number, point in enumerate(report.points, 1))


def _left_of_day(area: str, now: datetime) -> timedelta:
    """Return how long the message may still come where an officer works; nothing on any day but the first."""
    return left_of_day(area, now) if now.astimezone(ZoneInfo(zone_of(area))).day == 1 else timedelta()
