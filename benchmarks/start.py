"""Starting: seconds from the command to the first answer, and the memory of the product when it idles."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.botapi import BotApi
from benchmarks.figures import Figures, Table
from benchmarks.library import lay_index
from benchmarks.process import OURS, ROOT, running
from knowledge.vectors import SHIPPED

STARTS = 3
PATIENCE = 400.0
IDLE = 3.0


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the command to the first answer, those of the processor, and the resident megabytes a little later."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def measure() -> Figures:
    """Return the figures of all kinds of start, each the best of its tries."""
    best = {name: _best([each for each in tries if each]) for name, tries in _starts()}
    rows = tuple((name, *_cells(each)) for name, each in best.items())
    data = {name: asdict(each) if each else None for name, each in best.items()}
    return Figures("start", (Table(("start", "to the first answer", "processor time", "resident when idle"), rows),), data)


def _best(tries: list[Start]) -> Start | None:
    if not tries:
        return None
    return Start(min(each.seconds for each in tries), min(each.cpu_seconds for each in tries), min(each.megabytes for each in tries))


def _cells(start: Start | None) -> tuple[str, str, str]:
    if start is None:
        return f"over {PATIENCE:.0f} s", "-", "-"
    return f"{start.seconds:.1f} s", f"{start.cpu_seconds:.1f} s", f"{start.megabytes:.0f} MB"


def _starts() -> Iterator[tuple[str, list[Start | None]]]:
    with tempfile.TemporaryDirectory() as name, _without_vectors(Path(name)) as tree:
        yield "cold, every text to be embedded", [_start(tree)]
    if SHIPPED.exists():
        yield "cold, with the shipped vectors", [_start(ROOT) for _ in range(STARTS)]
    yield "warm", [_start(ROOT, warm=True) for _ in range(STARTS)]


@contextmanager
def _without_vectors(place: Path) -> Iterator[Path]:
    """Yield a copy of the sources that has no shipped vectors."""
    for package in ("bot", "handlers", "knowledge"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns(SHIPPED.name, "__pycache__"))
    yield place


def _start(tree: Path, *, warm: bool = False) -> Start | None:
    """Start once; None where it takes longer than anybody's patience."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        if warm:
            lay_index(data)
        with suppress(TimeoutError):
            return asyncio.run(_first_answer(tree, data))
    return None


async def _first_answer(tree: Path, data: Path) -> Start:
    """Start a bot that a question already waits for."""
    async with BotApi() as api:
        asked = asyncio.create_task(api.ask(1, "Apa itu OVOP?", patience=PATIENCE))
        with running(OURS, api.url, data, tree) as bot:
            await asked
            seconds, cpu = perf_counter() - bot.began, bot.busy_seconds()
            await asyncio.sleep(IDLE)
            return Start(seconds, cpu, bot.megabytes())


if __name__ == "__main__":
    measure().show()
