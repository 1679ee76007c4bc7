"""Who wrote, and in which language they want to be answered."""

from datetime import datetime

from sqlalchemy import func, literal, select, update

from bot.db.database import ReadSession, WriteSession
from bot.db.models import AnswerRow, PersonRow, QuestionRow
from bot.db.types import UtcDateTime
from bot.db.upsert import insert_or_update
from bot.domain.people import Address, Language


async def arrived(session: WriteSession, address: Address, now: datetime) -> PersonRow:
    """Return the person at `address`, new or known, seen now.

    On PostgreSQL this locks the person's row, so that two messages of one person are remembered one after the other.
    """
    statement = insert_or_update(
        session,
        PersonRow,
        key={"channel": address.channel, "external_id": address.id},
        new={"created_at": now},
        always={"seen_at": now, "unreachable_since": None},  # who writes can be written to
    ).returning(PersonRow)
    return (await session.scalars(statement, execution_options={"populate_existing": True})).one()


async def chosen_language(session: ReadSession, address: Address) -> Language | None:
    """Return the language the person at `address` chose, if they chose one."""
    return await session.scalar(select(PersonRow.language).where(PersonRow.channel == address.channel, PersonRow.external_id == address.id))


async def spoken_language(session: ReadSession, address: Address) -> Language | None:
    """Return the language to go on in: the chosen one, else that of the last answer; None for a stranger."""
    last = (
        select(AnswerRow.language)
        .join(AnswerRow.question)
        .where(QuestionRow.person_id == PersonRow.id)
        .order_by(AnswerRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = await session.execute(
        select(PersonRow.language, last).where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
    )
    chosen, spoken = found.one_or_none() or (None, None)
    return chosen or spoken


async def reached(session: WriteSession, address: Address, unreachable_since: datetime | None) -> None:
    """Keep since when the person at `address`, if known, cannot be reached; the first moment stays, None clears it."""
    since = None if unreachable_since is None else func.coalesce(PersonRow.unreachable_since, literal(unreachable_since, UtcDateTime()))
    await session.execute(
        update(PersonRow)
        .where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
        .values(unreachable_since=since)
        .execution_options(synchronize_session=False)
    )
