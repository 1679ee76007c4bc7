"""A whole question: a Telegram update in, a message out. Ours, and a bare echo bot of python-telegram-bot, as a ratio.

Both run side by side in processes of their own and are measured in turns, so that other load on the machine meets both alike.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.botapi import BotApi
from benchmarks.figures import Figures, Table, milliseconds, percentile
from benchmarks.library import lay_index
from benchmarks.process import ECHO, OURS, Bot, running
from benchmarks.texts import ways_to_ask

BOTS = {"ours": OURS, "echo": ECHO}
ROUNDS = 3
AT_ONCE = {1: 80, 32: 5}
"""How many owners ask at once: how many questions each of them asks, one after another."""

WARM_UP = 20
STARTING = 300.0
LONGEST_ROUND = 60.0


@dataclass(frozen=True, slots=True)
class Run:
    """One round: milliseconds at the middle and at the 95th percentile, questions a second, processor milliseconds a question."""

    p50: float
    p95: float
    rate: float
    cpu: float


@dataclass(frozen=True, slots=True)
class _Side:
    """A bot, and the Bot API that it talks to."""

    bot: Bot
    api: BotApi


def measure() -> Figures:
    """Return the figures of both bots."""
    return asyncio.run(_measure())


async def _measure() -> Figures:
    runs: dict[tuple[str, int], list[Run]] = {(name, owners): [] for owners in AT_ONCE for name in BOTS}
    async with AsyncExitStack() as held:
        data = Path(held.enter_context(tempfile.TemporaryDirectory()))
        lay_index(data)
        sides = {}
        for name, command in BOTS.items():
            api = await held.enter_async_context(BotApi())
            sides[name] = _Side(held.enter_context(running(command, api.url, data)), api)
        people, texts = count(1), ways_to_ask()
        for side in sides.values():
            await side.api.ask(next(people), next(texts), patience=STARTING)
            await _round(side, 1, WARM_UP, texts, people)
        for _ in range(ROUNDS):
            for (name, owners), found in runs.items():
                found.append(await _round(sides[name], owners, AT_ONCE[owners], texts, people))
    return _figures({where: _best(found) for where, found in runs.items()})


async def _round(side: _Side, owners: int, each: int, texts: Iterator[str], people: Iterator[int]) -> Run:
    """Have `owners` ask side by side, each the next question when the last one is answered.

    Each question comes from a chat of its own: ours sends one message a second to a chat, as Telegram wants it.
    """
    seconds: list[float] = []

    async def owner() -> None:
        seconds.extend([await side.api.ask(next(people), text) for text in islice(texts, each)])

    sent, busy, began = side.api.sent, side.bot.busy_seconds(), perf_counter()
    async with asyncio.timeout(LONGEST_ROUND):
        await asyncio.gather(*(owner() for _ in range(owners)))
    took, busy = perf_counter() - began, side.bot.busy_seconds() - busy
    if side.api.sent - sent != len(seconds):
        msg = f"{len(seconds)} questions were answered in {side.api.sent - sent} messages: the times would be of another message"
        raise RuntimeError(msg)
    return Run(1000 * median(seconds), 1000 * percentile(seconds, 0.95), len(seconds) / took, 1000 * busy / len(seconds))


def _best(found: list[Run]) -> Run:
    return Run(min(run.p50 for run in found), min(run.p95 for run in found), max(run.rate for run in found), min(run.cpu for run in found))


def _figures(best: dict[tuple[str, int], Run]) -> Figures:
    rows = []
    for owners in AT_ONCE:
        ours, echo = best["ours", owners], best["echo", owners]
        for measured, mine, other in (("p50", ours.p50, echo.p50), ("p95", ours.p95, echo.p95), ("processor time", ours.cpu, echo.cpu)):
            rows.append((f"{owners}", measured, milliseconds(mine), milliseconds(other), f"{mine / other:.1f}"))
        rows.append((f"{owners}", "questions a second", f"{ours.rate:.0f}", f"{echo.rate:.0f}", f"{ours.rate / echo.rate:.2f}"))
    table = Table(("owners at once", "", "ours", "PTB echo bot", "ratio"), tuple(rows))
    data = {
        f"{name}_{owners}": {"p50_ms": run.p50, "p95_ms": run.p95, "per_second": run.rate, "cpu_ms": run.cpu}
        for (name, owners), run in best.items()
    }
    return Figures("question", (table,), data)


if __name__ == "__main__":
    measure().show()
