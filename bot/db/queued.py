"""How much waits for an officer in their areas, and how much of it is new."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from bot.db.asked_alike import open_to
from bot.db.assessment_models import AssessmentRow, ProfileRow
from bot.db.database import ReadSession
from bot.db.staff import within
from bot.db.waiting_models import GroupRow, OfficerPassageRow, WaitingRow
from bot.domain.assessment import State
from bot.domain.waiting import Shelving


class Queued(NamedTuple):
    """How many there are, and how many of them came since a moment."""

    all: int
    new: int


async def assessments(session: ReadSession, areas: Iterable[str], since: datetime) -> Queued:
    """Return how many assessments nobody began to review."""
    counted = _counted(AssessmentRow.touched_at, since).join(ProfileRow, ProfileRow.person_id == AssessmentRow.person_id)
    return await _one(session, counted.where(within(ProfileRow.area, areas), AssessmentRow.state == State.SUBMITTED))


async def questions(session: ReadSession, areas: Iterable[str], member: int, since: datetime) -> Queued:
    """Return how many groups of questions wait for an answer, of those that are there for a member."""
    waits = select(GroupRow.id, func.max(WaitingRow.came_at).label("came_at")).join(WaitingRow, WaitingRow.group_id == GroupRow.id)
    grouped = waits.where(open_to(areas, member), WaitingRow.answer_id.is_(None)).group_by(GroupRow.id).subquery()
    return await _one(session, _counted(grouped.c.came_at, since))


async def drafts(session: ReadSession, areas: Iterable[str], since: datetime, author: int) -> Queued:
    """Return how many passages wait for a second person, other than their author."""
    counted = _counted(OfficerPassageRow.changed_at, since).where(within(OfficerPassageRow.area, areas))
    return await _one(session, counted.where(OfficerPassageRow.state == Shelving.DRAFT, OfficerPassageRow.author != author))


def _counted(moment: Any, since: datetime) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - a column of a moment
    return select(func.count(moment), func.sum(case((moment > since, 1), else_=0)))


async def _one(session: ReadSession, counted: Select[*tuple[Any, ...]]) -> Queued:
    row = (await session.execute(counted)).one()
    return Queued(row[0] or 0, row[1] or 0)
