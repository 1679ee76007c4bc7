"""Tell the trail: on the first of the month the country's admins are sent the head of the audit, which then stands elsewhere, too."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.areas import zone_of
from bot.db import audit, staff
from bot.db.database import Database
from bot.domain.ports import Clock
from bot.domain.screens import Screen
from bot.domain.staff import NATIONAL, Deed, Staff
from bot.services.authorize import areas
from bot.services.carrying import Carry, carried
from bot.services.daylight import left_of_day
from bot.services.speak import language_at
from bot.texts import say


@dataclass(frozen=True, slots=True)
class TellTrail:
    """Writes the head into the outbox: against it, rows that are later cut off at the end show (`ovop-bot audit verify --head`)."""

    database: Database
    clock: Clock
    carry: Carry

    async def __call__(self) -> int:
        """Tell whoever is due, once a month, and return how many were."""
        async with self.database.reading() as session:
            admins = [one for one in await staff.members(session) if NATIONAL in areas(one, Deed.SEE_AUDIT)]
        return sum([await self._tell(admin) for admin in admins])

    async def _tell(self, admin: Staff) -> bool:
        now = self.clock.now()
        month, left = f"{now.astimezone(ZoneInfo(zone_of(NATIONAL))):%Y-%m}", left_of_day(NATIONAL, now)
        async with self.database.writing() as session:
            address = await staff.address_of(session, admin.id)
            if address is None or not left:
                return False
            language, (count, head) = await language_at(session, address), await audit.head(session)
            screen = Screen(language, say(language, "desk.trail", count=count, head=head))
            return await carried(session, self.carry, address, screen, f"trail:{admin.id}:{month}", within=left)
