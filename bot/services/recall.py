"""Recall: what was said so far."""

from dataclasses import dataclass

from bot.db import turns
from bot.db.database import Database
from bot.domain.answer import Turn
from bot.domain.people import Address


@dataclass(frozen=True, slots=True)
class Recall:
    """Shows a person their own questions and answers again."""

    database: Database

    async def __call__(self, sender: Address, limit: int = 50) -> tuple[Turn, ...]:
        """Return the sender's last `limit` answered questions, oldest first."""
        async with self.database.reading() as session:
            return await turns.latest_turns(session, sender, limit)

    async def one(self, sender: Address, token: str) -> Turn | None:
        """Return the sender's question whose answer has that token."""
        async with self.database.reading() as session:
            return await turns.turn_of(session, sender, token)
