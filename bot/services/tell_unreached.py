"""Tell the unreached: an officer hears when their answer did not get to some of who asked, once for each number of them."""

from dataclasses import dataclass
from datetime import timedelta

from bot.db import arrivals, staff
from bot.db.arrivals import Unreached
from bot.db.database import Database, WriteSession
from bot.db.models import QuestionRow
from bot.db.words import cut
from bot.domain.ports import Clock
from bot.domain.screens import Screen
from bot.personal import mask
from bot.services.carrying import Carry, carried
from bot.services.reply import QUOTED
from bot.services.speak import language_at
from bot.texts import say

LOOKED_AT = timedelta(days=2)
"""So long after an answer its officer still hears of it; a message goes out or fails well within."""


@dataclass(frozen=True, slots=True)
class TellUnreached:
    """Writes to officers whose answers were blocked or failed. The panel tells of each asker (see `bot.services.reply`)."""

    database: Database
    clock: Clock
    carry: Carry

    async def __call__(self) -> int:
        """Tell whoever is due, and return how many answers there are to tell of."""
        async with self.database.reading() as session:
            found = await arrivals.unreached(session, self.clock.now() - LOOKED_AT)
        async with self.database.writing() as session:
            return sum([await self._tell(session, one) for one in found])

    async def _tell(self, session: WriteSession, one: Unreached) -> bool:
        address, question = await staff.address_of(session, one.staff_id), await session.get(QuestionRow, one.question_id)
        if address is None or question is None:
            return False
        language = await language_at(session, address)
        words = say(language, "desk.unreached", count=one.people, question=cut(mask(question.text).text, QUOTED))
        return await carried(session, self.carry, address, Screen(language, words), f"unreached:{one.answer_id}:{one.people}")
