"""`python -m benchmarks.load`: updates a second and how long each takes, ours beside a bare echo bot of python-telegram-bot.

All bots run side by side in processes of their own and are measured in turns, so that other load on the machine meets all alike.
Ours is asked, and its buttons are pressed: a press is over when the thumb is marked under the message, and costs two calls of
the Bot API (the press is confirmed, the message is changed), where the echo bot makes one.
"""

import asyncio
import tempfile
from array import array
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.botapi import TOKEN, BotApi
from benchmarks.figures import Figures, Table, milliseconds, percentile
from benchmarks.process import ECHO, Bot, running
from tests.databases import SqliteHome

OURS = "tests.acceptance.durable_worker"
ASKED, PRESSED = "ours, asked", "ours, pressed"
AT_ONCE = (1, 32, 128)
DELAYS = (0.0, 0.1)
SECONDS = 3.0
STARTING, PATIENCE = 60.0, 60.0
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Run:
    """Answers a second, and for each second of the processor; milliseconds until one was sent. `unanswered` ones were given up.

    `started` is the median of milliseconds from an update's being stored, as its bringer heard, until its handler ran.
    """

    rate: float
    per_cpu_second: float
    p50: float
    p95: float
    p99: float
    unanswered: int
    started: float | None


@dataclass(frozen=True, slots=True)
class _Side:
    bot: Bot
    api: BotApi
    people: "count[int]"
    waits: Path
    presses: bool = False

    async def once(self, person: int, number: int) -> float:
        """Have a person write or press, and return the seconds until the bot reacted."""
        if self.presses and number:
            return await self.api.press(person, PATIENCE)
        return await self.api.ask(person, f"nomor {number}", PATIENCE)

    def waited(self) -> list[float]:
        """Return all waits so far."""
        found = array("d")
        found.frombytes(self.waits.read_bytes() if self.waits.exists() else b"")
        return found.tolist()


async def _measure() -> Figures:
    async with AsyncExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        database = await SqliteHome(folder).migrated()
        ours = await _side(held, folder, OURS, database)
        sides = {
            ASKED: ours,
            PRESSED: replace(ours, presses=True),
            "echo": await _side(held, folder, *ECHO),
            "echo, concurrent": await _side(held, folder, *ECHO, "concurrent"),
        }
        for side in sides.values():
            await side.api.ask(next(side.people), "halo", STARTING)
            await asyncio.gather(*(side.api.ask(next(side.people), "halo", STARTING) for _ in range(WARM_UP)))
        runs = {
            (delay, owners, name): await _run(side, owners, delay)
            for delay in DELAYS
            for owners in AT_ONCE
            for name, side in sides.items()
        }  # fmt: skip
    return _figures(runs)


async def _side(held: AsyncExitStack, folder: Path, *command: str) -> _Side:
    api = await held.enter_async_context(BotApi())
    waits = folder / "waits"
    if command[0] == OURS:
        command = (*command, api.url, TOKEN, "0", str(waits))
    return _Side(held.enter_context(running(command, api.url, folder)), api, count(1), waits)


async def _run(side: _Side, owners: int, delay: float) -> Run:
    """Have `owners` new people ask side by side for some seconds, each again when answered; those that wait then are waited for."""
    seconds: list[float] = []
    unanswered = 0
    side.api.delay = delay
    people = [next(side.people) for _ in range(owners)]
    await asyncio.gather(*(side.once(person, 0) for person in people))
    already = len(side.waited())
    began, cpu = perf_counter(), side.bot.busy_seconds()

    async def owner(person: int) -> None:
        nonlocal unanswered
        number = 0
        while perf_counter() < began + SECONDS:
            number += 1
            try:
                seconds.append(await side.once(person, number))
            except TimeoutError:
                unanswered += 1

    await asyncio.gather(*map(owner, people))
    took, busy = perf_counter() - began, max(side.bot.busy_seconds() - cpu, 0.01)
    p50, p95, p99 = (1000 * percentile(seconds or [PATIENCE], share) for share in (0.5, 0.95, 0.99))
    waits = side.waited()[already:]
    started = 1000 * percentile(waits, 0.5) if waits else None
    print(f"{delay * 1000:.0f} ms, {owners} at once: {len(seconds) / took:.0f}/s", flush=True)
    return Run(len(seconds) / took, len(seconds) / busy, p50, p95, p99, unanswered, started)


def _figures(runs: dict[tuple[float, int, str], Run]) -> Figures:
    rows = []
    data: dict[str, Any] = {}
    for (delay, owners, name), run in runs.items():
        api = f"{1000 * delay:.0f} ms"
        times = [milliseconds(value) for value in (run.p50, run.p95, run.p99)]
        times.append("" if run.started is None else milliseconds(run.started))
        rows.append(
            (f"{name}, {owners} at once", api, f"{run.rate:.1f}", f"{run.per_cpu_second:.0f}", *times, str(run.unanswered))
        )
        data.setdefault(name, {}).setdefault(api, {})[str(owners)] = asdict(run)
    head = ("who", "API time", "updates/s", "per CPU second", "p50", "p95", "p99", "stored to started, p50", "unanswered")
    return Figures("load", (Table(head, tuple(rows)),), data)


def measure() -> Figures:
    """Return the figures of all bots."""
    return asyncio.run(_measure())


if __name__ == "__main__":
    measure().show()
