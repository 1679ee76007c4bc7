"""The event loop: how long it stands still while 32 owners' questions are answered, and while nothing happens."""

import asyncio
import signal
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.botapi import BotApi
from benchmarks.figures import Figures, Table, milliseconds
from benchmarks.library import lay_index
from benchmarks.process import WATCHED, Bot, running
from benchmarks.texts import ways_to_ask

AT_ONCE = 32
ROUNDS = 5
QUIET = 2.0
STARTING = 300.0


@dataclass(frozen=True, slots=True)
class Stall:
    """Milliseconds that a turn of the loop came late: the longest, and 99 of 100 at most."""

    longest: float
    p99: float


def measure() -> Figures:
    """Return the best of some rounds: what is left is ours, and not of other programs on the machine."""
    idle, busy = asyncio.run(_measure())
    rows = tuple((name, milliseconds(each.longest), milliseconds(each.p99)) for name, each in (("idle", idle), ("32 questions", busy)))
    data = {name: {"longest_ms": each.longest, "p99_ms": each.p99} for name, each in (("idle", idle), ("busy", busy))}
    return Figures("stall", (Table(("event loop", "longest stall", "p99"), rows),), data)


async def _measure() -> tuple[Stall, Stall]:
    texts = ways_to_ask()
    idle, busy = [], []
    with tempfile.TemporaryDirectory() as name:
        lay_index(Path(name))
        async with BotApi() as api:
            with running(WATCHED, api.url, Path(name)) as bot:
                await api.ask(1, next(texts), patience=STARTING)
                for _ in range(ROUNDS):
                    await _told(bot)
                    await asyncio.sleep(QUIET)
                    idle.append(await _told(bot))
                    await asyncio.gather(*(api.ask(person, text) for person, text in enumerate(islice(texts, AT_ONCE), 100)))
                    busy.append(await _told(bot))
    return _best(idle), _best(busy)


async def _told(bot: Bot) -> Stall:
    """Have the bot say how late its loop has been since the last time."""
    bot.process.send_signal(signal.SIGUSR1)
    assert bot.process.stdout is not None
    longest, p99 = (await asyncio.to_thread(bot.process.stdout.readline)).split()
    return Stall(float(longest), float(p99))


def _best(found: list[Stall]) -> Stall:
    return Stall(min(each.longest for each in found), min(each.p99 for each in found))


if __name__ == "__main__":
    measure().show()
