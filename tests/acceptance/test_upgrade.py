"""Work that the version before left waiting is done by this one: nothing is stranded by an upgrade, and the order stays.

The rows are written out as that version wrote them, not by today's code: whoever changes what is stored must read the old shape, too.
"""

import asyncio
import json
from typing import Any

from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import text

from bot.db.database import Database
from bot.db.sync import sync_engine_for
from bot.delivery.jobs import Job, Work
from bot.delivery.jobs_dbos import DbosJobs
from tests.acceptance.harness import finished, worker
from tests.botapi import BotApi
from tests.databases import Home

SOURCE = "telegram:123456789"
LONG_AGO = 1_795_000_000.0
INBOX = text(
    "INSERT INTO inbox (source, key, lane, position, raw, state, attempts, due, reason, received_at) "
    "VALUES (:source, :key, :lane, :position, :raw, 'waiting', 0, 0.0, '', :at)"
)
OUTBOX = text(
    "INSERT INTO outbox (source, key, chat, kind, method, payload, state, not_before, attempts, reason, made_at) "
    "VALUES (:source, :key, :chat, :kind, 'sendMessage', :payload, :state, 0.0, 0, '', :at)"
)
LEASE = text("INSERT INTO leases (name, owner, until) VALUES (:name, 'dead', :until)")
CHATS, MESSAGES = (7, 8, 9), (1, 2, 3)


def came(api: BotApi) -> list[dict[str, Any]]:
    """Return rows of the inbox: each chat's messages 1 to 3, stored in another order than they were numbered."""
    numbered = [(100 * number + chat, chat, number) for chat in CHATS for number in reversed(MESSAGES)]
    return [
        {
            "source": SOURCE,
            "key": str(update),
            "lane": f"{SOURCE}:{chat}",
            "position": update,
            "raw": json.dumps({"update_id": update, "message": api.message(f"nomor {number}", person=chat)}),
            "at": LONG_AGO,
        }
        for update, chat, number in numbered
    ]


def goes(chat: int, name: str, kind: str = "reply", state: str = "waiting") -> dict[str, Any]:
    """Return a row of the outbox."""
    payload = json.dumps({"parameters": {"text": name, "link_preview_options": {"is_disabled": True}}, "plain": ""})
    return {"source": SOURCE, "key": f"{chat}:{name}", "chat": str(chat), "kind": kind, "payload": payload, "state": state, "at": LONG_AGO}


async def state_of(database: Database, key: str) -> str | None:
    async with database.reading() as session:
        return await session.scalar(text("SELECT state FROM outbox WHERE key = :key"), {"key": key})


async def test_what_the_version_before_left_in_inbox_and_outbox_is_done_in_order(database: Database, bot_api: BotApi) -> None:
    async with database.writing() as session:
        await session.execute(INBOX, came(bot_api))
        await session.execute(OUTBOX, [goes(chat, f"lama {number}") for chat in CHATS for number in (1, 2)])
        await session.execute(OUTBOX, [goes(20, "lama dikirim?", "bulk", "claimed"), goes(21, "lama menunggu", "bulk")])
        await session.execute(LEASE, [{"name": name, "until": LONG_AGO} for name in (f"{SOURCE}:7", f"sender:{SOURCE}")])
    async with worker(database, bot_api):
        await bot_api.until(lambda: len(bot_api.sent) >= 16, within=30)
        await finished(database)

    for chat in CHATS:
        got = [sent.text for sent in bot_api.sent if sent.chat_id == chat]
        assert got == ["lama 1", "lama 2", "nomor 1", "nomor 2", "nomor 3"]
    assert [sent.text for sent in bot_api.sent if sent.chat_id in {20, 21}] == ["lama menunggu"]
    assert await state_of(database, "20:lama dikirim?") == "unknown"


async def test_jobs_that_the_version_before_queued_are_done(home: Home) -> None:
    url = await home.migrated()
    done: list[tuple[int, ...]] = []

    async def note(ids: tuple[int, ...]) -> None:
        done.append(ids)

    await _started_once(url, note)  # its tables are made
    await asyncio.to_thread(_queue, url)
    jobs = DbosJobs(sync_engine_for(url), [Job("note", note)])
    await jobs.start()
    async with asyncio.timeout(20):
        while len(done) < 2:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.05)
    await jobs.stop(1)

    assert sorted(done) == [(1,), (2, 3)]


async def _started_once(url: str, note: Work) -> None:
    jobs = DbosJobs(sync_engine_for(url), [Job("note", note)])
    await jobs.start()
    await jobs.stop(1)


def _queue(url: str) -> None:
    """Queue as the version before did: under the names of queue and workflow, and the version of code, that it had."""
    engine = sync_engine_for(url)
    client = DBOSClient(system_database_engine=engine, serializer=DBOSPortableJSONSerializer(), application_name="ovop-bot")
    for key, ids in (("a", [1]), ("b", [2, 3])):
        client.enqueue(EnqueueOptions(workflow_name="job", queue_name="jobs", workflow_id=f"note:{key}", app_version="1"), "note", ids)
    client.destroy()
    engine.dispose()
