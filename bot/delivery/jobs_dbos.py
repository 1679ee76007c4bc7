"""Jobs kept by DBOS in the application's own database. The only module that knows DBOS; the traps it has are handled here."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from contextvars import Context
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions, ScheduleInput, WorkflowStatus
from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.jobs import AT_ONCE, Job, JobFailed, Schedule, UnknownJob
from bot.delivery.slots import OnlyWorker, SharedSlots, Slots
from bot.delivery.trouble import story

NAME, QUEUE, WORKFLOW, SCHEDULED = "ovop-bot", "jobs", "job", "scheduled"
PINNED = "1"
"""DBOS runs queued work only under the version that queued it; jobs are found by name here, so the version never changes."""
POLL, REAP = 0.5, 15.0
AT_ONCE_PER_WORKER = 4
FIRST_PAUSE, BACKOFF = 0.5, 2.0
BATCH = 500
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
ScheduledWorkflow = Callable[[datetime, str], None]
_log = logging.getLogger(__name__)


class _Interrupted(BaseException):
    """The process stops: DBOS records neither success nor failure, and the job is begun again at the next start."""


class DbosJobs:
    """Jobs over `engine`, a synchronous one of the application's database, which is disposed of at the end.

    One of these can live in a process at a time: DBOS is one per process. Work runs in the event loop that called `start`.
    """

    def __init__(self, engine: Engine, jobs: Iterable[Job], schedules: Iterable[Schedule] = ()) -> None:
        """Keep what can be done and when it repeats. Nothing is started."""
        self._engine = engine
        self._jobs = {job.name: job for job in jobs}
        self._schedules = tuple(schedules)
        self._slots: Slots = OnlyWorker() if engine.dialect.name == "sqlite" else SharedSlots(engine)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running: set[Future[None]] = set()
        self._client: DBOSClient | None = None
        self._reaper: asyncio.Task[None] | None = None
        if unknown := {schedule.job for schedule in self._schedules} - self._jobs.keys():
            raise UnknownJob(*unknown)

    async def start(self) -> None:
        """Begin to work: first with what this worker's number left, then with what comes."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._launch)
        self._reaper = asyncio.create_task(self._reap(), name="reaper of jobs")

    async def stop(self, within: float = 20.0) -> None:
        """Take nothing new, finish what is in hand within the time, leave the rest pending."""
        if self._reaper is not None:
            self._reaper.cancel()
            with suppress(asyncio.CancelledError):
                await self._reaper
        # Its waiting goes by whole seconds, so it is left out when nothing is in hand. The registry goes too: it holds our methods.
        seconds = max(1, int(within)) if self._running else 0
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=seconds)
        self._loop = None
        for future in list(self._running):
            future.cancel()
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        if self._client is not None:
            self._client.destroy()
        self._client = None
        self._slots.leave()
        # What a thread of DBOS still holds is closed when it comes back: after `dispose` nobody would.
        event.listen(self._engine, "checkin", lambda _connection, record: record.invalidate())
        self._engine.dispose()

    async def enqueue(self, job: str, *ids: int, key: str, after: timedelta = AT_ONCE) -> None:
        """Have `job` done with those rows once for each `key`."""
        await asyncio.to_thread(self._started().enqueue, self._options(job, key, after), job, list(ids))

    async def enqueue_within(self, session: AsyncSession, job: str, *ids: int, key: str, after: timedelta = AT_ONCE) -> None:
        """Do the same in the transaction of `session`."""
        client, options = self._started(), self._options(job, key, after)

        def put(connection: Connection) -> None:
            client.enqueue_in_transaction(connection, options, job, list(ids))

        await (await session.connection()).run_sync(put)

    async def counts(self) -> dict[str, int]:
        """Return how many jobs wait, run and failed, for metrics."""
        states = {"waiting": ["ENQUEUED", "DELAYED"], "running": ["PENDING"], "failed": ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]}
        return {name: len(await asyncio.to_thread(_listed, status=state)) for name, state in states.items()}

    async def forget(self, before: datetime) -> int:
        """Delete what DBOS keeps of jobs that ended before a moment; return how many. It never does so by itself."""
        ended = partial(_listed, status=ENDED, completed_before=before.isoformat(), limit=BATCH)
        forgotten = 0
        while old := await asyncio.to_thread(ended):
            await asyncio.to_thread(DBOS.delete_workflows, [workflow.workflow_id for workflow in old])
            forgotten += len(old)
        return forgotten

    def _started(self) -> DBOSClient:
        if self._client is None:
            message = "jobs were not started"
            raise RuntimeError(message)
        return self._client

    def _options(self, job: str, key: str, after: timedelta) -> EnqueueOptions:
        if job not in self._jobs:
            raise UnknownJob(job)
        options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=f"{job}:{key}", app_version=PINNED)
        if after > AT_ONCE:
            options["delay_seconds"] = after.total_seconds()
        return options

    def _launch(self) -> None:
        _quieten()
        number = self._slots.take()
        serializer = DBOSPortableJSONSerializer()  # the default one pickles
        DBOS(config=self._config(number, serializer))
        scheduled = self._register()
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE_PER_WORKER, polling_interval_sec=POLL, on_conflict="always_update")
        self._client = DBOSClient(system_database_engine=self._engine, serializer=serializer, application_name=NAME)
        self._apply_schedules(scheduled)

    def _config(self, number: int, serializer: DBOSPortableJSONSerializer) -> DBOSConfig:
        return DBOSConfig(
            name=NAME,
            system_database_engine=self._engine,  # its own one sets no WAL on SQLite
            application_version=PINNED,
            executor_id=_executor(number),
            serializer=serializer,
            log_level="WARNING",
            enable_otlp=False,
            scheduler_polling_interval_sec=POLL * 10,
            max_executor_threads=AT_ONCE_PER_WORKER * 4,
        )

    def _register(self) -> ScheduledWorkflow:
        """Tell DBOS of its two workflows: functions, since it writes on them, which a method refuses."""

        @DBOS.workflow(name=WORKFLOW)
        def queued(job: str, ids: list[int]) -> None:
            self._run(job, ids)

        @DBOS.workflow(name=SCHEDULED)
        def scheduled(_at: datetime, job: str) -> None:
            self._run(job, [])

        return scheduled

    def _apply_schedules(self, scheduled: ScheduledWorkflow) -> None:
        wanted = {schedule.job for schedule in self._schedules}
        for known in DBOS.list_schedules():
            if known["schedule_name"] not in wanted:
                DBOS.delete_schedule(known["schedule_name"])
        DBOS.apply_schedules([_input(schedule, scheduled) for schedule in self._schedules])

    def _run(self, job: str, ids: list[int]) -> None:
        """Be the one workflow: the whole job is one step of it, since its progress stands in its own rows."""
        tries = self._jobs[job].tries if job in self._jobs else 1
        options = {"name": job, "retries_allowed": True, "max_attempts": tries, "interval_seconds": FIRST_PAUSE, "backoff_rate": BACKOFF}
        DBOS.run_step(options, self._carry_out, job, tuple(ids))  # type: ignore[call-overload]

    def _carry_out(self, job: str, ids: tuple[int, ...]) -> None:
        """Have the application's loop do the work, from DBOS's thread."""
        if self._loop is None:
            raise _Interrupted
        if job not in self._jobs:
            raise JobFailed(job, "no such job in this version")
        # In a context of its own: in DBOS's, whatever the work calls would count as steps of this one.
        future = Context().run(asyncio.run_coroutine_threadsafe, _awaited(self._jobs[job], ids), self._loop)
        self._running.add(future)
        try:
            future.result()
        except CancelledError:
            raise _Interrupted from None
        except Exception as error:  # noqa: BLE001 - the border of a job: its failure is recorded
            _log.error("job %s failed\n%s", job, story(error))
            kind = type(error).__qualname__
        else:
            return
        finally:
            self._running.discard(future)
        raise JobFailed(job, kind)  # outside of `except`: DBOS stores and logs what it is told, causes with their messages too

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(REAP)
            try:
                await asyncio.to_thread(self.adopt)
            except Exception as error:  # noqa: BLE001 - the border of a background task: the next round tries again
                _log.warning("looking for jobs of dead workers failed\n%s", story(error))

    def adopt(self) -> int:
        """Queue again what dead workers had in hand; return how many jobs. Blocks; the reaper calls it now and then."""
        self._slots.keep()
        pending = _listed(status=["PENDING"])
        others = {workflow.executor_id for workflow in pending if workflow.executor_id} - {DBOS.executor_id}
        return sum(self._adopt_from(executor) for executor in sorted(others))

    def _adopt_from(self, executor: str) -> int:
        number = int(executor.rpartition("-")[2])
        if not self._slots.seize(number):
            return 0
        try:  # looked up again, as somebody else may have been quicker
            left = _listed(status=["PENDING"], executor_id=executor)
            if left:
                # without the name of the queue they would leave it, and its limits
                DBOS.resume_workflows([workflow.workflow_id for workflow in left], queue_name=QUEUE)
            return len(left)
        finally:
            self._slots.free(number)


def _listed(**which: Any) -> list[WorkflowStatus]:  # noqa: ANN401 - DBOS checks them
    """Return jobs as DBOS knows them, without what went in and came out.

    Its `..._async` methods are not used: they make its thread pool the default one of our loop, which ends with DBOS.
    """
    return DBOS.list_workflows(load_input=False, load_output=False, **which)


async def _awaited(job: Job, ids: tuple[int, ...]) -> None:
    await job.work(ids)


def _input(schedule: Schedule, scheduled: ScheduledWorkflow) -> ScheduleInput:
    return ScheduleInput(
        schedule_name=schedule.job, workflow_fn=scheduled, schedule=schedule.cron, cron_timezone=schedule.zone, context=schedule.job,
        queue_name=QUEUE,
    )  # fmt: skip


def _executor(number: int) -> str:
    """Return the name under which DBOS keeps what a worker has in hand: the same after a restart, so that it is found again."""
    return f"worker-{number}"


def _quieten() -> None:
    """Send what DBOS logs to our handlers, which keep secrets; its own would print to the terminal."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
