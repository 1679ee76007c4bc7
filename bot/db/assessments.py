"""Assessments: the open one of a person, its answers, what was finished, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, select, update

from bot.db.assessment_models import AssessmentRow, ChangeRow, GivenRow, InstrumentRow, ProfileRow, RevisionRow
from bot.db.database import ReadSession, WriteSession
from bot.db.models import PersonRow
from bot.db.upsert import for_each_database
from bot.domain.assessment import Change, Profile, State
from bot.domain.people import Address

_GIVEN, _PROFILES, _INSTRUMENTS = (cast("Table", table.__table__) for table in (GivenRow, ProfileRow, InstrumentRow))
AT_THE_DINAS = (State.SUBMITTED, State.IN_REVIEW, State.RETURNED)
"""What withdrawing takes back. What was reviewed is over."""

_PROFILE_PARTS = ("owner_name", "business_name", "commodity", "area", "sentra", "since")

_OF = (
    select(AssessmentRow)
    .join(PersonRow, PersonRow.id == AssessmentRow.person_id)
    .where(PersonRow.channel == bindparam("channel"), PersonRow.external_id == bindparam("person"))
)
_OPEN = _OF.where(AssessmentRow.closed_at.is_(None))
_ANSWERS = select(_GIVEN.c.item, _GIVEN.c.option).where(_GIVEN.c.assessment_id == bindparam("assessment"))
_PROFILE = select(*(_PROFILES.c[part] for part in _PROFILE_PARTS)).where(_PROFILES.c.person_id == bindparam("person"))
_GIVE = for_each_database(
    _GIVEN,
    lambda inserting: inserting.on_conflict_do_update(
        index_elements=["assessment_id", "item"],
        set_={name: inserting.excluded[name] for name in ("option", "words", "given_at")},
    ),
)
_KEEP_PROFILE = for_each_database(
    _PROFILES,
    lambda inserting: inserting.on_conflict_do_update(
        index_elements=["person_id"], set_={name: inserting.excluded[name] for name in _PROFILE_PARTS}
    ),
)
_KEEP_INSTRUMENT = for_each_database(_INSTRUMENTS, lambda inserting: inserting.on_conflict_do_nothing())


async def open_one(session: ReadSession, address: Address) -> AssessmentRow | None:
    """Return the open assessment of the person at `address`, if there is one."""
    return await session.scalar(_OPEN, {"channel": address.channel, "person": address.id})


async def begun(session: WriteSession, draft: AssessmentRow) -> AssessmentRow:
    """Add a draft and return it with its id. Raises `Conflict` where the person has an open one."""
    session.add(draft)
    await session.flush()
    return draft


async def answers(session: ReadSession, assessment_id: int) -> dict[str, str]:
    """Return the chosen option by item; "" where an item was skipped."""
    connection = await session.core()
    found = await connection.execute(_ANSWERS, {"assessment": assessment_id})
    return {row.item: row.option for row in found}


async def answered(session: WriteSession, assessment_id: int, options: Mapping[str, str], words: str, now: datetime) -> None:
    """Keep the options by item, and the words that were typed for them."""
    rows = [
        {"assessment_id": assessment_id, "item": item, "option": option, "words": words, "given_at": now}
        for item, option in options.items()
    ]
    if rows:
        connection = await session.core()
        await connection.execute(_GIVE[connection.dialect.name], rows)


async def dropped_answers(session: WriteSession, assessment_id: int, items: tuple[str, ...]) -> None:
    """Forget the answers to items that are asked no more."""
    await session.execute(delete(GivenRow).where(GivenRow.assessment_id == assessment_id, GivenRow.item.in_(items)))


async def profile(session: ReadSession, person_id: int) -> Profile:
    """Return what is known of a person's business."""
    connection = await session.core()
    row = (await connection.execute(_PROFILE, {"person": person_id})).mappings().one_or_none()
    return Profile() if row is None else Profile(**row)


async def kept_profile(session: WriteSession, person_id: int, known: Profile) -> None:
    """Keep what is known of a person's business."""
    connection = await session.core()
    values: dict[str, Any] = {part: getattr(known, part) for part in _PROFILE_PARTS}
    await connection.execute(_KEEP_PROFILE[connection.dialect.name], {"person_id": person_id, **values})


async def kept_instrument(session: WriteSession, version: str, words: str) -> None:
    """Keep an instrument under its version; what is kept under it already stays."""
    connection = await session.core()
    await connection.execute(_KEEP_INSTRUMENT[connection.dialect.name], {"version": version, "text": words})


async def instrument(session: ReadSession, version: str) -> str | None:
    """Return the text of the instrument of that version, if it was kept."""
    return await session.scalar(select(InstrumentRow.text).where(InstrumentRow.version == version))


