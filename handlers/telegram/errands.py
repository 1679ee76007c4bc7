"""Calls that nobody waits for: best effort, and tracked only so that a stop can let them end."""

import asyncio
from collections.abc import Coroutine


class Errands:
    """Runs small calls on the side."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def run(self, call: Coroutine[object, object, None]) -> None:
        """Begin with a call that raises nothing."""
        task = asyncio.create_task(call)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self, within: float | None = None) -> None:
        """Wait until all have ended; what has not `within` seconds is let go."""
        while self._running:
            _, late = await asyncio.wait(self._running, timeout=within)
            for task in late:
                task.cancel()
