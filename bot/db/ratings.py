"""Thumbs under answers: the last one counts."""

from datetime import datetime

from sqlalchemy import bindparam

from bot.db.database import WriteSession
from bot.db.tables import RATINGS
from bot.db.upsert import Insert, for_each_database
from bot.domain.answer import Rating


def _statement(inserting: Insert) -> Insert:
    with_values = inserting.values(answer_id=bindparam("answer"), value=bindparam("rating"), rated_at=bindparam("now"))
    fresh = {"value": inserting.excluded.value, "rated_at": inserting.excluded.rated_at}
    return with_values.on_conflict_do_update(index_elements=["answer_id"], set_=fresh)


_RATED = for_each_database(RATINGS, _statement)


async def rated(session: WriteSession, answer_id: int, rating: Rating, now: datetime) -> None:
    """Keep `rating` as the answer's only one."""
    connection = await session.core()
    await connection.execute(_RATED[connection.dialect.name], {"answer": answer_id, "rating": rating, "now": now})
