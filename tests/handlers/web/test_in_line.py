"""The chat page through the inbox: stored first, answered in order, and there on the next look where it took too long."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import func, select

from bot.db.database import Database
from bot.db.models import AnswerRow
from bot.delivery.office import Office
from bot.domain.people import Language
from bot.services.ask import Ask
from bot.services.ask_in_line import AskInLine
from bot.texts import say
from tests.fakes import FixedClock
from tests.handlers.web.conftest import Visiting
from tests.handlers.web.stage import JOINING, ScriptedThinker, site_on, tokens_in

SCRIPT = {"X-Ovop-Fragment": "1"}


@pytest.fixture
async def in_line(database: Database, thinker: ScriptedThinker) -> AsyncIterator[AskInLine]:
    office = Office(database)
    asking = AskInLine(Ask(database, thinker, FixedClock()), office.inbox)
    await office.start()
    office.inbox.serve(asking.source, asking)
    yield asking
    thinker.gate.set()
    await office.stop(5)


@pytest.fixture
def client(visiting: Visiting, in_line: AskInLine, database: Database, thinker: ScriptedThinker) -> httpx.AsyncClient:
    return visiting(site_on(database, thinker, ask=in_line))


async def test_a_strangers_choice_is_answered_in_the_language_of_the_browser(client: httpx.AsyncClient, thinker: ScriptedThinker) -> None:
    await client.post(f"/choices/{JOINING.token}", data={"key": "k1"}, headers=SCRIPT | {"Accept-Language": "en-GB, id;q=0.5"})

    assert thinker.languages == [Language.ENGLISH]


async def test_a_question_and_a_choice_are_answered_as_ever(client: httpx.AsyncClient) -> None:
    asked = await client.post("/messages", data={"text": "sentra itu apa", "key": "k1"}, headers=SCRIPT)
    again = await client.post("/messages", data={"text": "sentra itu apa", "key": "k1"}, headers=SCRIPT)
    chosen = await client.post(f"/choices/{JOINING.token}", data={"key": "k2"}, headers=SCRIPT)

    assert tokens_in(asked.text) == tokens_in(again.text)
    assert JOINING.label in chosen.text


async def test_a_choice_that_is_gone_is_told_each_time(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        response = await client.post("/choices/gone", data={"key": "k1"}, headers=SCRIPT)
        assert response.status_code == 410


async def test_what_takes_too_long_is_kept_and_there_on_the_next_look(
    client: httpx.AsyncClient, in_line: AskInLine, thinker: ScriptedThinker
) -> None:
    await client.get("/")
    thinker.gate.clear()
    in_line.patience = 0.1
    response = await client.post("/messages", data={"text": "sentra itu apa", "key": "k1"}, headers=SCRIPT)
    thinker.gate.set()
    await in_line.inbox.settle()

    assert (response.status_code, response.text) == (503, say(Language.INDONESIAN, "error.later"))
    assert len(tokens_in((await client.get("/")).text)) == 1


async def test_after_a_crash_while_thinking_the_answer_is_there_on_reload(
    visiting: Visiting, database: Database, thinker: ScriptedThinker
) -> None:
    thinker.gate.clear()
    office = Office(database)
    first = AskInLine(Ask(database, thinker, FixedClock()), office.inbox)
    await office.start()
    office.inbox.serve(first.source, first)
    visitor = visiting(site_on(database, thinker, ask=first))
    posting = asyncio.create_task(visitor.post("/messages", data={"text": "sentra itu apa", "key": "k1"}))
    while not thinker.heard:  # noqa: ASYNC110 - a list has no event
        await asyncio.sleep(0.01)
    await office.stop(0.01)
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    thinker.gate.set()
    later = Office(database)
    second = AskInLine(Ask(database, thinker, FixedClock()), later.inbox)
    await later.start()
    later.inbox.serve(second.source, second)
    async with asyncio.timeout(10):
        while not thinker.heard[1:]:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.01)
    await later.inbox.settle()

    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AnswerRow)) == 1
    await later.stop(5)
