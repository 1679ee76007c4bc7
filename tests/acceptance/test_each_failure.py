"""One whole conversation, in which each commit, each file write and each call to Telegram fails once: a restart heals it."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.db import leases
from bot.db.database import Database
from bot.db.models import AnswerRow, InboxRow, OutboxRow, PersonRow, QuestionRow, RatingRow
from bot.domain.answer import Rating
from bot.domain.people import Language
from bot.texts import say
from tests.acceptance.failing import FailingApi, FailingDatabase, Fault, Life, tracked
from tests.botapi import Sent
from tests.databases import Home, PostgresHome, SqliteHome

STARTS = ("<b>Selamat datang!", "Paling sedikit", "❓ ", say(Language.INDONESIAN, "language.ask")[:12], "📭 ")
"""How the replies begin, in their order."""

AT_ONCE = 8


@pytest.fixture(autouse=True)
async def tracking() -> AsyncIterator[None]:
    """Know of each task to which life it belongs, and let nothing of the dead be cleared away in another test."""
    asyncio.get_running_loop().set_task_factory(tracked)  # type: ignore[arg-type]
    yield
    gc.collect()


@dataclass
class Conversation:
    """A person who goes on when what came before is done, and bots that die and are started again."""

    api: FailingApi
    database: Database
    fault: Fault
    dies: bool = True
    life: Life = field(init=False)
    updates: int = 0
    _dead: list[Life] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        url = self.database.engine.url.render_as_string(hide_password=False)
        self.life = Life(self.api, FailingDatabase(url, self.fault))
        if self.dies:
            self.fault.hit = self.life.die
        self.life.begin()

    async def go_through(self) -> None:
        await self.step(self.api.write, "/start")
        await self.step(self.api.write, "berapa usaha supaya jadi sentra?")
        answer = self.said(1)
        await self.step(self.api.press, answer, "c:p-bintang")
        await self.step(self.api.press, answer, answer.data("r:"))
        await self.step(self.api.write, "/bahasa")
        await self.step(self.api.press, self.said(3), "l:en")
        await self.step(self.api.write, "berapa biaya?")

    def said(self, place: int) -> Sent:
        return next(sent for sent in self.api.sent if sent.source.startswith(STARTS[place]))

    async def step(self, act: Callable[..., Any], *arguments: Any) -> None:
        act(*arguments)
        self.updates += 1
        async with asyncio.timeout(20):
            while not await self.is_done():  # noqa: ASYNC110 - a database has no event
                await asyncio.sleep(0.02)

    async def is_done(self) -> bool:
        if self.dies and self.fault.struck.is_set() and not self._dead:
            await self.start_again()
        async with self.database.glancing() as session:
            handled = await session.scalar(select(func.count()).where(InboxRow.state != "waiting"))
            unsent = await session.scalar(select(func.count()).where(OutboxRow.state == "waiting"))
        return handled == self.updates and not unsent

    async def start_again(self) -> None:
        self._dead.append(self.life)
        await self.life.vanish()
        async with self.database.writing() as session:
            await leases.dropped(session)  # as if the four seconds had gone by after which a dead worker loses them
        self.begin()


@asynccontextmanager
async def talking(database: Database, fault: Fault, *, dies: bool = True) -> AsyncIterator[Conversation]:
    async with FailingApi() as api:
        api.fault = fault
        async with database.glancing() as session:
            await session.connection()  # who looks on is connected before anything fails
        conversation = Conversation(api, database, fault, dies)
        try:
            yield conversation
        finally:
            await conversation.life.vanish()


async def judged(conversation: Conversation) -> None:
    """Say that everything was handled, once in effect, and answered in order."""
    database = conversation.database
    assert await all_of(database, InboxRow.state) == ["done"] * conversation.updates
    assert await all_of(database, OutboxRow.state) == ["sent"] * 7
    assert await all_of(database, RatingRow.value) == [Rating.UP]
    assert await all_of(database, PersonRow.language) == [Language.ENGLISH]
    assert len(await all_of(database, QuestionRow.id)) == len(await all_of(database, AnswerRow.id)) == 3
    texts = [sent.source for sent in conversation.api.sent]
    once = [text for text, _ in groupby(texts)]
    assert [text.startswith(start) for text, start in zip(once, STARTS, strict=True)] == [True] * len(STARTS)
    assert len(texts) - len(once) <= 1


async def all_of(database: Database, column: Any) -> list[Any]:
    async with database.reading() as session:
        return list(await session.scalars(select(column)))


@asynccontextmanager
async def fresh(home: Home) -> AsyncIterator[Database]:
    database = Database(await home.migrated())
    yield database
    await database.dispose()


async def counted(home: Home, kind: str) -> int:
    """Return how many of a kind there are when nothing fails."""
    async with fresh(home) as database, talking(database, Fault(kind)) as conversation:
        await conversation.go_through()
        await judged(conversation)
        return conversation.fault.seen


async def each_fails(  # noqa: PLR0913 - what fails, and how
    home: Home, kind: str, *, is_late: bool = False, dies: bool = True, at_once: int = AT_ONCE, step: int = 1
) -> None:
    """Have as many conversations as there are of a kind; in each another one fails, or only in each `step`-th."""
    total = await counted(home, kind)
    slots = asyncio.Semaphore(at_once)

    async def fails(number: int) -> bool:
        fault = Fault(kind, number, is_late)
        async with slots, fresh(home) as database, talking(database, fault, dies=dies) as conversation:
            try:
                await conversation.go_through()
                await judged(conversation)
            except BaseException as error:
                error.add_note(f"{kind} {number} of {total} failed")
                raise
        return fault.struck.is_set()

    async with asyncio.TaskGroup() as tasks:
        all_of_them = {number: tasks.create_task(fails(number)) for number in range(total, 0, -step)}
    missed = [number for number, each in all_of_them.items() if not each.result()]
    assert total > 15
    assert len(missed) <= 2, f"of {total} these did not fail: {missed}"  # the last poll is still open at the end


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["commit", "call"])
async def test_whichever_fails_a_restart_heals_it(sqlite_home: SqliteHome, kind: str, when: str) -> None:
    await each_fails(sqlite_home, kind, is_late=when == "after")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["commit", "call"])
async def test_the_same_holds_on_postgresql(postgres_home: PostgresHome, kind: str, when: str) -> None:
    await each_fails(postgres_home, kind, is_late=when == "after", step=8)  # all of them take too long for each day


@pytest.mark.parametrize("when", ["before", "after"])
async def test_whichever_commit_fails_it_heals_without_a_restart(sqlite_home: SqliteHome, when: str) -> None:
    await each_fails(sqlite_home, "commit", is_late=when == "after", dies=False, step=6)


async def test_whichever_file_write_fails_a_restart_heals_it(sqlite_home: SqliteHome) -> None:
    await each_fails(sqlite_home, "file write", at_once=1, step=2)  # a full disk is full for the whole process
