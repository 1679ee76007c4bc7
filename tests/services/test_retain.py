"""What is kept of people goes after its days, and not before."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from time import time

import pytest
from sqlalchemy import Table, func, select, update

from bot.db.announcement_models import AnnouncementRow
from bot.db.assessment_models import AssessmentRow, ExportRow, HeldRow, ProfileRow
from bot.db.base import Base
from bot.db.database import Database
from bot.db.models import PersonRow, QuestionRow
from bot.db.staff_models import InviteRow, SessionRow, SignInRow, StaffRow
from bot.domain.assessment import State
from bot.domain.people import Address, Channel
from bot.domain.staff import Role
from bot.services.retain import HELD, KINDS, RESTED, Retain
from bot.vault.vault import Vault
from tests.fakes import FixedClock
from tests.filling import DAYS, KEY
from tests.people import a_person, announced, assessed, talked

TABLES = {
    "exports": ExportRow, "drafts": AssessmentRow, "assessments": AssessmentRow, "announcements": AnnouncementRow,
    "talk": QuestionRow, "sign_ins": SignInRow, "strangers": PersonRow,
}  # fmt: skip
REMOVED = {"announcements", "people", "questions", "conversations", "assessments", "exports", "sign_ins", "sessions", "invites"}
"""Tables from which a kind deletes."""
OF_STAFF = {
    "staff", "grants", "invites", "sign_ins", "sessions", "audit", "announcements", "saved_lists", "question_groups", "officer_answers",
    "officer_passages",
}  # fmt: skip
"""What is kept of the members of the staff, for as long as the trail of what they did."""
NOT_OF_PEOPLE = {"inbox", "outbox", "leases", "instruments", "cohorts"} | OF_STAFF - REMOVED
HOUR = timedelta(hours=1)


@pytest.fixture
def retain(database: Database, tmp_path: Path) -> Retain:
    return Retain(database, Vault(tmp_path / "vault", KEY), DAYS)


async def a_row(retain: Retain, kind: str, at: datetime, name: str) -> None:
    """Add what the kind is of, as old as that."""
    if kind == "sign_ins":
        await a_sign_in(retain, at, name)
        return
    person = await a_person(retain.database, Address(Channel.WEB, name), at)
    if kind == "announcements":
        await announced(retain.database, person, at)
    if kind == "talk":
        await talked(retain.database, person, at)
    elif kind != "strangers":
        await assessed(retain.database, person, at, state=State.REVIEWED if kind == "assessments" else State.DRAFT)


async def a_sign_in(retain: Retain, at: datetime, name: str) -> None:
    async with retain.database.writing() as session:
        session.add(SignInRow(browser=name, code="", staff_id=None, digits="11", expires_at=at, approved_at=None, ended_at=None))


async def count(database: Database, table: type[Base]) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("kind", list(KINDS))
async def test_what_is_just_older_goes_and_what_is_just_younger_stays(kind: str, retain: Retain, clock: FixedClock) -> None:
    edge = clock.now() - timedelta(days=DAYS[kind])
    await a_row(retain, kind, edge - HOUR, "old")
    await a_row(retain, kind, edge + HOUR, "young")

    gone = await retain.removals()[kind](clock.now())
    again = await retain.removals()[kind](clock.now())

    assert (gone, again) == (1, 0)
    assert await count(retain.database, TABLES[kind]) == 1


async def test_ended_sessions_and_invitations_of_staff_go_and_those_in_use_stay(retain: Retain, clock: FixedClock) -> None:
    now, long_ago = clock.now(), clock.now() - timedelta(days=DAYS["sign_ins"] + 1)
    async with retain.database.writing() as session:
        member = StaffRow(chat="", name="Ani", office="Dinas", joined_at=long_ago, ended_at=None)
        session.add(member)
        await session.flush()
        for name, seen in (("old", long_ago), ("young", now)):
            session.add(SessionRow(digest=name, staff_id=member.id, browser="", began_at=long_ago, seen_at=seen, ended_at=None))
        for name, expires, used in (("over", long_ago, None), ("used", now, long_ago), ("holds", now + HOUR, None)):
            session.add(InviteRow(digest=name, name="", office="", role=Role.ADMIN, area="", expires_at=expires, used_at=used))

    await retain.removals()["sign_ins"](now)

    async with retain.database.reading() as session:
        assert list(await session.scalars(select(SessionRow.digest))) == ["young"]
        assert list(await session.scalars(select(InviteRow.digest))) == ["holds"]
    assert await count(retain.database, StaffRow) == 1


async def test_a_business_goes_with_the_last_assessment_though_its_owner_goes_on_asking(retain: Retain, clock: FixedClock) -> None:
    await a_row(retain, "drafts", clock.now() - timedelta(days=DAYS["drafts"] + 1), "old")
    async with retain.database.writing() as session:
        await session.execute(update(PersonRow).values(seen_at=clock.now()))

    await retain.removals()["drafts"](clock.now())

    assert await count(retain.database, ProfileRow) == 0
    assert await count(retain.database, PersonRow) == 1


async def test_whoever_still_has_something_is_remembered(retain: Retain, clock: FixedClock) -> None:
    long_ago = clock.now() - timedelta(days=DAYS["strangers"] + 1)
    await a_row(retain, "talk", long_ago, "asked")
    await a_row(retain, "assessments", long_ago, "assessed")
    await a_row(retain, "strangers", long_ago, "nothing")

    assert await retain.removals()["strangers"](clock.now()) == 1
    assert await count(retain.database, PersonRow) == 2


async def test_the_sweep_keeps_what_a_row_names_and_what_has_not_rested(retain: Retain, clock: FixedClock, tmp_path: Path) -> None:
    named, fresh, old = [await retain.vault.put(words) for words in (b"named", b"fresh", b"old")]
    for digest in (named, old):
        rested = time() - RESTED - 60
        os.utime(tmp_path / "vault" / digest[:2] / digest[2:], (rested, rested))
    await a_row(retain, "exports", clock.now(), "a")
    async with retain.database.writing() as session:
        await session.execute(update(ExportRow).values(digest=named))

    assert await retain.removals()["files"](clock.now()) == 1
    assert await retain.vault.digests() == {named, fresh}


async def test_a_file_of_which_nobody_said_that_it_may_be_kept_is_forgotten_after_a_day(retain: Retain, clock: FixedClock) -> None:
    await a_row(retain, "drafts", clock.now() - HELD - HOUR, "old")
    await a_row(retain, "drafts", clock.now() - HELD + HOUR, "young")

    await retain.removals()["files"](clock.now())

    assert await count(retain.database, HeldRow) == 1


def test_every_table_of_people_is_of_a_kind_or_hangs_on_one_that_is() -> None:
    def is_covered(table: Table) -> bool:
        return table.name in REMOVED or any(is_covered(key.column.table) for key in table.foreign_keys)

    assert {table.name for table in Base.metadata.sorted_tables if not is_covered(table)} == NOT_OF_PEOPLE
