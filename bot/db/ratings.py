"""Thumbs under answers: the last one counts."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.sql.dml import ReturningInsert

from bot.db.database import WriteSession
from bot.db.tables import ANSWERS, PEOPLE, QUESTIONS, RATINGS
from bot.db.upsert import Insert, for_each_database
from bot.domain.answer import Rating
from bot.domain.people import Address, Language

_IS_THEIRS = (PEOPLE.c.channel == bindparam("channel"), PEOPLE.c.external_id == bindparam("person"))
_GIVEN = (
    select(ANSWERS.c.id, bindparam("rating", type_=RATINGS.c.value.type), bindparam("now", type_=RATINGS.c.rated_at.type))
    .select_from(ANSWERS.join(QUESTIONS).join(PEOPLE))
    .where(ANSWERS.c.token == bindparam("token"), *_IS_THEIRS)
)
_CHOSEN = select(PEOPLE.c.language).where(*_IS_THEIRS).scalar_subquery()


def _rate(inserting: Insert) -> ReturningInsert[int, Language | None]:
    fresh = {"value": inserting.excluded.value, "rated_at": inserting.excluded.rated_at}
    of_given = inserting.from_select(["answer_id", "value", "rated_at"], _GIVEN)
    return of_given.on_conflict_do_update(index_elements=["answer_id"], set_=fresh).returning(RATINGS.c.answer_id, _CHOSEN)


# Made once, see `bot.db.leases`.
_RATE = for_each_database(RATINGS, _rate)


async def rated(session: WriteSession, address: Address, token: str, rating: Rating, now: datetime) -> tuple[int, Language | None] | None:
    """Keep `rating` as the only one of the answer of that token, if it was given to the person at `address`.

    Return the id of the answer, and the language that the person chose; None where there is no such answer.
    """
    given = {"channel": address.channel, "person": address.id, "token": token, "rating": rating, "now": now}
    connection = await session.core()
    row = (await connection.execute(_RATE[connection.dialect.name], given)).one_or_none()
    return None if row is None else (row[0], row[1])
