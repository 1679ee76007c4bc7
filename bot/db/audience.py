"""Whom an announcement goes to: one condition, for counting, for showing a few of them, and for writing them down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, delete, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from bot.db.announcement_models import ListedRow, RecipientRow, StarsRow
from bot.db.assessment_models import AssessmentRow, ConsentRow, GivenRow, ProfileRow
from bot.db.database import ReadSession, WriteSession
from bot.db.models import PersonRow
from bot.db.staff import within
from bot.db.upsert import for_each_database
from bot.domain.announcement import Audience, Fate, Standing
from bot.domain.assessment import Purpose, State
from bot.domain.people import Channel, Language

_STATES: Mapping[Standing, tuple[State, ...]] = {
    Standing.DRAFT: (State.DRAFT,),
    Standing.HANDED_IN: (State.SUBMITTED, State.IN_REVIEW),
    Standing.RETURNED: (State.RETURNED,),
    Standing.REVIEWED: (State.REVIEWED,),
}
_RECIPIENTS = cast("Table", RecipientRow.__table__)
_INSERTS = for_each_database(_RECIPIENTS, lambda inserting: inserting)
_COLUMNS = ("announcement_id", "person_id", "fate", "round", "reason", "ended_at")


@dataclass(frozen=True, slots=True)
class Sought:
    """An audience as it is looked for: inside `area`, at the moment `now`. `low` has for each gap the options that are one."""

    audience: Audience
    area: str
    now: datetime
    low: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Someone:
    """One of an audience, as far as whoever writes to them need know."""

    commodity: str
    area: str
    channel: Channel
    seen_at: datetime


async def counted(session: ReadSession, sought: Sought) -> dict[Channel, int]:
    """Return how many there are, by channel."""
    found = await session.execute(_of(sought, PersonRow.channel, func.count()).group_by(PersonRow.channel))
    return {row[0]: row[1] for row in found}


async def sample(session: ReadSession, sought: Sought, most: int = 5) -> list[Someone]:
    """Return the few that wrote last."""
    wanted = _of(sought, ProfileRow.commodity, ProfileRow.area, PersonRow.channel, PersonRow.seen_at)
    found = await session.execute(wanted.order_by(PersonRow.seen_at.desc()).limit(most))
    return [Someone(commodity or "", area or "", channel, seen_at) for commodity, area, channel, seen_at in found]


async def written_down(session: WriteSession, announcement_id: int, sought: Sought, after: int, most: int) -> tuple[int, bool]:
    """Make recipients of those who fit among the `most` people after the id `after`; return the last id, and whether that was all."""
    upto = await session.scalar(select(PersonRow.id).where(PersonRow.id > after).order_by(PersonRow.id).offset(most - 1).limit(1))
    span = PersonRow.id > after if upto is None else and_(PersonRow.id > after, PersonRow.id <= upto)
    waiting = (literal(Fate.WAITING, _RECIPIENTS.c.fate.type), literal(0), literal(""), literal(None))
    values = (literal(announcement_id), PersonRow.id, *waiting)
    connection = await session.core()
    inserting = _INSERTS[connection.dialect.name].from_select(_COLUMNS, _of(sought, *values).where(span)).on_conflict_do_nothing()
    await connection.execute(inserting)
    last = upto if upto is not None else await session.scalar(select(func.max(PersonRow.id)))
    return last or after, upto is None


async def listed(session: WriteSession, list_id: int, sought: Sought) -> None:
    """Put an audience on a saved list."""
    connection = await session.core()
    table = cast("Table", ListedRow.__table__)
    inserting = for_each_database(table, lambda one: one)[connection.dialect.name]
    values = _of(sought, literal(list_id), PersonRow.id)
    await connection.execute(inserting.from_select(("list_id", "person_id"), values).on_conflict_do_nothing())


async def people_of(session: ReadSession, codes: Sequence[str], area: str) -> list[int]:
    """Return whose assessments have these codes, inside `area`."""
    found = await session.scalars(
        select(AssessmentRow.person_id)
        .join(ProfileRow, ProfileRow.person_id == AssessmentRow.person_id)
        .where(AssessmentRow.code.in_(codes), within(ProfileRow.area, (area,)))
        .distinct()
    )
    return list(found)


async def awarded(session: WriteSession, people: Sequence[int], stars: int, staff_id: int, now: datetime) -> None:
    """Keep how many stars people hold; 0 is none."""
    await session.execute(delete(StarsRow).where(StarsRow.person_id.in_(people)))
    session.add_all(StarsRow(person_id=one, stars=stars, staff_id=staff_id, noted_at=now) for one in people if stars)


def agrees(person: Any = PersonRow.id) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Return the condition that a person agrees to announcements, as of their last decision."""
    last = (
        select(ConsentRow.is_given)
        .where(ConsentRow.person_id == person, ConsentRow.purpose == Purpose.ANNOUNCEMENTS)
        .order_by(ConsentRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return last.is_(true())


def _of(sought: Sought, *columns: Any) -> Select[Any]:  # noqa: ANN401 - what is to be known of each
    wanted = select(*columns).select_from(PersonRow).outerjoin(ProfileRow, ProfileRow.person_id == PersonRow.id)
    return wanted.where(*_conditions(sought))


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    audience = sought.audience
    spoken = func.coalesce(PersonRow.language, literal(Language.INDONESIAN, PersonRow.__table__.c.language.type))
    wanted = (
        (audience.areas, within(ProfileRow.area, audience.areas)),
        (audience.commodities, ProfileRow.commodity.in_(audience.commodities)),
        (audience.channels, PersonRow.channel.in_([Channel(one) for one in audience.channels])),
        (audience.languages, spoken.in_([Language(one) for one in audience.languages])),
        (audience.seen_within, PersonRow.seen_at >= sought.now - timedelta(days=audience.seen_within)),
        (audience.standings, or_(false(), *map(_stands, audience.standings))),
        (audience.stars, exists().where(StarsRow.person_id == PersonRow.id, StarsRow.stars.in_(audience.stars))),
        (audience.lists, _is_listed(audience.lists)),
        (audience.without, ~_is_listed(audience.without)),
    )
    always = [PersonRow.unreachable_since.is_(None), agrees(), within(ProfileRow.area, (sought.area,))]
    gaps = [_answered(item, sought.low.get(item, ())) for item in audience.gaps]
    return [*always, *(condition for is_named, condition in wanted if is_named), *gaps]


def _stands(standing: Standing) -> ColumnElement[bool]:
    states = _STATES.get(standing)
    if states is None:
        return ~exists().where(AssessmentRow.person_id == PersonRow.id)
    return exists().where(AssessmentRow.id == _latest(), AssessmentRow.state.in_(states))


def _latest() -> ColumnElement[int]:
    """Return the person's latest assessment: an earlier one says nothing of today."""
    theirs = aliased(AssessmentRow)
    return select(func.max(theirs.id)).where(theirs.person_id == PersonRow.id).correlate(PersonRow).scalar_subquery()


def _answered(item: str, options: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(GivenRow.assessment_id == _latest(), GivenRow.item == item, GivenRow.option.in_(options))


def _is_listed(lists: Sequence[int]) -> ColumnElement[bool]:
    return exists().where(ListedRow.person_id == PersonRow.id, ListedRow.list_id.in_(lists))


