"""A long run that can be ended from outside, with the time it needs to take its leave."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


class Ending:
    """Runs one thing at a time, in the task of whoever asks for it, until that task or `end` cancels it."""

    def __init__(self) -> None:
        self._task: asyncio.Task[object] | None = None
        self._is_over = asyncio.Event()
        self._is_over.set()

    async def run(self, work: Awaitable[Result]) -> Result:
        """Return what `work` returns."""
        self._task = asyncio.current_task()
        self._is_over.clear()
        try:
            return await work
        finally:
            self._is_over.set()

    async def end(self, within: float) -> None:
        """Cancel what runs, unless that was done already, and wait until it is over, at most `within` seconds."""
        if self._task is not None and not self._is_over.is_set() and not self._task.cancelling():
            self._task.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_over.wait(), within)
