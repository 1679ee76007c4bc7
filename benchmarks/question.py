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
from benchmarks.process import ECHO, OURS, running
from benchmarks.texts import ways_to_ask

ROUNDS = 3
AT_ONCE = {1: 80, 32: 5}
"""How many owners ask at once: how many questions each of them asks, one after another."""

WARM_UP = 20
STARTING = 300.0
LONGEST_ROUND = 60.0


@dataclass(frozen=True, slots=True)
class Run:
    """One round: milliseconds at the middle and at the 95th percentile, questions a second."""

    p50: float
    p95: float
    rate: float


def measure() -> Figures:
    """Return the figures of both bots."""
    return asyncio.run(_measure())


async def _measure() -> Figures:
    runs: dict[tuple[str, int], list[Run]] = {(bot, owners): [] for bot in ("ours", "echo") for owners in AT_ONCE}
    async with AsyncExitStack() as open_:
        data = Path(open_.enter_context(tempfile.TemporaryDirectory()))
        lay_index(data)
        apis = {bot: await open_.enter_async_context(BotApi()) for bot in ("ours", "echo")}
        open_.enter_context(running(OURS, apis["ours"].url, data))
        open_.enter_context(running(ECHO, apis["echo"].url, data))
        people, texts = count(1), ways_to_ask()
        for api in apis.values():
            await api.ask(next(people), next(texts), patience=STARTING)
            await _round(api, 1, WARM_UP, texts, people)
        for _ in range(ROUNDS):
            for (bot, owners), found in runs.items():
                found.append(await _round(apis[bot], owners, AT_ONCE[owners], texts, people))
    return _figures({where: _best(found) for where, found in runs.items()})


async def _round(api: BotApi, owners: int, each: int, texts: Iterator[str], people: Iterator[int]) -> Run:
    """Have `owners` new people ask side by side, each the next question when the last one is answered."""
    seconds: list[float] = []

    async def owner(person: int) -> None:
        seconds.extend([await api.ask(person, text) for text in islice(texts, each)])

    sent, began = api.sent, perf_counter()
    async with asyncio.timeout(LONGEST_ROUND):
        await asyncio.gather(*(owner(next(people)) for _ in range(owners)))
    took = perf_counter() - began
    if api.sent - sent != len(seconds):
        msg = f"{len(seconds)} questions were answered in {api.sent - sent} messages: the times would be of another message"
        raise RuntimeError(msg)
    return Run(1000 * median(seconds), 1000 * percentile(seconds, 0.95), len(seconds) / took)


def _best(found: list[Run]) -> Run:
    return Run(min(run.p50 for run in found), min(run.p95 for run in found), max(run.rate for run in found))


def _figures(best: dict[tuple[str, int], Run]) -> Figures:
    rows = []
    for owners in AT_ONCE:
        ours, echo = best["ours", owners], best["echo", owners]
        for name, mine, other in (("p50", ours.p50, echo.p50), ("p95", ours.p95, echo.p95)):
            rows.append((f"{owners}", name, milliseconds(mine), milliseconds(other), f"{mine / other:.1f}"))
        rows.append((f"{owners}", "a second", f"{ours.rate:.0f}", f"{echo.rate:.0f}", f"{ours.rate / echo.rate:.2f}"))
    table = Table(("owners at once", "", "ours", "PTB echo bot", "ratio"), tuple(rows))
    data = {f"{bot}_{owners}": {"p50_ms": run.p50, "p95_ms": run.p95, "per_second": run.rate} for (bot, owners), run in best.items()}
    return Figures("question", (table,), data)


if __name__ == "__main__":
    measure().show()
