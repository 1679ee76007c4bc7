"""Tell the queue: once a working day, by day, an officer hears what waits for them, where something of it is new."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.areas import named, zone_of
from bot.db import queued, staff
from bot.db.database import Database, ReadSession
from bot.db.queued import Queued
from bot.domain.people import Address, Language
from bot.domain.ports import Clock
from bot.domain.screens import Action, Button, Screen
from bot.domain.staff import Deed, Staff
from bot.services.authorize import areas
from bot.services.carrying import Carry, carried
from bot.services.daylight import left_of_day
from bot.services.region import roots_of
from bot.services.speak import language_at
from bot.services.staffing import STAFF
from bot.texts import say

MONDAY, SATURDAY = 0, 5
DAY, WEEKEND = timedelta(days=1), timedelta(days=3)
"""How far back something is new; on a Monday the weekend counts."""


@dataclass(frozen=True, slots=True)
class TellQueue:
    """Writes the message of the day into the outbox."""

    database: Database
    clock: Clock
    carry: Carry

    async def __call__(self) -> int:
        """Tell whoever is due, and return how many were."""
        async with self.database.reading() as session:
            officers = [(one, await staff.address_of(session, one.id)) for one in await staff.members(session)]
        return sum([await self._tell(one, address) for one, address in officers if address is not None])

    async def _tell(self, officer: Staff, address: Address) -> bool:
        roots = roots_of({*areas(officer, Deed.REVIEW), *areas(officer, Deed.PUBLISH_PASSAGE)})
        left = _left_of_work(roots[0], self.clock.now()) if roots else timedelta()
        if not left:
            return False
        today = self.clock.now().astimezone(ZoneInfo(zone_of(roots[0])))
        since = self.clock.now() - (WEEKEND if today.weekday() == MONDAY else DAY)
        async with self.database.writing() as session:
            screen = await self._screen(session, officer, since, await language_at(session, address))
            key = f"queue:{officer.id}:{today:%Y-%m-%d}"
            return screen is not None and await carried(session, self.carry, address, screen, key, within=left)

    async def _screen(self, session: ReadSession, officer: Staff, since: datetime, language: Language) -> Screen | None:
        """Return what is told; None where nothing is new."""
        mine, shelf = areas(officer, Deed.REVIEW), areas(officer, Deed.PUBLISH_PASSAGE)
        handed, asked = await queued.assessments(session, mine, since), await queued.questions(session, mine, officer.id, since)
        drafts = await queued.drafts(session, shelf, since, officer.id) if shelf else Queued(0, 0)
        if not handed.new + asked.new + drafts.new:
            return None
        parts, place = [], ", ".join(named(root) or say(language, "panel.national") for root in roots_of(mine))
        if handed.all + asked.all:
            parts.append(
                say(language, "desk.daily", place=place, assessments=handed.all, questions=asked.all, new=handed.new + asked.new)
            )
        if drafts.all:
            parts.append(say(language, "desk.passages", passages=drafts.all))
        rows = ((Button(Action(0, STAFF, "queue"), say(language, "desk.see")),),) if mine else ()
        return Screen(language, "\n\n".join(parts), rows)


def _left_of_work(area: str, now: datetime) -> timedelta:
    """Return how long the message may still come where an officer works; nothing at the end of the week."""
    return left_of_day(area, now) if now.astimezone(ZoneInfo(zone_of(area))).weekday() < SATURDAY else timedelta()
