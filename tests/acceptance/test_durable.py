"""Killed at any moment, the bot loses nothing, keeps the order, and doubles at most what was on its way."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.db.database import Database
from bot.db.models import AnswerRow, Base, InboxRow, OutboxRow, QuestionRow
from tests.botapi import BotApi

CHATS, MESSAGES, KILLS = range(1, 21), 10, 3
WORKER = Path(__file__).with_name("durable_worker.py")


@contextlib.asynccontextmanager
async def worker(database: Database, api: BotApi) -> AsyncIterator[asyncio.subprocess.Process]:
    url = database.engine.url.render_as_string(hide_password=False)
    where = {**os.environ, "PYTHONPATH": str(WORKER.parents[2])}
    process = await asyncio.create_subprocess_exec(sys.executable, str(WORKER), url, api.url, api.token, env=where)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def count(database: Database, table: type[Base], **where: str) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table).filter_by(**where)) or 0


async def finished(database: Database) -> None:
    async with asyncio.timeout(60):
        while await count(database, InboxRow, state="waiting") or await count(database, OutboxRow, state="waiting"):  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.1)


def written_by_all(api: BotApi) -> int:
    """Have everybody write, each tenth update delivered twice; return how many messages that are."""
    updates: list[dict[str, Any]] = []
    for number in range(MESSAGES):
        for person in CHATS:
            updates.append({"update_id": 1000 + len(updates), "message": api.message(f"nomor {number}", person=person)})
    api.pending = sorted(updates + updates[::10], key=lambda update: update["update_id"])
    return len(updates)


async def test_after_each_kill_everything_is_answered_once_and_in_order(database: Database, bot_api: BotApi) -> None:
    bot_api.slow["sendMessage"] = 0.03
    chance = random.Random(7)  # noqa: S311 - when to kill
    all_of_them = written_by_all(bot_api)
    sent_by_life: list[int] = []
    for _ in range(KILLS):
        async with worker(database, bot_api) as process:
            already = len(bot_api.sent)
            await bot_api.until(lambda already=already: len(bot_api.sent) > already, within=30)
            await asyncio.sleep(chance.uniform(0.0, 0.3))
            process.kill()
        await asyncio.sleep(0.1)
        sent_by_life.append(len(bot_api.sent))
    async with worker(database, bot_api):
        await bot_api.until(lambda: len({(sent.chat_id, sent.text) for sent in bot_api.sent}) == all_of_them, within=60)
        await finished(database)
    texts: dict[int, list[str]] = defaultdict(list)
    for sent in bot_api.sent:
        texts[sent.chat_id].append(sent.text)
    expected = [f"nomor {number}" for number in range(MESSAGES)]

    for chat in CHATS:
        assert list(dict.fromkeys(texts[chat])) == expected, "lost or out of order"
        assert texts[chat] == sorted(texts[chat]), "an old answer came again after a newer one"
        assert max(Counter(texts[chat]).values()) <= 1 + KILLS
        assert len(texts[chat]) <= MESSAGES + KILLS, "more than one reply doubled at a kill"
    for table in (QuestionRow, AnswerRow, OutboxRow, InboxRow):
        assert await count(database, table) == all_of_them
    assert await count(database, InboxRow, state="done") == all_of_them


async def test_told_to_end_at_full_load_it_ends_in_time_and_doubles_nothing(database: Database, bot_api: BotApi) -> None:
    bot_api.slow["sendMessage"] = 0.03
    all_of_them = written_by_all(bot_api)
    async with worker(database, bot_api) as process:
        await bot_api.until(lambda: len(bot_api.sent) > 5, within=30)
        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0
    async with worker(database, bot_api):
        await bot_api.until(lambda: len(bot_api.sent) >= all_of_them, within=60)
        await finished(database)

    assert len(bot_api.sent) == len({(sent.chat_id, sent.text) for sent in bot_api.sent}) == all_of_them
    assert await count(database, AnswerRow) == all_of_them
