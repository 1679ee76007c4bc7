"""What is handed in within a region and may be shared, one assessment for each owner: the latest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased

from bot.db.assessment_models import AssessmentRow, ConsentRow, ProfileRow, RevisionRow
from bot.db.database import ReadSession
from bot.db.intake import AT_THE_DINAS
from bot.db.staff import within
from bot.domain.assessment import Purpose

Handed = tuple[str, str, str, str, datetime]
"""Area, commodity, version of the instrument, answers as JSON, and when they were finished."""


async def counts(session: ReadSession, area: str) -> list[tuple[str, str, int]]:
    """Return how many owners there are, by area and commodity."""
    wanted = _shared(ProfileRow.area, ProfileRow.commodity, func.count()).where(within(ProfileRow.area, (area,)))
    return [(row[0], row[1], row[2]) for row in await session.execute(wanted.group_by(ProfileRow.area, ProfileRow.commodity))]


async def handed(session: ReadSession, area: str, commodity: str) -> list[Handed]:
    """Return what was handed in within an area, of one commodity where it is named."""
    wanted = _shared(ProfileRow.area, ProfileRow.commodity, AssessmentRow.instrument, RevisionRow.answers, RevisionRow.made_at)
    narrowed: list[ColumnElement[bool]] = [within(ProfileRow.area, (area,))]
    if commodity:
        narrowed.append(ProfileRow.commodity == commodity)
    found: Sequence[Row[*tuple[Any, ...]]] = (await session.execute(wanted.where(*narrowed))).all()
    return [(row[0], row[1], row[2], row[3], row[4]) for row in found]


def _shared(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - whatever is selected
    other = aliased(AssessmentRow)
    latest = select(func.max(other.id)).where(other.state.in_(AT_THE_DINAS)).group_by(other.person_id)
    said = select(func.max(ConsentRow.id)).where(ConsentRow.purpose == Purpose.SHARING).group_by(ConsentRow.person_id)
    agreed = select(ConsentRow.person_id).where(ConsentRow.id.in_(said), ConsentRow.is_given)
    return (
        select(*columns)
        .select_from(AssessmentRow)
        .join(ProfileRow, ProfileRow.person_id == AssessmentRow.person_id)
        .join(RevisionRow, (RevisionRow.assessment_id == AssessmentRow.id) & (RevisionRow.number == AssessmentRow.revision))
        .where(AssessmentRow.id.in_(latest), AssessmentRow.person_id.in_(agreed))
    )
