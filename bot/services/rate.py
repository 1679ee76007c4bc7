"""Rate: a thumb under an answer, the last tap wins."""

from dataclasses import dataclass

from bot.db import ratings, waiting
from bot.db.database import Conflict, Database, WriteSession
from bot.domain.answer import Rating
from bot.domain.errors import AnswerGone
from bot.domain.people import Address, Language
from bot.domain.ports import Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """Keeps what a person thinks of an answer they got."""

    database: Database
    clock: Clock

    async def __call__(self, sender: Address, token: str, rating: Rating) -> None:
        """Keep `rating`. Raises `AnswerGone` where the token is unknown or of another person's answer."""
        try:
            async with self.database.writing() as session:
                await self.keep(session, sender, token, rating)
        except Conflict:  # the answer was forgotten this very moment
            raise AnswerGone from None

    async def keep(self, session: WriteSession, sender: Address, token: str, rating: Rating) -> Language | None:
        """Keep `rating` with what else the session keeps; return the language the sender chose. Raises `AnswerGone`."""
        now = self.clock.now()
        rated = await ratings.rated(session, sender, token, rating, now)
        if rated is None:
            raise AnswerGone
        if rating is Rating.DOWN:
            await waiting.disliked(session, rated[0], now)
        else:
            await waiting.liked(session, rated[0])
        return rated[1]
