"""Thumbs under answers: the last one counts."""

from datetime import datetime

from bot.db.database import WriteSession
from bot.db.models import RatingRow
from bot.db.upsert import insert_or_update
from bot.domain.answer import Rating


async def rated(session: WriteSession, answer_id: int, rating: Rating, now: datetime) -> None:
    """Keep `rating` as the answer's only one."""
    await session.execute(insert_or_update(session, RatingRow, key={"answer_id": answer_id}, always={"value": rating, "rated_at": now}))
