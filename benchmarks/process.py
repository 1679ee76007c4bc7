"""Bots in processes of their own, as a person starts them, with the settings of a measurement."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil

from benchmarks.botapi import TOKEN

ROOT = Path(__file__).parents[1]
OURS, ECHO, WATCHED = ("bot", "serve"), ("benchmarks.echo",), ("benchmarks.watched",)
FAREWELL = 20.0


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot. `began` is when it was started (`perf_counter`)."""

    process: subprocess.Popen[str]
    began: float

    def busy_seconds(self) -> float:
        """Return the processor time that the process has taken."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def megabytes(self) -> float:
        """Return the resident memory of the process and its children."""
        own = psutil.Process(self.process.pid)
        return float(sum(each.memory_info().rss for each in (own, *own.children(recursive=True))) / 1e6)


@contextmanager
def running(command: tuple[str, ...], url: str, data: Path, root: Path = ROOT) -> Iterator[Bot]:
    """Run `python -m <command>` of the tree at `root`, on the Bot API at `url`; it stores in `data`."""
    given = {
        "OVOP_DATA_DIR": str(data),
        "OVOP_LOG_LEVEL": "WARNING",
        "OVOP_TELEGRAM__TOKEN": TOKEN,
        "OVOP_TELEGRAM__BASE_URL": url,
        "OVOP_WEB__PORT": str(free_port()),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH", "")))),
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith(("OVOP_", "OMP_", "OPENBLAS_NUM"))}
    began = perf_counter()
    process = subprocess.Popen(
        (sys.executable, "-m", *command), cwd=data, env=others | given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield Bot(process, began)
    finally:
        process.terminate()
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
