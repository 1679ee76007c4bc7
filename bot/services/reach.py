"""Reach: whether a person can be written to."""

from dataclasses import dataclass

from bot.db import people
from bot.db.database import Database, WriteSession
from bot.domain.people import Address
from bot.domain.ports import Clock


@dataclass(frozen=True, slots=True)
class Reach:
    """Keeps since when a person does not want messages."""

    database: Database
    clock: Clock

    async def __call__(self, address: Address, *, is_reachable: bool) -> None:
        """Keep it."""
        async with self.database.writing() as session:
            await self.note(session, address, is_reachable=is_reachable)

    async def note(self, session: WriteSession, address: Address, *, is_reachable: bool) -> None:
        """Keep it with what else the session keeps. Of strangers nothing is kept."""
        await people.reached(session, address, None if is_reachable else self.clock.now())
