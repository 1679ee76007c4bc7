"""The message of the day: officers hear what waits in their areas, once, on working days, where something is new."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.domain.assessment import State
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role, Staff
from bot.services.staffing import Staffing
from bot.services.tell_queue import TellQueue
from handlers.telegram.forms import Carrying
from handlers.telegram.sending import Sending
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handing import Handing
from tests.services.test_reply import SITI, Scene

TUESDAY = datetime(2026, 12, 1, 1, 12, tzinfo=UTC)
"""Twelve past eight in the morning in Jakarta."""
MALANG = "35.07"


@pytest.fixture
def tell(database: Database, clock: FixedClock) -> TellQueue:
    clock.moment = TUESDAY
    return TellQueue(database, clock, Carrying(Sending("telegram:1")))


async def an_officer(tell: TellQueue, chat: str, role: Role = Role.ASSESSOR, area: str = MALANG) -> Staff:
    staffing = Staffing(tell.database, tell.clock)
    code = await staffing.invite(None, f"Petugas {chat}", "Dinas", Grant(role, area))
    async with tell.database.writing() as session:
        return await staffing.redeem(session, Address(Channel.TELEGRAM, chat), code)


async def hands(tell: TellQueue, at: datetime, state: State = State.SUBMITTED) -> None:
    await Handing(tell.database, Forms(tell.database, FixedClock()).filling.opening.questionnaires)(at, area=MALANG, state=state)


async def sent(tell: TellQueue) -> list[tuple[str, str]]:
    async with tell.database.reading() as session:
        return [(row.chat, row.payload) for row in await session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


async def test_officers_of_the_area_hear_once_what_waits(tell: TellQueue, clock: FixedClock) -> None:
    for number, area in (("1", MALANG), ("2", "35.09"), ("4", "35")):
        await an_officer(tell, number, area=area)
    await an_officer(tell, "3", Role.BROADCASTER)
    scene = Scene(tell.database, clock)
    await scene.asks(SITI, "biaya ikut berapa", MALANG)
    await scene.asks(SITI, "ongkos ikut berapa", MALANG)
    await scene.sort()
    await hands(tell, TUESDAY - timedelta(hours=3))

    assert (await tell(), await tell()) == (2, 2)

    (near, words), (wide, _) = await sent(tell)
    assert (near, wide) == ("1", "4")
    assert "Penilaian: 1. Pertanyaan: 1. Baru: 2." in words
    assert "0.@staff.queue" in words


@pytest.mark.parametrize(
    ("later", "came_before", "comes"),
    [
        (timedelta(), timedelta(hours=23), True),
        (timedelta(), timedelta(hours=25), False),
        (timedelta(hours=-2), timedelta(hours=3), False),
        (timedelta(hours=12), timedelta(hours=3), False),
        (timedelta(days=4), timedelta(hours=3), False),
        (timedelta(days=6), timedelta(hours=71), True),
    ],
)
async def test_it_comes_by_day_on_working_days_where_something_is_new(
    tell: TellQueue, clock: FixedClock, later: timedelta, came_before: timedelta, comes: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    await an_officer(tell, "1")
    clock.moment = TUESDAY + later
    await hands(tell, clock.moment - came_before)

    assert await tell() == comes


async def test_what_somebody_has_in_hand_is_not_told(tell: TellQueue) -> None:
    await an_officer(tell, "1")
    await hands(tell, TUESDAY - timedelta(hours=3), State.IN_REVIEW)

    assert await tell() == 0


async def test_a_second_person_hears_of_drafts_to_publish_and_their_author_does_not(tell: TellQueue, clock: FixedClock) -> None:
    author, _ = [await an_officer(tell, number) for number in ("1", "2")]
    for number in ("1", "2"):
        await an_officer(tell, number, Role.ADMIN, "")
    scene = Scene(tell.database, clock)
    await scene.asks(SITI, "biaya ikut berapa", MALANG)
    await scene.reply.answer(author, (await scene.matter(author)).alike.id, "Tidak dipungut biaya apa pun di kantor kami.")
    await scene.shelve.draft(author, 1, "Berapa biaya ikut OVOP?", "Tidak dipungut biaya apa pun di kantor kami.")

    assert await tell() == 1

    chat, words = (await sent(tell))[-1]
    assert chat == "2"
    assert "menunggu diterbitkan: 1." in words
