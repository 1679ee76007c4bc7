"""Reminders: after a day and after a week, by day, once each, and not to whoever went on or wants none."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.db.assessment_models import AssessmentRow, GivenRow, ProfileRow
from bot.db.database import Database
from bot.db.models import OutboxRow, PersonRow
from bot.domain.delivery import TOO_LATE, Kind, OutboxState
from bot.domain.people import Address, Channel
from bot.services.remind import Remind
from handlers.telegram.forms import Carrying
from handlers.telegram.sending import Sending
from tests.botapi import BotApi
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handlers.telegram.stage import Stage
from tests.people import a_draft, a_person

SITI = Address(Channel.TELEGRAM, "5001")
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
"""Ten in the morning in Jakarta."""


@pytest.fixture
def remind(database: Database, clock: FixedClock) -> Remind:
    return Remind(database, clock, Forms(database, clock).filling.opening, Carrying(Sending("telegram:1")))


async def begun(remind: Remind, sender: Address = SITI, area: str = "", **given: object) -> int:
    person = await a_person(remind.database, sender, remind.clock.now())
    async with remind.database.writing() as session:
        row = await a_draft(session, person, remind.clock.now(), **given)
        session.add(ProfileRow(person_id=person, owner_name="", business_name="", commodity="", area=area, sentra=None, since=None))
        return row.id


async def sent(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def test_it_comes_after_a_day_and_after_a_week_and_no_more(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    counts = []
    for hours in (23, 2, 3, 24 * 5, 24, 24 * 7, 24 * 30):
        clock.pass_by(timedelta(hours=hours))
        counts.append(await remind())

    assert counts == [0, 1, 0, 0, 1, 0, 0]
    rows = await sent(remind.database)
    assert [row.kind for row in rows] == [Kind.BULK, Kind.BULK]
    assert "pengingat terakhir" in rows[1].payload


async def test_who_has_been_through_all_is_not_told_of_no_questions(remind: Remind, clock: FixedClock) -> None:
    draft = await begun(remind)
    items = [item.id for item in remind.opening.questionnaires.present.items]
    async with remind.database.writing() as session:
        session.add_all(GivenRow(assessment_id=draft, item=item, option="", words="", given_at=clock.now()) for item in items)
    clock.pass_by(timedelta(hours=25))

    await remind()

    (row,) = await sent(remind.database)
    assert "Tinggal melihat hasilnya" in row.payload


async def test_two_never_come_together_however_late_the_job_runs(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    clock.pass_by(timedelta(days=8))

    assert [await remind(), await remind()] == [1, 0]


async def test_two_workers_at_once_remind_once(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    clock.pass_by(timedelta(days=1, hours=1))

    await asyncio.gather(*(remind() for _ in range(4)))

    assert len(await sent(remind.database)) == 1


@pytest.mark.parametrize(
    ("hour", "area", "comes"),
    [
        (13, "35.07", False),  # 20:00 in Malang
        (12, "35.07", True),
        (12, "51.71", False),  # 20:00 in Denpasar
        (11, "91.71", False),  # 20:00 in Jayapura
        (23, "91.71", True),
        (23, "35.07", False),  # 6:00
        (1, "", True),
        (0, "", False),
    ],
)
async def test_the_night_is_the_owners_own(hour: int, area: str, *, comes: bool, remind: Remind, clock: FixedClock) -> None:
    await begun(remind, area=area)
    clock.moment = NOON.replace(hour=hour) + timedelta(days=2)

    assert await remind() == comes


@pytest.mark.parametrize("given", [{"wants_reminders": False}, {"revision": 1}, {"closed_at": NOON}, {"state": "submitted"}], ids=str)
async def test_it_does_not_come_to_whoever_wants_none_or_is_done(given: dict[str, object], remind: Remind, clock: FixedClock) -> None:
    await begun(remind, **given)
    clock.pass_by(timedelta(days=2))

    assert await remind() == 0


async def test_who_cannot_be_reached_is_not_written_to(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    async with remind.database.writing() as session:
        await session.execute(update(PersonRow).values(unreachable_since=clock.now()))
    clock.pass_by(timedelta(days=2))

    assert await remind() == 0


async def test_on_the_page_nothing_is_sent(remind: Remind, clock: FixedClock) -> None:
    await begun(remind, Address(Channel.WEB, "a" * 32))
    clock.pass_by(timedelta(days=2))

    assert await remind() == 0
    assert await sent(remind.database) == []


async def test_who_goes_on_is_reminded_a_day_after_that(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    clock.pass_by(timedelta(hours=23))
    async with remind.database.writing() as session:
        await session.execute(update(AssessmentRow).values(touched_at=clock.now()))
    clock.pass_by(timedelta(hours=3))

    assert await remind() == 0


async def test_what_waits_until_night_is_not_sent_and_the_next_day_decides_anew(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    clock.moment = NOON + timedelta(days=1, hours=2, minutes=30)  # 12:30 in Jakarta
    await remind()
    (row,) = await sent(remind.database)
    assert row.not_after is not None
    assert timedelta(seconds=row.not_after - row.made_at) == timedelta(hours=7, minutes=30)
    await too_late(remind.database)

    clock.moment = NOON + timedelta(days=1, hours=14)
    at_night = await remind()
    clock.moment = NOON + timedelta(days=2)

    assert (at_night, await remind(), await remind()) == (0, 1, 0)
    assert [row.state for row in await sent(remind.database)] == [OutboxState.WAITING]


async def test_who_went_on_meanwhile_is_not_reminded_of_before(remind: Remind, clock: FixedClock) -> None:
    await begun(remind)
    clock.moment = NOON + timedelta(days=1, hours=1)
    await remind()
    await too_late(remind.database)
    async with remind.database.writing() as session:
        await session.execute(update(AssessmentRow).values(touched_at=clock.now() + timedelta(hours=1), reminded=1))
    clock.moment = NOON + timedelta(days=3)

    assert await remind() == 0


async def too_late(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(update(OutboxRow).values(state=OutboxState.FAILED, reason=TOO_LATE))


@pytest.fixture
async def stage(bot_api: BotApi, sqlite_database: Database) -> AsyncIterator[Stage]:
    async with Stage(bot_api, sqlite_database).running() as running:
        yield running


async def test_on_telegram_it_leads_back_into_the_form_and_one_tap_stops_it(stage: Stage) -> None:
    (intro,) = await stage.say("/nilai")
    await stage.press(intro, next(iter(intro.buttons.values())))
    telegram = stage.telegram
    job = Remind(stage.database, stage.clock, Forms(stage.database, stage.clock).filling.opening, telegram.carry)
    stage.clock.pass_by(timedelta(days=1, hours=2))
    before = len(stage.api.sent)

    await job()
    await stage.settle()
    await job()
    await stage.settle()

    (reminder,) = stage.api.sent[before:]
    async with stage.database.reading() as session:
        states = list(await session.scalars(select(OutboxRow.state).where(OutboxRow.kind == Kind.BULK)))
    assert states == [OutboxState.SENT]
    lead, quiet = reminder.buttons.values()
    await stage.press(reminder, quiet)
    await stage.press(reminder, lead)
    assert "Data usaha 1" in reminder.text
    stage.clock.pass_by(timedelta(days=2))
    assert await job() == 0
