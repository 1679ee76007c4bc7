"""The intake as the staff sees it: what was handed in, in their areas only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, case, func, or_, select

from bot.db.assessment_models import (
    AssessmentRow,
    ChangeRow,
    EvidenceRow,
    LookRow,
    ProfileRow,
    RevisionRow,
    SecondOpinionRow,
)
from bot.db.database import ReadSession, WriteSession
from bot.db.listing import Columns, listed
from bot.db.models import PersonRow
from bot.db.staff import within
from bot.db.upsert import for_each_database
from bot.domain.assessment import State
from bot.domain.listing import Found, Listing
from bot.domain.people import Channel

AT_THE_DINAS = (State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.REVIEWED)
"""In the order in which they want an officer."""
_OPINION = for_each_database(
    cast("Table", SecondOpinionRow.__table__),
    lambda inserting: inserting.on_conflict_do_update(
        index_elements=["assessment_id", "revision", "item", "staff_id"],
        set_={name: inserting.excluded[name] for name in ("option", "comment", "given_at")},
    ),
)

PERCENT: ColumnElement[float] = (
    select(RevisionRow.percent)
    .where(RevisionRow.assessment_id == AssessmentRow.id, RevisionRow.number == AssessmentRow.revision)
    .scalar_subquery()
)
_TURN: ColumnElement[int] = case({state: turn for turn, state in enumerate(AT_THE_DINAS)}, value=AssessmentRow.state)
_SORTED: Columns = {
    "code": AssessmentRow.code, "business": func.lower(ProfileRow.business_name), "area": ProfileRow.area,
    "commodity": ProfileRow.commodity, "score": PERCENT, "state": AssessmentRow.state, "since": AssessmentRow.touched_at,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Handed:
    """One assessment in the queue. `percent` is of its last revision; `channel` is what its owner uses."""

    id: int
    code: str
    state: State
    business: str = field(repr=False)
    commodity: str
    area: str
    percent: float | None
    revision: int
    touched_at: datetime
    channel: Channel


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the queue is wanted. `areas` are codes, of which any will do; `low` and `high` bound the percent, `high` itself is out."""

    state: State | None = None
    areas: tuple[str, ...] | None = None
    untouched_since: datetime | None = None
    commodity: str = ""
    low: float | None = None
    high: float | None = None


async def queue(session: ReadSession, areas: Iterable[str], sought: Sought, listing: Listing) -> Found[Handed]:
    """Return what was handed in within `areas`; in the usual order first what waits for an officer, the longest untouched first."""
    wanted = _handed().where(within(ProfileRow.area, areas), *_conditions(sought))
    found = await listed(session, wanted, listing, _SORTED, (_TURN, AssessmentRow.touched_at, AssessmentRow.id))
    return Found([Handed(*row) for row in found.rows], found.total)


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    states = AT_THE_DINAS if sought.state is None else (sought.state,)
    conditions: list[ColumnElement[bool]] = [AssessmentRow.state.in_(states)]
    if sought.areas is not None:
        conditions.append(within(ProfileRow.area, sought.areas))
    if sought.untouched_since is not None:
        conditions.append(AssessmentRow.touched_at <= sought.untouched_since)
    if sought.commodity:
        conditions.append(ProfileRow.commodity == sought.commodity)
    if sought.low is not None:
        conditions.append(sought.low <= PERCENT)
    if sought.high is not None:
        conditions.append(sought.high > PERCENT)
    return conditions


async def one(session: ReadSession, areas: Iterable[str], assessment_id: int) -> tuple[AssessmentRow, Handed] | None:
    """Return one that was handed in within `areas`; None for any other, as if it were not there."""
    found = await session.execute(
        _handed().where(within(ProfileRow.area, areas), AssessmentRow.id == assessment_id, AssessmentRow.state.in_(AT_THE_DINAS))
    )
    row = found.one_or_none()
    kept = await session.get(AssessmentRow, assessment_id) if row else None
    return (kept, Handed(*row)) if row is not None and kept is not None else None


async def latest_revision(session: ReadSession, assessment_id: int) -> RevisionRow | None:
    """Return what was finished last."""
    return await session.scalar(
        select(RevisionRow).where(RevisionRow.assessment_id == assessment_id).order_by(RevisionRow.number.desc()).limit(1)
    )


async def revision(session: ReadSession, assessment_id: int, number: int) -> RevisionRow | None:
    """Return what was finished under that number."""
    return await session.get(RevisionRow, (assessment_id, number))


async def assessed_before(session: ReadSession, assessment_id: int, number: int) -> int | None:
    """Return the last revision before that number on which assessors said anything."""
    before = (SecondOpinionRow.assessment_id == assessment_id, SecondOpinionRow.revision < number)
    return await session.scalar(select(func.max(SecondOpinionRow.revision)).where(*before))


async def proven_anew(session: ReadSession, assessment_id: int, since: datetime) -> set[str]:
    """Return the items whose evidence is another one since then."""
    changed = or_(EvidenceRow.added_at > since, EvidenceRow.removed_at > since)
    return set(await session.scalars(select(EvidenceRow.item).where(EvidenceRow.assessment_id == assessment_id, changed)))


async def history(session: ReadSession, assessment_id: int) -> Sequence[ChangeRow]:
    """Return the changes of state, oldest first."""
    return (await session.scalars(select(ChangeRow).where(ChangeRow.assessment_id == assessment_id).order_by(ChangeRow.id))).all()


async def opinions(session: ReadSession, assessment_id: int, revision: int) -> Sequence[SecondOpinionRow]:
    """Return what assessors said of the answers of a revision."""
    of = (SecondOpinionRow.assessment_id == assessment_id, SecondOpinionRow.revision == revision)
    return (await session.scalars(select(SecondOpinionRow).where(*of).order_by(SecondOpinionRow.item, SecondOpinionRow.staff_id))).all()


async def opined(session: WriteSession, opinion: SecondOpinionRow) -> None:
    """Keep an assessor's view of one answer; a later one of the same assessor replaces it."""
    connection = await session.core()
    names = ("assessment_id", "revision", "item", "staff_id", "option", "comment", "given_at")
    await connection.execute(_OPINION[connection.dialect.name], {name: getattr(opinion, name) for name in names})


async def evidence_of(session: ReadSession, assessment_id: int, digest: str) -> str | None:
    """Return the media type of a piece of evidence of an assessment."""
    return await session.scalar(
        select(EvidenceRow.media_type)
        .where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.digest == digest, EvidenceRow.removed_at.is_(None))
        .limit(1)
    )


def looked(session: WriteSession, person_id: int, actor: str, what: str, now: datetime) -> None:
    """Keep that somebody of the staff looked: the owner is told when they ask for their data."""
    session.add(LookRow(person_id=person_id, actor=actor, what=what, looked_at=now))


def _handed() -> Select[*tuple[Any, ...]]:
    wanted = select(
        AssessmentRow.id, AssessmentRow.code, AssessmentRow.state, ProfileRow.business_name, ProfileRow.commodity, ProfileRow.area,
        PERCENT, AssessmentRow.revision, AssessmentRow.touched_at, PersonRow.channel,
    )  # fmt: skip
    of_a_person = wanted.join(PersonRow, PersonRow.id == AssessmentRow.person_id)
    return of_a_person.join(ProfileRow, ProfileRow.person_id == AssessmentRow.person_id)
