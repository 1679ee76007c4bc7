"""Questions that belong together: after a long silence a follow-up would only confuse."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.db.database import WriteSession
from bot.db.models import ConversationRow, QuestionRow

SILENCE = timedelta(hours=12)


async def current(session: WriteSession, person_id: int, now: datetime) -> int:
    """Return the id of the person's open conversation, or of a new one where the last ended in silence."""
    found = await session.execute(
        select(ConversationRow.id, ConversationRow.started_at, QuestionRow.asked_at)
        .outerjoin(QuestionRow, QuestionRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.person_id == person_id, ConversationRow.closed_at.is_(None))
        .order_by(QuestionRow.id.desc())
        .limit(1)
    )
    if (opened := found.one_or_none()) is None:
        return await _begun(session, person_id, now)
    conversation_id, started_at, asked_at = opened
    last_at = asked_at or started_at
    if now - last_at <= SILENCE:
        return conversation_id
    await session.execute(update(ConversationRow).where(ConversationRow.id == conversation_id).values(closed_at=last_at))
    return await _begun(session, person_id, now)


async def _begun(session: WriteSession, person_id: int, now: datetime) -> int:
    conversation = ConversationRow(person_id=person_id, started_at=now)
    session.add(conversation)
    await session.flush()
    return conversation.id
