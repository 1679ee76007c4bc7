"""Ask: look what is known, think with no connection held, record question and answer in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.db import answers, people, questions, turns, waiting
from bot.db.database import Database, WriteSession
from bot.db.words import cut, without_unstorable
from bot.domain.answer import Answer, Outcome, Turn
from bot.domain.messages import Message
from bot.domain.people import Address, Language
from bot.domain.ports import Clock, Thinker, Thought
from bot.domain.waiting import Reason
from bot.services.speak import first_of
from bot.services.thinking import Pondered, ponder

LONGEST = 4_000
"""How many characters of a question are kept."""

REMEMBERED = 3
"""How many earlier questions help to understand the next one."""

Recording = Callable[[WriteSession], Awaitable[Turn]]
"""Keeps what was thought, in whatever transaction it is given; again and again it gives the turn that was kept first."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Answers a question, once per sender and key."""

    database: Database
    thinker: Thinker
    clock: Clock

    async def __call__(self, message: Message) -> Answer:
        """Return the answer to `message`; a redelivery gets the answer of the first time.

        What died before it was recorded is thought again. A failure in thinking becomes an answer of outcome `error`,
        recorded like any other.
        """
        return (await self._kept(await self.think(message))).answer

    async def follow(self, sender: Address, token: str, key: str, hint: str | None = None) -> Turn:
        """Return the question and answer that a tapped choice leads to. Raises `ChoiceGone`, and then keeps nothing.

        A stranger is answered in the language of the channel's `hint` ("en-GB").
        """
        return await self._kept(await self.think_on(sender, token, key, hint))

    async def think(self, message: Message) -> Recording:
        """Think about `message`, and return what keeps the answer."""
        async with self.database.glancing() as session:
            if known := await turns.turn(session, message.sender, message.key):
                return _as_it_is(known)
            before, chosen = await questions.asked_before(session, message.sender, self.clock.now(), REMEMBERED)
        text = without_unstorable(message.text)
        pondered = await ponder(self._think(text, before, chosen), question=text, spoken=partial(self._spoken, message.sender))
        return partial(self._record, message, pondered, None)

    async def think_on(self, sender: Address, token: str, key: str, hint: str | None = None) -> Recording:
        """Think about a tapped choice, and return what keeps the answer. Raises `ChoiceGone`. `hint` is as for `follow`."""
        async with self.database.glancing() as session:
            if known := await turns.turn(session, sender, key):
                return _as_it_is(known)
            language = first_of(await people.spoken_language(session, sender), hint)
            label = await answers.offered_label(session, sender, token)
        question = label or self._opener(token, language)
        spoken = partial(self._spoken, sender, hint)
        pondered = await ponder(self.thinker.follow(token, language=language), question=question, spoken=spoken)
        return partial(self._record, Message(sender, pondered.question, key), pondered, token)

    async def _kept(self, recording: Recording) -> Turn:
        async with self.database.writing() as session:
            return await recording(session)

    async def _record(self, message: Message, pondered: Pondered, followed: str | None, session: WriteSession) -> Turn:
        now = self.clock.now()
        kept = replace(message, text=cut(without_unstorable(message.text), LONGEST))
        person = await people.arrived(session, kept.sender, now)
        if known := await turns.turn(session, kept.sender, kept.key):
            return known
        question = await questions.asked(session, person, kept, now, followed=followed)
        await answers.record(session, question.id, pondered.answer, pondered.making, now)
        if pondered.answer.outcome is Outcome.NOT_IN_INDEX:
            await waiting.entered(session, question.id, Reason.REFUSED, now)
        return Turn(question.text, pondered.answer, question.asked_at)

    async def _think(self, text: str, before: tuple[str, ...], chosen: Language | None) -> tuple[str, Thought]:
        return text, await self.thinker.think(text, before=before, language=chosen)

    async def _spoken(self, sender: Address, hint: str | None = None) -> Language:
        async with self.database.glancing() as session:
            return first_of(await people.spoken_language(session, sender), hint)

    def _opener(self, token: str, language: Language) -> str:
        return next((choice.label for choice in self.thinker.openers(language) if choice.token == token), token)


def _as_it_is(known: Turn) -> Recording:
    async def record(_: WriteSession) -> Turn:
        return known

    return record
