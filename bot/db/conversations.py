"""Questions that belong together: after a long silence a follow-up would only confuse."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update

from bot.db.database import WriteSession
from bot.db.tables import CONVERSATIONS, QUESTIONS

SILENCE = timedelta(hours=12)

# Made once, see `bot.db.leases`.
_OPEN = (
    select(CONVERSATIONS.c.id, CONVERSATIONS.c.started_at, QUESTIONS.c.asked_at)
    .outerjoin(QUESTIONS, QUESTIONS.c.conversation_id == CONVERSATIONS.c.id)
    .where(CONVERSATIONS.c.person_id == bindparam("person"), CONVERSATIONS.c.closed_at.is_(None))
    .order_by(QUESTIONS.c.id.desc())
    .limit(1)
)
_CLOSE = update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("conversation")).values(closed_at=bindparam("last_at"))
_BEGIN = insert(CONVERSATIONS).returning(CONVERSATIONS.c.id)


async def current(session: WriteSession, person_id: int, now: datetime) -> int:
    """Return the id of the person's open conversation, or of a new one where the last ended in silence."""
    connection = await session.core()
    if opened := (await connection.execute(_OPEN, {"person": person_id})).one_or_none():
        last_at = opened.asked_at or opened.started_at
        if now - last_at <= SILENCE:
            return int(opened.id)
        await connection.execute(_CLOSE, {"conversation": opened.id, "last_at": last_at})
    return int((await connection.execute(_BEGIN, {"person_id": person_id, "started_at": now})).scalar_one())
