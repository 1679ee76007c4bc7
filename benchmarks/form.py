"""`python -m benchmarks.form`: presses a second in the self-assessment, ours beside python-telegram-bot's own conversation.

Both have the same items. Owners press an option and then "back", again and again; each press is confirmed and changes the message: two
calls of the Bot API for either bot. Ours has committed the answer before it shows the next question; the other one keeps it in memory.
"""

import asyncio
import json
import tempfile
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from time import perf_counter

from benchmarks.botapi import TOKEN, BotApi
from benchmarks.figures import percentile
from benchmarks.process import Bot, running
from tests.databases import SqliteHome

OURS, THEIRS = "tests.acceptance.durable_worker", "benchmarks.conversation"
AT_ONCE, ROUNDS, SECONDS, PATIENCE = (1, 32), 3, 4.0, 60.0
PROFILE = ("Bu Siti", "Keripik Mbok Siti", "keripik", "kab malang", "ya", "2015")


@dataclass(frozen=True, slots=True)
class Run:
    """Presses a second, and for each second of the processor; milliseconds until the message changed."""

    rate: float
    per_cpu_second: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Side:
    """A bot with a Bot API of its own."""

    bot: Bot
    api: BotApi
    people: "count[int]"
    is_ours: bool

    async def begin(self) -> int:
        """Return a new owner who is at the first item."""
        person = next(self.people)
        await self.api.ask(person, "/nilai", PATIENCE)
        if self.is_ours:
            await self.api.tap(person, ".agree", PATIENCE)
            for words in PROFILE:
                await self.api.ask(person, words, PATIENCE)
        return person

    async def run(self, owners: int) -> tuple[list[float], float, float]:
        """Return the seconds of each press, how long it all took, and the processor's seconds."""
        people = await asyncio.gather(*(self.begin() for _ in range(owners)))
        seconds: list[float] = []
        began, cpu = perf_counter(), self.bot.busy_seconds()

        async def owner(person: int) -> None:
            while perf_counter() < began + SECONDS:
                seconds.append(await self.api.tap(person, ".pick.", PATIENCE))
                seconds.append(await self.api.tap(person, ".back", PATIENCE))

        await asyncio.gather(*map(owner, people))
        return seconds, perf_counter() - began, self.bot.busy_seconds() - cpu


async def measure() -> dict[str, dict[str, object]]:
    """Return the figures at 1 and at 32 owners: the best of some rounds, taken in turns."""
    async with AsyncExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        first, second = [await held.enter_async_context(BotApi()) for _ in range(2)]
        database = await SqliteHome(folder).migrated()
        own = held.enter_context(running((OURS, database, first.url, TOKEN), first.url, folder))
        theirs = held.enter_context(running((THEIRS, str(folder / "conversations")), second.url, folder))
        sides = {"ours": Side(own, first, count(1), is_ours=True), "conversation": Side(theirs, second, count(1), is_ours=False)}
        for side in sides.values():
            await side.begin()
        return {str(owners): await _compared(sides, owners) for owners in AT_ONCE}


async def _compared(sides: dict[str, Side], owners: int) -> dict[str, object]:
    best: dict[str, Run] = {}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            run = _run(*await side.run(owners))
            print(f"{owners} at once, {name}: {run.rate:.0f}/s", flush=True)
            best[name] = max(best.get(name, run), run, key=lambda one: one.rate)
    ratio = best["ours"].rate / best["conversation"].rate
    return {"ratio": round(ratio, 2), **{name: {key: round(value, 1) for key, value in asdict(run).items()} for name, run in best.items()}}


def _run(seconds: list[float], took: float, busy: float) -> Run:
    p50, p95 = (1000 * percentile(seconds, share) for share in (0.5, 0.95))
    return Run(len(seconds) / took, len(seconds) / max(busy, 0.01), p50, p95)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure())))
