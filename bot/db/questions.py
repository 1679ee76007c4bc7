"""What people asked."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.sql.dml import ReturningInsert

from bot.db.conversations import SILENCE, current
from bot.db.database import ReadSession, WriteSession
from bot.db.tables import CONVERSATIONS, PEOPLE, QUESTIONS
from bot.db.upsert import Insert, for_each_database
from bot.domain.messages import Message
from bot.domain.people import Address, Language


class Asked(NamedTuple):
    """A question as it is kept."""

    id: int
    text: str
    asked_at: datetime


def _ask(inserting: Insert) -> ReturningInsert[int, str, datetime]:
    known = inserting.on_conflict_do_update(index_elements=["person_id", "key"], set_={"key": inserting.excluded.key})
    return known.returning(QUESTIONS.c.id, QUESTIONS.c.text, QUESTIONS.c.asked_at)


# Made once, see `bot.db.leases`.
_ASK = for_each_database(QUESTIONS, _ask)
_BEFORE = (
    select(PEOPLE.c.language, QUESTIONS.c.text, QUESTIONS.c.asked_at)
    .select_from(
        PEOPLE.outerjoin(CONVERSATIONS, (CONVERSATIONS.c.person_id == PEOPLE.c.id) & CONVERSATIONS.c.closed_at.is_(None)).outerjoin(
            QUESTIONS, QUESTIONS.c.conversation_id == CONVERSATIONS.c.id
        )
    )
    .where(PEOPLE.c.channel == bindparam("channel"), PEOPLE.c.external_id == bindparam("person"))
    .order_by(QUESTIONS.c.id.desc())
    .limit(bindparam("limit"))
)


async def asked(session: WriteSession, person_id: int, message: Message, now: datetime, *, followed: str | None = None) -> Asked:
    """Return the person's question of the message's key: the known one, else a new one.

    A new one belongs to the open conversation; `followed` is the token of the choice it came from.
    """
    question = {
        "conversation_id": await current(session, person_id, now),
        "person_id": person_id,
        "key": message.key,
        "text": message.text,
        "followed": followed,
        "asked_at": now,
    }
    connection = await session.core()
    return Asked(*(await connection.execute(_ASK[connection.dialect.name], question)).one())


async def asked_before(session: ReadSession, address: Address, now: datetime, limit: int) -> tuple[tuple[str, ...], Language | None]:
    """Return the last `limit` questions of the person's conversation that goes on, oldest first, and the language they chose."""
    connection = await session.core()
    newest = (await connection.execute(_BEFORE, {"channel": address.channel, "person": address.id, "limit": limit})).all()
    if not newest:
        return (), None
    language, _, last_at = newest[0]
    if last_at is None or now - last_at > SILENCE:
        return (), language
    return tuple(row.text for row in reversed(newest)), language
