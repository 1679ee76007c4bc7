"""What was asked alike, as it is sorted: questions that are in no group yet, and those that they may join."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, text, update

from bot.db.assessment_models import ProfileRow
from bot.db.database import ReadSession, WriteSession
from bot.db.models import QuestionRow
from bot.db.waiting_models import GroupRow, OfficerAnswerRow, WaitingRow

LOCK = 0x0F10
"""The name of the lock under which questions join groups one after the other on PostgreSQL; SQLite has one writer anyway."""


class Loose(NamedTuple):
    """A question that waits and is in no group; `area` is that of its asker's business, "" where none is known."""

    id: int
    text: str
    area: str


class Grouped(NamedTuple):
    """A question of a group."""

    id: int
    text: str
    area: str
    group: int


async def loose(session: ReadSession, limit: int) -> list[Loose]:
    """Return questions that wait and are in no group, oldest first."""
    found = await session.execute(
        select(QuestionRow.id, QuestionRow.text, func.coalesce(ProfileRow.area, ""))
        .join(WaitingRow, WaitingRow.question_id == QuestionRow.id)
        .outerjoin(ProfileRow, ProfileRow.person_id == QuestionRow.person_id)
        .where(WaitingRow.group_id.is_(None))
        .order_by(QuestionRow.id)
        .limit(limit)
    )
    return [Loose(*row) for row in found]


async def grouped(session: ReadSession, areas: Sequence[str], since: datetime, limit: int) -> list[Grouped]:
    """Return questions of groups of those very areas that were touched since then, latest first."""
    found = await session.execute(
        select(QuestionRow.id, QuestionRow.text, GroupRow.area, GroupRow.id)
        .join(WaitingRow, WaitingRow.question_id == QuestionRow.id)
        .join(GroupRow, GroupRow.id == WaitingRow.group_id)
        .where(GroupRow.area.in_(areas), GroupRow.touched_at > since)
        .order_by(QuestionRow.id.desc())
        .limit(limit)
    )
    return [Grouped(*row) for row in found]


async def locked(session: WriteSession) -> None:
    """Let nobody else sort questions until the session ends."""
    connection = await session.core()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


async def last_group(session: ReadSession) -> int:
    """Return the number of the newest group; 0 where there is none."""
    return await session.scalar(select(func.max(GroupRow.id))) or 0


async def opened(session: WriteSession, area: str, topic: str, now: datetime) -> int:
    """Open a group, and return its number."""
    row = GroupRow(area=area, topic=topic, assigned_to=None, opened_at=now, touched_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def joined(session: WriteSession, question_id: int, group_id: int, now: datetime) -> None:
    """Put a question into a group, if it is in none."""
    await session.execute(
        update(WaitingRow).where(WaitingRow.question_id == question_id, WaitingRow.group_id.is_(None)).values(group_id=group_id)
    )
    await session.execute(update(GroupRow).where(GroupRow.id == group_id).values(touched_at=now))


async def emptied(session: WriteSession) -> int:
    """Forget groups of which no question and no officer's answer is left; return how many."""
    asked = select(WaitingRow.question_id).where(WaitingRow.group_id == GroupRow.id).exists()
    answered = select(OfficerAnswerRow.id).where(OfficerAnswerRow.group_id == GroupRow.id).exists()
    gone = await session.scalars(delete(GroupRow).where(~asked, ~answered).returning(GroupRow.id))
    return len(gone.all())
