"""Ask: remember the question, think with no connection held, record the answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.db import answers, people, questions, turns
from bot.db.database import Conflict, Database
from bot.db.words import cut, without_unstorable
from bot.domain.answer import Answer, Turn
from bot.domain.messages import Message
from bot.domain.people import Address, Language
from bot.domain.ports import Clock, Thinker, Thought
from bot.services.thinking import Pondered, ponder

LONGEST = 4_000
"""How many characters of a question are kept."""

REMEMBERED = 3
"""How many earlier questions help to understand the next one."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A remembered question. `chosen` is the language the person chose."""

    id: int
    text: str
    asked_at: datetime
    answer: Answer | None
    before: tuple[str, ...]
    chosen: Language | None


@dataclass(frozen=True, slots=True)
class Ask:
    """Answers a question, once per sender and key."""

    database: Database
    thinker: Thinker
    clock: Clock

    async def __call__(self, message: Message) -> Answer:
        """Return the answer to `message`; a redelivery gets the answer of the first time.

        If the first delivery died before its answer was recorded, the redelivery thinks again. A failure in thinking
        becomes an answer of outcome `error`, recorded like any other.
        """
        asked = await self._remember(message)
        if asked.answer is not None:
            return asked.answer
        text = without_unstorable(message.text)
        pondered = await ponder(self._think(text, asked), question=text, spoken=partial(self._spoken, message.sender))
        return await self._record(asked.id, pondered)

    async def follow(self, sender: Address, token: str, key: str) -> Turn:
        """Return the question and answer that a tapped choice leads to. Raises `ChoiceGone`, and then keeps nothing."""
        async with self.database.reading() as session:
            known = await turns.turn(session, sender, key)
            language = await people.spoken_language(session, sender)
            label = await answers.offered_label(session, sender, token)
        if known is not None:
            return known
        question = label or self._opener(token, language)
        pondered = await ponder(self.thinker.follow(token, language=language), question=question, spoken=partial(self._spoken, sender))
        asked = await self._remember(Message(sender, pondered.question, key), followed=token)
        return Turn(asked.text, asked.answer or await self._record(asked.id, pondered), asked.asked_at)

    async def _remember(self, message: Message, followed: str | None = None) -> _Asked:
        now = self.clock.now()
        kept = replace(message, text=cut(without_unstorable(message.text), LONGEST))
        async with self.database.writing() as session:
            person = await people.arrived(session, kept.sender, now)
            question = await questions.asked(session, person, kept, now, followed=followed)
            return _Asked(
                id=question.id,
                text=question.text,
                asked_at=question.asked_at,
                answer=None if question.answer is None else answers.as_answer(question.answer),
                before=await questions.asked_before(session, question, REMEMBERED),
                chosen=person.language,
            )

    async def _think(self, text: str, asked: _Asked) -> tuple[str, Thought]:
        return text, await self.thinker.think(text, before=asked.before, language=asked.chosen)

    async def _spoken(self, sender: Address) -> Language:
        async with self.database.reading() as session:
            return await people.spoken_language(session, sender)

    def _opener(self, token: str, language: Language) -> str:
        return next((choice.label for choice in self.thinker.openers(language) if choice.token == token), token)

    async def _record(self, question_id: int, pondered: Pondered) -> Answer:
        now = self.clock.now()
        try:
            async with self.database.writing() as session:
                answers.record(session, question_id, pondered.answer, pondered.making, now)
        except Conflict:  # another delivery was first, or the person had the question forgotten meanwhile
            async with self.database.reading() as session:
                return await answers.answer_to(session, question_id) or pondered.answer
        return pondered.answer
