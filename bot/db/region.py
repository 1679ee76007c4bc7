"""The figures of regions: results that are counted nowhere yet, and the cohorts that all that is told is the sum of."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, func, or_, select, text
from sqlalchemy.orm import aliased

from bot.db.assessment_models import AssessmentRow, CohortRow, ConsentRow, CountedRow, ProfileRow, RevisionRow
from bot.db.database import ReadSession, WriteSession
from bot.db.intake import AT_THE_DINAS
from bot.db.staff import within
from bot.db.upsert import for_each_database
from bot.domain.assessment import Purpose
from bot.domain.cohorts import Amounts, Place

LOCK = 0x0F11
"""The name of the lock under which cohorts are made one after the other on PostgreSQL; SQLite has one writer anyway."""
_KEPT = ("area", "commodity", "assessment_id", "revision", "amounts", "counted_at")
_COUNTED = for_each_database(
    cast("Table", CountedRow.__table__),
    lambda inserting: inserting.on_conflict_do_update(
        index_elements=["person_id"], set_={name: inserting.excluded[name] for name in _KEPT}
    ),
)


class Uncounted(NamedTuple):
    """The latest result of an owner that may be shared and is in no figure. `answers` are JSON, `before` what of theirs is in one."""

    owner: int
    place: Place
    assessment: int
    revision: int
    instrument: str
    answers: str
    made_at: datetime
    before: tuple[Place, Amounts] | None


class Told(NamedTuple):
    """What a cohort adds to the figures of a place and of those that it lies in."""

    place: Place
    told_at: datetime
    amounts: Amounts


class Cohort(NamedTuple):
    """What is told of owners together from now on; `counted` has what each of them is now counted with."""

    place: Place
    amounts: Amounts
    counted: Sequence[tuple[Uncounted, Amounts]]


async def uncounted(session: ReadSession) -> list[Uncounted]:
    """Return what was handed in, may be shared and is in no figure yet: one for each owner, the latest."""
    other = aliased(AssessmentRow)
    latest = select(func.max(other.id)).where(other.state.in_(AT_THE_DINAS)).group_by(other.person_id)
    said = select(func.max(ConsentRow.id)).where(ConsentRow.purpose == Purpose.SHARING).group_by(ConsentRow.person_id)
    agreed = select(ConsentRow.person_id).where(ConsentRow.id.in_(said), ConsentRow.is_given)
    is_new = or_(
        CountedRow.person_id.is_(None), CountedRow.assessment_id != AssessmentRow.id, CountedRow.revision != AssessmentRow.revision
    )
    found = await session.execute(
        select(
            AssessmentRow.person_id, ProfileRow.area, ProfileRow.commodity, AssessmentRow.id, AssessmentRow.revision,
            AssessmentRow.instrument, RevisionRow.answers, RevisionRow.made_at,
            CountedRow.area.label("counted_area"), CountedRow.commodity.label("counted_commodity"), CountedRow.amounts,
        )
        .join(ProfileRow, ProfileRow.person_id == AssessmentRow.person_id)
        .join(RevisionRow, (RevisionRow.assessment_id == AssessmentRow.id) & (RevisionRow.number == AssessmentRow.revision))
        .outerjoin(CountedRow, CountedRow.person_id == AssessmentRow.person_id)
        .where(AssessmentRow.id.in_(latest), AssessmentRow.person_id.in_(agreed), is_new)
    )  # fmt: skip
    return [
        Uncounted(
            row.person_id, Place(row.area, row.commodity), row.id, row.revision, row.instrument, row.answers, row.made_at,
            (Place(row.counted_area, row.counted_commodity), json.loads(row.amounts)) if row.amounts else None,
        )
        for row in found
    ]  # fmt: skip


async def locked(session: WriteSession) -> None:
    """Let nobody else make cohorts until the session ends."""
    connection = await session.core()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


async def last_cohort(session: ReadSession) -> int:
    """Return the number of the newest cohort; 0 where there is none."""
    return await session.scalar(select(func.max(CohortRow.id))) or 0


async def counted(session: WriteSession, cohorts: Iterable[Cohort], now: datetime) -> None:
    """Tell of cohorts from now on, and keep with what each owner is counted."""
    connection = await session.core()
    for cohort in cohorts:
        place = {"area": cohort.place.area, "commodity": cohort.place.commodity}
        session.add(CohortRow(**place, amounts=json.dumps(cohort.amounts), told_at=now))
        rows = [
            {
                **place, "person_id": one.owner, "assessment_id": one.assessment, "revision": one.revision,
                "amounts": json.dumps(mine), "counted_at": now,
            }
            for one, mine in cohort.counted
        ]  # fmt: skip
        await connection.execute(_COUNTED[connection.dialect.name], rows)


async def told(session: ReadSession, root: str, place: Place) -> list[Told]:
    """Return the cohorts within the area `root` that lie in a place, oldest first. The place, which is typed, is no part of the query."""
    found = await session.scalars(select(CohortRow).where(within(CohortRow.area, (root,))).order_by(CohortRow.id))
    rows = [(Place(row.area, row.commodity), row) for row in found]
    return [Told(at, row.told_at, json.loads(row.amounts)) for at, row in rows if place in at.ways()]
