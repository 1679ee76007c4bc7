"""Makes the N-th commit, file write or Bot API call fail, and ends a bot in this process as hard as a kill would.

A life is all that one bot does between a start and its end. Once it is dead its tasks are cancelled, its transactions are
refused before they begin, and its calls do not reach the Bot API: nothing of it says farewell.
"""

import asyncio
import resource
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any, ClassVar

from aiohttp import web
from sqlalchemy.exc import OperationalError

from bot.db.database import Database, WriteSession
from bot.delivery.inbox import Rhythm
from bot.delivery.office import Office
from bot.delivery.pace import UNLIMITED
from handlers.telegram.channel import Telegram
from tests.botapi import BotApi, Call, Failure
from tests.handlers.telegram.stage import Stage

LIFE: ContextVar["Life | None"] = ContextVar("LIFE", default=None)


def tracked(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **how: Any) -> "asyncio.Task[Any]":
    """Make a task, and let the life that began it know: a task factory."""
    task = asyncio.Task(work, loop=loop, **how)
    if life := LIFE.get():
        life.own(task)
    return task


@dataclass
class Fault:
    """Strikes the `number`-th of its kind, before the effect or, when it `is_late`, after it; counts them all."""

    kind: str
    number: int = 0
    is_late: bool = False
    seen: int = 0
    struck: asyncio.Event = field(default_factory=asyncio.Event)
    hit: Callable[[], None] = lambda: None
    """What is to happen in that very moment."""

    def meets(self, kind: str) -> bool:
        """Count one, and tell whether it is to fail."""
        self.seen += kind == self.kind
        return kind == self.kind and self.seen == self.number and not self.struck.is_set()

    def strike(self) -> None:
        self.struck.set()
        self.hit()


class FailingDatabase(Database):
    """A database of one life, whose commits fail."""

    def __init__(self, url: str, fault: Fault) -> None:
        super().__init__(url)
        self._fault = fault
        self.is_dead = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[WriteSession]:
        if self.is_dead:
            raise _broken()
        way = self._on_a_full_disk if self._fault.meets("file write") else self._committing
        async with way() as session:
            yield session

    @asynccontextmanager
    async def _committing(self) -> AsyncIterator[WriteSession]:
        fails = self._fault.meets("commit")
        async with super().writing() as session:
            yield session
            if self.is_dead or (fails and not self._fault.is_late):
                self._fault.strike()
                raise _broken()
        if fails:
            self._fault.strike()
            raise _broken()

    @asynccontextmanager
    async def _on_a_full_disk(self) -> AsyncIterator[WriteSession]:
        try:
            with full_disk():
                async with super().writing() as session:
                    yield session
        except OperationalError:
            self._fault.strike()
            raise
        self._fault.number += 1  # it had nothing to write: the next one shall


class FailingApi(BotApi):
    """A Bot API that drops the connection at the N-th call, and hears nothing of the dead."""

    fault: Fault
    dead: ClassVar[set[str]] = set()

    async def _treat(self, request: web.BaseRequest, call: Call, failure: Failure | None) -> web.StreamResponse:
        nobody = Failure(kind="drop")
        if request.path.partition("/bot")[0] in self.dead:
            return await super()._treat(request, call, nobody)
        if not self.fault.meets("call"):
            return await super()._treat(request, call, failure)
        answer = await super()._treat(request, call, Failure(kind="drop", is_late=self.fault.is_late))
        self.fault.strike()
        return answer


@dataclass
class Life(Stage):
    """One bot from its start to its death."""

    tasks: "set[asyncio.Task[Any]]" = field(default_factory=set)
    number: ClassVar[int] = 0

    def create(self, **settings: Any) -> Telegram:
        Life.number += 1
        self.place = f"/life{Life.number}"
        office = Office(self.database, rhythm=Rhythm(retries=(0.01,) * 4, outage=0.02), limits=UNLIMITED, patience=0.1)
        telegram = super().create(base_url=f"{self.api.url}{self.place}", office=office, **settings)
        self.office = office
        return telegram

    def begin(self) -> None:
        context = copy_context()
        context.run(LIFE.set, self)
        self.polling = asyncio.get_running_loop().create_task(self._live(), context=context)
        self.own(self.polling)

    def own(self, task: "asyncio.Task[Any]") -> None:
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _live(self) -> None:
        with suppress(OperationalError):
            await self.office.start()  # where it cannot start, whoever looks after processes starts it again
        if not self.office.inbox.is_open:
            await self.office.start()
        await self.telegram.poll()

    def die(self) -> None:
        """Let nothing of it have an effect from this moment on."""
        assert isinstance(self.database, FailingDatabase)
        self.database.is_dead = True
        FailingApi.dead.add(self.place)
        for task in self.tasks:
            if not task.get_coro().__qualname__.endswith(".close"):  # of sessions: it rolls back, as the end of a process does
                task.cancel()

    async def vanish(self) -> None:
        """Clear away what a dead process would not hold any more."""
        while self.tasks:
            self.die()
            await asyncio.wait(self.tasks, timeout=0.1)
            await asyncio.sleep(0)  # those that ended are then forgotten
        await self.telegram.application.shutdown()
        await self.telegram.application.bot.shutdown()
        await self.database.dispose()


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow or change."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _broken() -> OperationalError:
    return OperationalError("a statement", {}, ConnectionError("the connection broke"))
