"""What the product does when nobody waits: its long, later and repeated work, begun behind the back of the serving."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

from bot.db import inbox, outbox
from bot.db.database import Database, WriteSession
from bot.db.sync import sync_engine_for
from bot.delivery.jobs import Job, Schedule
from bot.delivery.nightly import AT_NIGHT, Nightly, Remove
from bot.delivery.trouble import story
from bot.services.retain import Retain

REMIND, SORT, GATHER, TELL_REGION, TELL_QUEUE, TELL_TRAIL, TELL_UNREACHED = (
    "remind", "sort", "gather", "tell region", "tell queue", "tell trail", "tell unreached",
)  # fmt: skip
OFTEN = (
    Schedule(REMIND, "*/20 * * * *"), Schedule(SORT, "*/5 * * * *"), Schedule(GATHER, "58 * * * *"),
    Schedule(TELL_REGION, "2 6-20 1 * *"), Schedule(TELL_QUEUE, "12 6-20 * * 1-5"), Schedule(TELL_TRAIL, "22 8-19 1 * *"),
    Schedule(TELL_UNREACHED, "*/10 * * * *"),
)  # fmt: skip
"""The first of the month begins two hours earlier in the east of the country than in the zone of the schedules."""
Do = Callable[[], Awaitable[int]]
"""Does what is due, and returns how many there were."""
Collected = Callable[[WriteSession, float], Awaitable[int]]
_log = logging.getLogger(__name__)


class Engine(Protocol):
    """The engine of jobs, as far as it is run here."""

    async def start(self) -> None:
        """Begin to work."""

    async def stop(self, within: float = 20.0) -> None:
        """Take nothing new and finish what is in hand."""

    async def counts(self) -> dict[str, int]:
        """Return how many jobs are in which state."""


class Chores:
    """Starts and stops the engine. Where it cannot start, the log says so once and the product goes on without it."""

    def __init__(self, opened: Callable[[], Engine]) -> None:
        """Keep how the engine is made; that happens in a thread, since its import alone takes half a second."""
        self._opened = opened
        self._engine: Engine | None = None
        self._starting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to start; nobody waits for it."""
        self._starting = asyncio.create_task(self._start(), name="start of jobs")

    async def ready(self, within: float | None = None) -> bool:
        """Wait until the start has ended; return whether the engine works."""
        if self._starting is not None:
            await asyncio.wait({self._starting}, timeout=within)
        return self._engine is not None

    async def stop(self, within: float) -> None:
        """Finish what is in hand; what is left is begun again at the next start. A start that goes on cannot be broken off."""
        end = monotonic() + within
        await self.ready(within)
        if self._engine is not None:
            try:
                await self._engine.stop(max(1.0, end - monotonic()))
            except Exception as error:  # noqa: BLE001 - the border of jobs: what else is to be stopped must be
                _log.error("jobs could not be stopped well\n%s", story(error))

    async def counts(self) -> dict[str, int]:
        """Return how many jobs are in which state; nothing while they do not work."""
        return {} if self._engine is None else await self._engine.counts()

    async def _start(self) -> None:
        engine: Engine | None = None
        try:
            engine = await asyncio.to_thread(self._opened)
            await engine.start()
        except Exception as error:  # noqa: BLE001 - the border of jobs: who asks is answered without them
            _log.error("jobs could not be started: until the next start, old rows stay\n%s", story(error))
            if engine is not None:
                with suppress(Exception):
                    await engine.stop(0)
        else:
            self._engine = engine


def chores(database: Database, url: str, retain: Retain, often: Mapping[str, Do]) -> Chores:
    """Return the chores of one worker over its database at `url`: what is kept for how long, and what is done `often`, by its name."""

    def opened() -> Engine:
        from bot.delivery.jobs_dbos import DbosJobs  # noqa: PLC0415 - half a second that no start should wait for

        async def forget(before: datetime) -> int:
            return await jobs.forget(before)

        done = {"inbox": _sweep(database, inbox.collected), "outbox": _sweep(database, outbox.collected), "jobs": forget}
        nightly = Nightly(lambda: datetime.now(UTC), timedelta(days=retain.days["done"]), done, retain.removals())
        repeated = [Job(name, _doing(name, do)) for name, do in often.items()]
        jobs = DbosJobs(sync_engine_for(url), (*nightly.jobs(), *repeated), (*AT_NIGHT, *OFTEN))
        return jobs

    return Chores(opened)


def _doing(name: str, do: Do) -> Callable[[tuple[int, ...]], Awaitable[None]]:
    async def doing(_ids: tuple[int, ...]) -> None:
        _log.info("%s: %d", name, await do())

    return doing


def _sweep(database: Database, collected: Collected) -> Remove:
    async def remove(before: datetime) -> int:
        async with database.writing() as session:
            return await collected(session, before.timestamp())

    return remove
