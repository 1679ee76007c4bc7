"""What is counted of questions and answers: by day in western time, within areas, never by person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from bot.db.assessment_models import ProfileRow
from bot.db.database import ReadSession
from bot.db.models import AnswerRow, CitationRow, QuestionRow, RatingRow
from bot.db.staff import within
from bot.db.waiting_models import GroupRow, OfficerAnswerRow, WaitingRow
from bot.domain.answer import Outcome, Rating
from bot.domain.people import Language


class Counted(NamedTuple):
    """How many answers of one day ended so, in that language, with that thumb. `day` is as 2026-11-24."""

    day: str
    outcome: Outcome
    language: Language
    rating: Rating | None
    times: int


class Waited(NamedTuple):
    """How long a question waited for an officer."""

    came_at: datetime
    said_at: datetime


async def answers(session: ReadSession, areas: Iterable[str], since: datetime) -> list[Counted]:
    """Return what was answered to people of `areas` since then."""
    dialect = (await session.core()).dialect.name
    columns: list[Any] = [_day(AnswerRow.answered_at, dialect).label("day"), AnswerRow.outcome, AnswerRow.language, RatingRow.value]
    found = await session.execute(
        _of(select(*columns, func.count()).select_from(AnswerRow), areas, since)
        .outerjoin(RatingRow, RatingRow.answer_id == AnswerRow.id)
        .group_by(*columns)
    )
    return [Counted(*row) for row in found]


async def cited(session: ReadSession, areas: Iterable[str], since: datetime) -> dict[str, int]:
    """Return how often each passage was the first one that an answer stood on."""
    counted = _of(select(CitationRow.passage, func.count()).select_from(AnswerRow), areas, since)
    first = counted.join(CitationRow, (CitationRow.answer_id == AnswerRow.id) & (CitationRow.position == 0))
    rows = await session.execute(first.group_by(CitationRow.passage))
    return {row[0]: row[1] for row in rows}


async def refused(session: ReadSession, areas: Iterable[str], since: datetime) -> dict[str, int]:
    """Return how often the bot knew no answer, by topic; "" where it was not sorted yet."""
    topic = func.coalesce(GroupRow.topic, "")
    counted = _of(select(topic, func.count()).select_from(AnswerRow), areas, since).where(AnswerRow.outcome == Outcome.NOT_IN_INDEX)
    grouped = counted.outerjoin(WaitingRow, WaitingRow.question_id == QuestionRow.id).outerjoin(
        GroupRow, GroupRow.id == WaitingRow.group_id
    )
    rows = await session.execute(grouped.group_by(topic))
    return {row[0]: row[1] for row in rows}


async def waits(session: ReadSession, areas: Iterable[str], since: datetime) -> list[Waited]:
    """Return how long each question waited that an officer answered since then."""
    found = await session.execute(
        select(WaitingRow.came_at, OfficerAnswerRow.said_at)
        .join(OfficerAnswerRow, OfficerAnswerRow.id == WaitingRow.answer_id)
        .join(GroupRow, GroupRow.id == OfficerAnswerRow.group_id)
        .where(within(GroupRow.area, areas), OfficerAnswerRow.said_at >= since)
    )
    return [Waited(*row) for row in found]


async def still_waiting(session: ReadSession, areas: Iterable[str]) -> int:
    """Return how many sorted questions wait for an officer now."""
    return (
        await session.scalar(
            select(func.count(WaitingRow.question_id))
            .join(GroupRow, GroupRow.id == WaitingRow.group_id)
            .where(within(GroupRow.area, areas), WaitingRow.answer_id.is_(None))
        )
        or 0
    )


def _of(counted: Any, areas: Iterable[str], since: datetime) -> Select[Any]:  # noqa: ANN401 - a statement of any columns
    """Narrow a count of answers to people of `areas`; who has no business in any is in the whole country only."""
    narrowed: Select[Any] = (
        counted.join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .outerjoin(ProfileRow, ProfileRow.person_id == QuestionRow.person_id)
        .where(within(ProfileRow.area, areas), AnswerRow.answered_at >= since)
    )
    return narrowed


def _day(moment: Any, dialect: str) -> ColumnElement[str]:  # noqa: ANN401 - a column of a moment
    """Return the day of a moment in western Indonesian time."""
    return func.date(moment, "+7 hours") if dialect == "sqlite" else func.to_char(func.timezone("Asia/Jakarta", moment), "YYYY-MM-DD")
