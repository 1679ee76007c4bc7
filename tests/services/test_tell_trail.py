"""The head of the audit goes to the admins of the whole country, once a month, by day."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db import audit
from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from bot.services.staffing import Staffing
from bot.services.tell_trail import TellTrail
from handlers.telegram.forms import Carrying
from handlers.telegram.sending import Sending
from tests.fakes import FixedClock

FIRST = datetime(2026, 12, 1, 1, 22, tzinfo=UTC)
"""Twenty-two past eight in the morning in Jakarta."""


@pytest.fixture
async def tell(database: Database, clock: FixedClock) -> TellTrail:
    """Admins of the country and of a province, and an assessor."""
    clock.moment = FIRST
    staffing = Staffing(database, clock)
    for chat, grant in (("1", Grant(Role.ADMIN)), ("2", Grant(Role.ADMIN, "35")), ("3", Grant(Role.ASSESSOR))):
        code = await staffing.invite(None, f"Petugas {chat}", "Dinas", grant)
        async with database.writing() as session:
            await staffing.redeem(session, Address(Channel.TELEGRAM, chat), code)
    return TellTrail(database, clock, Carrying(Sending("telegram:1")))


async def test_the_countrys_admins_are_sent_the_head_once_a_month(tell: TellTrail) -> None:
    await tell()
    await tell()

    async with tell.database.reading() as session:
        (row,) = await session.scalars(select(OutboxRow))
        count, head = await audit.head(session)
    assert row.chat == "1"
    assert f"{count} baris" in row.payload
    assert head in row.payload


async def test_nobody_is_told_by_night(tell: TellTrail, clock: FixedClock) -> None:
    clock.moment = FIRST + timedelta(hours=14)

    assert await tell() == 0
