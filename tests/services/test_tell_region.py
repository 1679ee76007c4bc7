"""The message of the month: the area's officers hear the main points on the first, by day, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from bot.services.region import Region
from bot.services.staffing import Staffing
from bot.services.tell_region import TellRegion
from handlers.telegram.forms import Carrying
from handlers.telegram.sending import Sending
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handing import Handing

FIRST = datetime(2026, 12, 1, 1, 2, tzinfo=UTC)
"""Two past eight in the morning in Jakarta, and past ten in Jayapura."""
MALANG, JAYAPURA = "35.07", "91.71"


@pytest.fixture
async def tell(database: Database, clock: FixedClock) -> TellRegion:
    clock.moment = FIRST
    questionnaires = Forms(database, clock).filling.opening.questionnaires
    hand = Handing(database, questionnaires)
    for _ in range(6):
        await hand(FIRST - timedelta(days=7), area=MALANG, answers={"pasokan": "lama"})
    region = Region(database, clock, questionnaires)
    await gathered(region, clock)
    return TellRegion(database, clock, region, Carrying(Sending("telegram:1")))


async def gathered(region: Region, clock: FixedClock) -> None:
    """Count owners on a day of the month that has ended."""
    clock.moment = FIRST - timedelta(days=6)
    await region.gather()
    clock.moment = FIRST


async def an_officer(tell: TellRegion, chat: str, *grants: Grant) -> None:
    staffing = Staffing(tell.database, tell.clock)
    for grant in grants:
        code = await staffing.invite(None, f"Petugas {chat}", "Dinas", grant)
        async with tell.database.writing() as session:
            await staffing.redeem(session, Address(Channel.TELEGRAM, chat), code)


async def sent(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def test_officers_of_the_area_hear_the_three_main_points_once(tell: TellRegion) -> None:
    await an_officer(tell, "1", Grant(Role.ASSESSOR, MALANG), Grant(Role.ADMIN, MALANG))
    await an_officer(tell, "2", Grant(Role.BROADCASTER, MALANG))
    await an_officer(tell, "3", Grant(Role.ASSESSOR, "32"))

    await tell()
    await tell()

    (row,) = await sent(tell.database)
    assert row.chat == "1"
    assert "Kabupaten Malang, Jawa Timur" in row.payload
    assert "November 2026" in row.payload
    assert "6 usaha" in row.payload
    assert all(f"{number}. " in row.payload for number in (1, 2, 3))
    for direction in ("Akses pasar", "Citra produk", "Inovasi sesuai permintaan"):
        assert direction in row.payload
    assert row.not_after is not None


@pytest.mark.parametrize(
    ("area", "at", "comes"),
    [
        (MALANG, FIRST - timedelta(minutes=3), False),
        (MALANG, FIRST + timedelta(hours=11), True),
        (MALANG, FIRST + timedelta(hours=12), False),
        (MALANG, FIRST + timedelta(days=1), False),
        (JAYAPURA, FIRST - timedelta(hours=2), True),
        (JAYAPURA, FIRST - timedelta(hours=3), False),
    ],
)
async def test_it_comes_on_the_first_and_by_day_where_the_officer_works(
    tell: TellRegion, clock: FixedClock, area: str, at: datetime, comes: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    for _ in range(6):
        await Handing(tell.database, tell.region.questionnaires, count=50 + _)(FIRST - timedelta(days=9), area=area)
    await gathered(tell.region, clock)
    await an_officer(tell, "1", Grant(Role.ASSESSOR, area))
    clock.moment = at

    assert await tell() == comes
    assert len(await sent(tell.database)) == comes
