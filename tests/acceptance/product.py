"""The product as a process of its own, as people start it."""

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
from filelock import FileLock

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "acceptance"
"""Where an index of the shipped corpus is kept between runs: only the first one builds it."""
PATIENCE = 240.0
"""Seconds for a first start that has to build the index beside other tests."""


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a fresh installation that keeps everything under `data`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OVOP_")}
    if inherited.pop("PYTHONDONTWRITEBYTECODE", ""):
        inherited["PYTHONPYCACHEPREFIX"] = str(KEPT.parent / "bytecode")  # compiled once, not at each of many starts
    return inherited | {"OVOP_DATA_DIR": str(data), "COLUMNS": "200", "PYTHONPATH": str(ROOT)} | settings


async def command(data: Path, *words: str, before: Sequence[str] = (), **settings: str) -> tuple[int, str, str]:
    """Run `ovop-bot` with `words`, itself run by `before`; return its exit code and what it wrote to stdout and stderr."""
    process = await asyncio.create_subprocess_exec(
        *before, sys.executable, "-m", "bot", *words, cwd=data.parent, env=environment(data, **settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


async def indexed() -> None:
    """Build the index that is kept, where it is not there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with FileLock(KEPT / "one-at-a-time"):
        code, _, err = await command(KEPT, "index")
    assert code == 0, err


def installed(data: Path) -> Path:
    """Return the data directory of an installation that has never been started but has its index."""
    shutil.copytree(KEPT / "index", data / "index", ignore=shutil.ignore_patterns("lock", "vectors*"))
    return data


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Product:
    """`ovop-bot serve` in a process; `log` is all that it wrote."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    log: str = ""
    _process: asyncio.subprocess.Process | None = None
    _reading: "asyncio.Task[None] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        chosen = environment(self.data, OVOP_WEB__PORT=str(self.port), OVOP_LOG_LEVEL="DEBUG", **self.settings)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", cwd=self.data.parent, env=chosen,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())
        await self.until_said("Web chat:")
        await self._until_it_answers()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, and again as whoever is impatient does, and wait for the end; return the exit code."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(number)
            await asyncio.sleep(0.05)
            self._process.send_signal(number)
        code = await asyncio.wait_for(self._process.wait(), 30)
        assert self._reading is not None
        await self._reading
        return code

    async def until_said(self, words: str) -> None:
        """Wait until the process has written `words`; what it wrote is shown when it does not."""
        try:
            async with asyncio.timeout(PATIENCE):
                while words not in self.log:
                    assert self._process is not None
                    assert self._process.returncode is None, self.log
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(self.log) from None

    async def _until_it_answers(self) -> None:
        async with httpx.AsyncClient() as browser, asyncio.timeout(30):
            while True:
                with suppress(httpx.TransportError):
                    await browser.get(f"{self.url}/healthz")
                    return
                await asyncio.sleep(0.05)

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.log += line.decode()
