"""Long, later and repeated work: once for each key, after a crash too, and nothing of what a person wrote."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.db.database import Database
from bot.db.models import Base
from bot.db.ours import OF_JOBS, is_ours
from bot.db.sync import sync_engine_for
from bot.delivery.jobs import Job, Schedule, UnknownJob
from bot.delivery.jobs_dbos import DbosJobs
from tests.databases import Home, PostgresHome

WORKER = Path(__file__).with_name("jobs_worker.py")


async def until(holds: Callable[[], Awaitable[bool]], within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - a database rings no bell
            await asyncio.sleep(0.05)


class Desk:
    """Jobs that note what they were given."""

    def __init__(self) -> None:
        self.done: list[tuple[int, ...]] = []
        self.failures = 0
        self.hold: asyncio.Event | None = None

    async def note(self, ids: tuple[int, ...]) -> None:
        if self.failures:
            self.failures -= 1
            message = "rahasia"
            raise ValueError(message)
        if self.hold is not None:
            await self.hold.wait()
        self.done.append(ids)

    async def has(self, count: int) -> bool:
        return len(self.done) >= count


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def url(home: Home) -> str:
    return await home.migrated()


@pytest.fixture
async def jobs(url: str, desk: Desk) -> AsyncIterator[DbosJobs]:
    opened = DbosJobs(sync_engine_for(url), [Job("note", desk.note, tries=2), Job("tick", desk.note)])
    await opened.start()
    yield opened
    await opened.stop(1)


async def test_a_job_is_done_with_its_rows(jobs: DbosJobs, desk: Desk) -> None:
    await jobs.enqueue("note", 1, 2, key="a")

    await until(lambda: desk.has(1))

    assert desk.done == [(1, 2)]


async def test_the_same_key_is_done_once(jobs: DbosJobs, desk: Desk) -> None:
    for _ in range(3):
        await jobs.enqueue("note", 1, key="a")
    await jobs.enqueue("note", 2, key="b")

    await until(lambda: desk.has(2))
    await asyncio.sleep(1)

    assert sorted(desk.done) == [(1,), (2,)]


async def test_a_job_that_nobody_knows_is_refused(jobs: DbosJobs) -> None:
    with pytest.raises(UnknownJob):
        await jobs.enqueue("nothing", key="a")


async def test_a_job_waits_for_its_time(jobs: DbosJobs, desk: Desk) -> None:
    await jobs.enqueue("note", 1, key="later", after=timedelta(hours=1))
    await jobs.enqueue("note", 2, key="soon", after=timedelta(seconds=1))

    await until(lambda: desk.has(1))

    assert desk.done == [(2,)]
    assert (await jobs.counts())["waiting"] == 1


async def test_a_job_is_queued_only_if_its_transaction_commits(jobs: DbosJobs, desk: Desk, url: str) -> None:
    database = Database(url)

    async def queue_and_fail() -> None:
        async with database.writing() as session:
            await jobs.enqueue_within(session, "note", 1, key="undone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await queue_and_fail()
    async with database.writing() as session:
        await jobs.enqueue_within(session, "note", 2, key="done")
    await database.dispose()
    await until(lambda: desk.has(1))
    await asyncio.sleep(1)

    assert desk.done == [(2,)]


async def test_a_failure_is_tried_again(jobs: DbosJobs, desk: Desk) -> None:
    desk.failures = 1

    await jobs.enqueue("note", 1, key="a")
    await until(lambda: desk.has(1))

    assert desk.done == [(1,)]


async def test_a_job_that_keeps_failing_is_kept_as_failed_without_its_message(
    jobs: DbosJobs, desk: Desk, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.failures = 2

    with caplog.at_level(logging.DEBUG):
        await jobs.enqueue("note", 1, key="a")

        async def failed() -> bool:
            return (await jobs.counts())["failed"] == 1

        await until(failed)

    assert desk.done == []
    assert "rahasia" not in caplog.text
    assert "rahasia" not in await everything_kept(url)
    assert "ValueError" in caplog.text
    assert "exceeded" in await everything_kept(url)


async def everything_kept(url: str) -> str:
    """Return all that DBOS stores of jobs and their steps."""
    schema = "" if url.startswith("sqlite") else "dbos."
    database = Database(url)
    async with database.reading() as session:
        asked = [text(f"SELECT * FROM {schema}{name}") for name in ("workflow_status", "operation_outputs")]  # noqa: S608
        found = [(await session.execute(each)).all() for each in asked]
    await database.dispose()
    return str(found)


async def test_ended_jobs_are_forgotten_after_their_time(jobs: DbosJobs, desk: Desk) -> None:
    await jobs.enqueue("note", 1, key="a")
    await jobs.enqueue("note", 2, key="later", after=timedelta(hours=1))
    await until(lambda: desk.has(1))
    await asyncio.sleep(0.5)

    now = datetime.now(UTC)
    assert await jobs.forget(now - timedelta(days=1)) == 0
    assert await jobs.forget(now + timedelta(seconds=5)) == 1
    assert (await jobs.counts())["waiting"] == 1


@asynccontextmanager
async def ticking(url: str, desk: Desk, schedules: Sequence[Schedule]) -> AsyncIterator[DbosJobs]:
    jobs = DbosJobs(sync_engine_for(url), [Job("tick", desk.note)], schedules)
    await jobs.start()
    yield jobs
    await jobs.stop(1)


async def test_a_schedule_repeats_and_goes_when_it_is_taken_out(url: str, desk: Desk) -> None:
    async with ticking(url, desk, [Schedule("tick", "* * * * * *")]):
        await until(lambda: desk.has(2))
    async with ticking(url, desk, []) as jobs:  # what was queued already is done

        async def nothing_is_left() -> bool:
            counts = await jobs.counts()
            return counts["waiting"] == counts["running"] == 0

        await asyncio.sleep(2)  # DBOS looks each second which schedules there are: one more may come until then
        await until(nothing_is_left)
    before = len(desk.done)
    async with ticking(url, desk, []):
        await asyncio.sleep(2.5)  # a second to the next one, half a second until the queue is looked at

    assert desk.done == [()] * before


async def one_in_hand(url: str, desk: Desk) -> tuple[DbosJobs, asyncio.Event]:
    """Return running jobs of which one is in hand, held until the event is set."""
    desk.hold = hold = asyncio.Event()
    jobs = DbosJobs(sync_engine_for(url), [Job("note", desk.note)])
    await jobs.start()
    await jobs.enqueue("note", 1, key="a")
    await until(lambda: in_hand(jobs))
    return jobs, hold


async def test_what_is_in_hand_is_finished_before_the_stop(url: str, desk: Desk) -> None:
    jobs, hold = await one_in_hand(url, desk)

    asyncio.get_running_loop().call_later(0.5, hold.set)
    await jobs.stop(5)

    assert desk.done == [(1,)]


async def test_what_is_not_finished_in_time_is_done_at_the_next_start(url: str, desk: Desk) -> None:
    jobs, hold = await one_in_hand(url, desk)
    await jobs.stop(1)
    assert desk.done == []

    hold.set()
    again = DbosJobs(sync_engine_for(url), [Job("note", desk.note)])
    await again.start()
    await until(lambda: desk.has(1))
    await again.stop(1)

    assert desk.done == [(1,)]


async def in_hand(jobs: DbosJobs) -> bool:
    return bool(jobs._running)


async def worker(url: str, seconds: float) -> asyncio.subprocess.Process:
    command = (sys.executable, "-W", "error::ResourceWarning", str(WORKER), url, str(seconds))
    environment = {**os.environ, "PYTHONPATH": str(WORKER.parents[2])}
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    async with asyncio.timeout(30):
        assert await process.stdout.readline() == b"started\n"
    return process


async def killed(process: asyncio.subprocess.Process, how: signal.Signals = signal.SIGKILL) -> None:
    process.send_signal(how)
    async with asyncio.timeout(20):
        await process.wait()


class Ledger:
    """What the workers of another process noted."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)

    async def open(self) -> None:
        async with self.database.writing() as session:
            await session.execute(text("CREATE TABLE begun (id INTEGER)"))
            await session.execute(text("CREATE TABLE effects (id INTEGER PRIMARY KEY)"))

    async def count(self, table: str) -> Any:
        async with self.database.reading() as session:
            return await session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - a table of this test

    def has(self, table: str, count: int) -> Callable[[], Awaitable[bool]]:
        async def holds() -> bool:
            return bool(await self.count(table) >= count)

        return holds


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    opened = Ledger(url)
    await opened.open()
    yield opened
    await opened.database.dispose()


