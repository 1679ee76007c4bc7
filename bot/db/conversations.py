"""Questions that belong together: after a long silence a follow-up would only confuse."""

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db.database import WriteSession
from bot.db.models import ConversationRow

SILENCE = timedelta(hours=12)


async def current(session: WriteSession, person_id: int, now: datetime) -> ConversationRow:
    """Return the person's open conversation, or a new one where the last ended in silence; it is spoken in now."""
    found = await session.scalar(
        select(ConversationRow).where(ConversationRow.person_id == person_id, ConversationRow.closed_at.is_(None))
    )
    if found is not None and now - found.last_at <= SILENCE:
        found.last_at = max(found.last_at, now)
        return found
    if found is not None:
        found.closed_at = found.last_at
        await session.flush()  # close first: an index allows one open conversation
    opened = ConversationRow(person_id=person_id, started_at=now, last_at=now)
    session.add(opened)
    await session.flush()
    return opened
