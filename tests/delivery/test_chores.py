"""The jobs of the product start behind its back, and it goes on without them."""

import asyncio
import logging
from pathlib import Path
from time import time

import pytest
from sqlalchemy import func, select

from bot.chores import REMIND, Chores, Engine, chores
from bot.db.database import Database
from bot.db.models import InboxRow
from bot.delivery.jobs_dbos import DbosJobs
from bot.delivery.nightly import COLLECT
from bot.domain.delivery import InboxState
from bot.services.retain import Retain
from bot.services.sort import Sort
from bot.vault.vault import Vault
from tests.fakes import FixedClock
from tests.filling import DAYS, KEY
from tests.waiting import by_words

DAY = 24 * 3600.0


def an_old(key: str, days: float) -> InboxRow:
    at = time() - days * DAY
    return InboxRow(
        source="web", key=key, lane="l", position=0, raw="", state=InboxState.DONE, attempts=1, due=at, reason="", received_at=at
    )


class Reminding:
    """Stands in for reminding, and counts."""

    times = 0

    async def __call__(self) -> int:
        self.times += 1
        return 0


def opened(database: Database, folder: Path, remind: Reminding | None = None) -> Chores:
    url = database.engine.url.render_as_string(hide_password=False)
    retain, sort = Retain(database, Vault(folder / "vault", KEY), DAYS), Sort(database, FixedClock(), by_words)
    return chores(database, url, retain, remind or Reminding(), sort, Reminding(), Reminding(), Reminding())


async def left(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(InboxRow)) or 0


async def test_what_is_done_is_swept_after_its_days(database: Database, tmp_path: Path) -> None:
    async with database.writing() as session:
        for key, days in (("old", 15), ("young", 13)):
            session.add(an_old(key, days))
    later = opened(database, tmp_path)

    later.start()
    assert await later.ready(60)
    assert isinstance(later._engine, DbosJobs)
    await later._engine.enqueue(COLLECT, key="now")
    async with asyncio.timeout(20):
        while await left(database) > 1:  # noqa: ASYNC110 - a database rings no bell
            await asyncio.sleep(0.05)
    assert (await later.counts())["failed"] == 0
    await later.stop(5)

    assert await left(database) == 1


async def test_reminding_is_a_job_of_its_own(sqlite_database: Database, tmp_path: Path) -> None:
    remind = Reminding()
    later = opened(sqlite_database, tmp_path, remind)
    later.start()
    assert await later.ready(60)
    assert isinstance(later._engine, DbosJobs)

    await later._engine.enqueue(REMIND, key="now")
    async with asyncio.timeout(20):
        while not remind.times:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.05)
    await later.stop(5)

    assert remind.times == 1


async def test_where_jobs_cannot_start_it_is_said_once_and_the_product_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Engine:
        message = "rahasia"
        raise OSError(message)

    later = Chores(broken)
    with caplog.at_level(logging.DEBUG, "bot"):
        later.start()
        assert not await later.ready(5)
        assert await later.counts() == {}
        await later.stop(1)

    assert len(caplog.records) == 1
    assert "OSError" in caplog.text
    assert "rahasia" not in caplog.text


async def test_a_stop_during_the_start_waits_for_it(sqlite_database: Database, tmp_path: Path) -> None:
    later = opened(sqlite_database, tmp_path)
    later.start()
    await asyncio.sleep(0)

    await later.stop(20)

    assert await later.ready()
