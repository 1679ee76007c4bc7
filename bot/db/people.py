"""Who wrote, and in which language they want to be answered."""

from datetime import datetime

from sqlalchemy import bindparam, func, literal, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.db.database import ReadSession, WriteSession
from bot.db.tables import ANSWERS, PEOPLE, QUESTIONS
from bot.db.types import UtcDateTime
from bot.db.upsert import Insert, for_each_database
from bot.domain.people import Address, Language


def _arrive(inserting: Insert) -> ReturningInsert[int]:
    # who writes can be written to
    seen = {"seen_at": inserting.excluded.seen_at, "unreachable_since": None}
    return inserting.on_conflict_do_update(index_elements=["channel", "external_id"], set_=seen).returning(PEOPLE.c.id)


# Made once, see `bot.db.leases`.
_AT = (PEOPLE.c.channel == bindparam("its_channel"), PEOPLE.c.external_id == bindparam("its_id"))
_ARRIVE = for_each_database(PEOPLE, _arrive)
_CHOOSE = update(PEOPLE).where(PEOPLE.c.id == bindparam("person")).values(language=bindparam("chosen"))
_CHOSEN = select(PEOPLE.c.language).where(*_AT)
_LAST = (
    select(ANSWERS.c.language)
    .select_from(ANSWERS.join(QUESTIONS))
    .where(QUESTIONS.c.person_id == PEOPLE.c.id)
    .order_by(ANSWERS.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_SPOKEN = select(PEOPLE.c.language, _LAST).where(*_AT)


async def arrived(session: WriteSession, address: Address, now: datetime) -> int:
    """Return the id of the person at `address`, new or known, seen now.

    On PostgreSQL this locks the person's row, so that two messages of one person are remembered one after the other.
    """
    connection = await session.core()
    person = {"channel": address.channel, "external_id": address.id, "created_at": now, "seen_at": now}
    return int((await connection.execute(_ARRIVE[connection.dialect.name], person)).scalar_one())


async def chose(session: WriteSession, person_id: int, language: Language) -> None:
    """Keep `language` as the one that the person chose."""
    connection = await session.core()
    await connection.execute(_CHOOSE, {"person": person_id, "chosen": language})


async def chosen_language(session: ReadSession, address: Address) -> Language | None:
    """Return the language the person at `address` chose, if they chose one."""
    connection = await session.core()
    found: Language | None = await connection.scalar(_CHOSEN, _at(address))
    return found


async def spoken_language(session: ReadSession, address: Address) -> Language | None:
    """Return the language to go on in: the chosen one, else that of the last answer; None for a stranger."""
    connection = await session.core()
    chosen, spoken = (await connection.execute(_SPOKEN, _at(address))).one_or_none() or (None, None)
    return chosen or spoken


async def reached(session: WriteSession, address: Address, unreachable_since: datetime | None) -> None:
    """Keep since when the person at `address`, if known, cannot be reached; the first moment stays, None clears it."""
    since = None if unreachable_since is None else func.coalesce(PEOPLE.c.unreachable_since, literal(unreachable_since, UtcDateTime()))
    connection = await session.core()
    await connection.execute(update(PEOPLE).where(*_AT).values(unreachable_since=since), _at(address))


def _at(address: Address) -> dict[str, str]:
    return {"its_channel": address.channel, "its_id": address.id}