def finished(session: WriteSession, row: AssessmentRow, made: RevisionRow) -> None:
    """Add what was finished as the next revision."""
    row.revision = made.number
    session.add(made)


def changed(session: WriteSession, row: AssessmentRow, change: Change, now: datetime) -> None:
    """Move the assessment to another state, and keep who did it, when and with what words."""
    row.state = change.state
    session.add(ChangeRow(assessment_id=row.id, state=change.state, actor=change.actor, note=change.note, changed_at=now))


async def handed_in(session: ReadSession, person_id: int) -> list[AssessmentRow]:
    """Return the person's assessments that the staff can see, closed ones too."""
    found = await session.scalars(select(AssessmentRow).where(AssessmentRow.person_id == person_id, AssessmentRow.state.in_(AT_THE_DINAS)))
    return list(found)


async def moved(session: WriteSession, assessment_id: int, before: State, change: Change, now: datetime) -> int | None:
    """Move an assessment on from the state `before`, once; return the number of the change, None where it is not there any more."""
    found = await session.scalar(
        update(AssessmentRow)
        .where(AssessmentRow.id == assessment_id, AssessmentRow.state == before)
        .values(state=change.state)
        .returning(AssessmentRow.id)
    )
    if found is None:
        return None
    row = ChangeRow(assessment_id=assessment_id, state=change.state, actor=change.actor, note=change.note, changed_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def owner(session: ReadSession, assessment_id: int) -> tuple[AssessmentRow, Address] | None:
    """Return an assessment with the address of whose it is."""
    found = await session.execute(
        select(AssessmentRow, PersonRow.channel, PersonRow.external_id)
        .join(PersonRow, PersonRow.id == AssessmentRow.person_id)
        .where(AssessmentRow.id == assessment_id)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], Address(row[1], row[2]))


async def revisions(session: ReadSession, address: Address, limit: int = 12) -> list[tuple[RevisionRow, str, str]]:
    """Return the person's latest revisions, newest first, each with its assessment's code and instrument version."""
    found = await session.execute(
        select(RevisionRow, AssessmentRow.code, AssessmentRow.instrument)
        .join(AssessmentRow, AssessmentRow.id == RevisionRow.assessment_id)
        .join(PersonRow, PersonRow.id == AssessmentRow.person_id)
        .where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
        .order_by(RevisionRow.assessment_id.desc(), RevisionRow.number.desc())
        .limit(limit)
    )
    return [(row, code, version) for row, code, version in found]


async def to_be_reminded(
    session: ReadSession, number: int, after: datetime, before: datetime, limit: int = 200
) -> list[tuple[AssessmentRow, Address, str]]:
    """Return drafts of reachable people, last touched between `after` and `before`, whose reminder `number` was not given yet."""
    found = await session.execute(
        select(AssessmentRow, PersonRow.channel, PersonRow.external_id, func.coalesce(ProfileRow.area, ""))
        .join(PersonRow, PersonRow.id == AssessmentRow.person_id)
        .outerjoin(ProfileRow, ProfileRow.person_id == PersonRow.id)
        .where(
            AssessmentRow.state == State.DRAFT,
            AssessmentRow.closed_at.is_(None),
            AssessmentRow.revision == 0,
            AssessmentRow.wants_reminders,
            AssessmentRow.reminded <= number,
            AssessmentRow.touched_at >= after,
            AssessmentRow.touched_at < before,
            PersonRow.unreachable_since.is_(None),
        )
        .order_by(AssessmentRow.touched_at)
        .limit(limit)
    )
    return [(row, Address(channel, person), area) for row, channel, person, area in found]


async def reminded(session: WriteSession, row: AssessmentRow, number: int) -> bool:
    """Count reminder `number`, once: return whether it had not been, and the owner neither went on nor wants none."""
    done = await session.scalar(
        update(AssessmentRow)
        .where(
            AssessmentRow.id == row.id,
            AssessmentRow.reminded <= number,
            AssessmentRow.touched_at == row.touched_at,
            AssessmentRow.wants_reminders,
            AssessmentRow.revision == 0,
            AssessmentRow.closed_at.is_(None),
        )
        .values(reminded=number + 1)
        .returning(AssessmentRow.id)
    )
    return done is not None


async def not_reminded(session: WriteSession, assessment_id: int, touched: int, number: int) -> None:
    """Take back that reminder `number` was given after the last touch in that second: it came to nothing."""
    row = await session.get(AssessmentRow, assessment_id)
    if row is not None and row.reminded == number + 1 and int(row.touched_at.timestamp()) == touched:
        row.reminded = number
