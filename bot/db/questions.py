"""What people asked."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from bot.db.answers import PARTS, as_answer
from bot.db.conversations import SILENCE, current
from bot.db.database import ReadSession, WriteSession
from bot.db.models import ConversationRow, PersonRow, QuestionRow
from bot.domain.answer import Answer
from bot.domain.messages import Message
from bot.domain.people import Address, Language


async def asked(
    session: WriteSession, person: PersonRow, message: Message, now: datetime, *, followed: str | None = None
) -> tuple[QuestionRow, Answer | None]:
    """Return the person's question of the message's key, with its answer if it has one: the known one, else a new one.

    A new one belongs to the open conversation; `followed` is the token of the choice it came from.
    """
    known = await session.scalar(
        select(QuestionRow)
        .where(QuestionRow.person_id == person.id, QuestionRow.key == message.key)
        .options(joinedload(QuestionRow.answer).options(*PARTS))
    )
    if known is not None:
        return known, None if known.answer is None else as_answer(known.answer)
    conversation_id = await current(session, person.id, now)
    question = QuestionRow(
        conversation_id=conversation_id,
        person_id=person.id,
        key=message.key,
        text=message.text,
        followed=followed,
        asked_at=now,
    )
    session.add(question)
    await session.flush()
    return question, None


async def asked_before(session: ReadSession, address: Address, now: datetime, limit: int) -> tuple[tuple[str, ...], Language | None]:
    """Return the last `limit` questions of the person's conversation that goes on, oldest first, and the language they chose."""
    person = (await session.execute(_person(address))).one_or_none()
    if person is None:
        return (), None
    found = await session.execute(
        select(QuestionRow.text, QuestionRow.asked_at)
        .join(ConversationRow, ConversationRow.id == QuestionRow.conversation_id)
        .where(ConversationRow.person_id == person.id, ConversationRow.closed_at.is_(None))
        .order_by(QuestionRow.id.desc())
        .limit(limit)
    )
    newest = found.all()
    if not newest or now - newest[0].asked_at > SILENCE:
        return (), person.language
    return tuple(text for text, _ in reversed(newest)), person.language


def _person(address: Address) -> Select[int, Language | None]:
    return select(PersonRow.id, PersonRow.language).where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