async def queued(url: str, count: int) -> None:
    """Queue jobs and leave before they begin."""

    async def nothing(_ids: tuple[int, ...]) -> None:
        await asyncio.sleep(60)

    jobs = DbosJobs(sync_engine_for(url), [Job("note", nothing)])
    await jobs.start()
    for number in range(count):
        await jobs.enqueue("note", number, key=str(number))
    await jobs.stop(1)


async def test_nothing_is_lost_when_the_process_is_killed(url: str, ledger: Ledger) -> None:
    await queued(url, 6)
    for done in (1, 3):
        process = await worker(url, 0.3)
        await until(ledger.has("effects", done))
        await killed(process)

    process = await worker(url, 0.05)
    await until(ledger.has("effects", 6))
    await killed(process, signal.SIGTERM)

    assert process.returncode == 0
    assert await ledger.count("effects") == 6


async def test_a_worker_takes_over_from_a_dead_one(postgres_home: PostgresHome, desk: Desk) -> None:
    url = await postgres_home.migrated()
    ledger = Ledger(url)
    await ledger.open()
    await queued(url, 1)
    jobs = DbosJobs(sync_engine_for(url), [Job("other", desk.note), Job("note", desk.note)])
    other = await worker(url, 60)  # number 0: it takes the job and does not end it
    await until(ledger.has("begun", 1))
    await jobs.start()  # number 1

    assert await asyncio.to_thread(jobs.adopt) == 0  # its worker lives
    await killed(other)

    async def adopted() -> bool:
        return await asyncio.to_thread(jobs.adopt) == 1 or bool(desk.done)

    await until(adopted)
    await until(lambda: desk.has(1))
    await jobs.stop(1)
    await ledger.database.dispose()
    assert desk.done == [(0,)]


async def test_the_tables_of_jobs_are_known_to_the_migrations_as_not_theirs(jobs: DbosJobs, url: str) -> None:
    def compared(connection: Connection) -> tuple[list[object], set[str]]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        return list(compare_metadata(context, Base.metadata)), set(inspect(connection).get_table_names())

    assert jobs
    database = Database(url)
    async with database.reading() as session:
        differences, tables = await (await session.connection()).run_sync(compared)
    await database.dispose()

    assert differences == []
    assert tables - set(Base.metadata.tables) - {"alembic_version"} == (set(OF_JOBS) if url.startswith("sqlite") else set())
