"""Wait: a question goes to an officer, since the bot could not answer it, or its asker wants somebody to."""

from dataclasses import dataclass

from bot.db import people, waiting
from bot.db.database import Database, WriteSession
from bot.domain.errors import AnswerGone
from bot.domain.people import Address, Language
from bot.domain.ports import Clock


@dataclass(frozen=True, slots=True)
class Wait:
    """Hands questions over to officers, and tells a page what they said."""

    database: Database
    clock: Clock

    async def __call__(self, sender: Address, token: str) -> None:
        """Let the question under that answer wait for an officer. Raises `AnswerGone` where it is not the sender's."""
        async with self.database.writing() as session:
            await self.keep(session, sender, token)

    async def keep(self, session: WriteSession, sender: Address, token: str) -> Language | None:
        """Do so with what else the session keeps; return the language the sender chose. Raises `AnswerGone`."""
        if not await waiting.asked_for(session, sender, token, self.clock.now()):
            raise AnswerGone
        return await people.chosen_language(session, sender)

    async def unheard(self, sender: Address) -> list[waiting.Hearing]:
        """Return what officers said since the sender last looked, and keep that they look now."""
        async with self.database.glancing() as session:
            found = await waiting.unheard(session, sender)
        if found:
            async with self.database.writing() as session:
                await waiting.heard(session, sender, [one.token for one in found], self.clock.now())
        return found
