"""What people asked."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from bot.db.answers import PARTS
from bot.db.conversations import current
from bot.db.database import ReadSession, WriteSession
from bot.db.models import PersonRow, QuestionRow
from bot.domain.messages import Message


async def asked(session: WriteSession, person: PersonRow, message: Message, now: datetime, *, followed: str | None = None) -> QuestionRow:
    """Return the person's question of the message's key, with its answer: the known one, else a new one.

    A new one belongs to the open conversation; `followed` is the token of the choice it came from.
    """
    known = await session.scalar(
        select(QuestionRow)
        .where(QuestionRow.person_id == person.id, QuestionRow.key == message.key)
        .options(joinedload(QuestionRow.answer).options(*PARTS))
    )
    if known is not None:
        return known
    conversation_id = await current(session, person.id, now)
    question = QuestionRow(
        conversation_id=conversation_id,
        person_id=person.id,
        key=message.key,
        text=message.text,
        followed=followed,
        asked_at=now,
        answer=None,
    )
    session.add(question)
    await session.flush()
    return question


async def asked_before(session: ReadSession, question: QuestionRow, limit: int) -> tuple[str, ...]:
    """Return the last `limit` questions of the same conversation before `question`, oldest first."""
    newest = await session.scalars(
        select(QuestionRow.text)
        .where(QuestionRow.conversation_id == question.conversation_id, QuestionRow.id < question.id)
        .order_by(QuestionRow.id.desc())
        .limit(limit)
    )
    return tuple(reversed(newest.all()))
