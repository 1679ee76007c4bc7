"""The product, with somebody watching its event loop. On SIGUSR1 it prints how long the loop stood still since the last time."""

import asyncio
import signal
from time import perf_counter

from bot import loop
from bot.app import answerer
from bot.serving import run
from bot.settings import Settings, read_settings
from knowledge.answering import Answerer

EVERY = 0.002


class Watch:
    """Wakes every two milliseconds, and remembers how late it came."""

    def __init__(self) -> None:
        self.late = [0.0]

    async def keep(self) -> None:
        """Watch until cancelled."""
        while True:
            due = perf_counter() + EVERY
            await asyncio.sleep(EVERY)
            self.late.append(perf_counter() - due)

    def tell(self) -> None:
        """Print the longest lateness and the 99th percentile in milliseconds, and begin anew."""
        late = sorted(self.late)
        print(f"{1000 * late[-1]:.2f} {1000 * late[int(0.99 * (len(late) - 1))]:.2f}", flush=True)
        self.late = [0.0]


async def watched(settings: Settings, thinking: Answerer) -> None:
    """Serve, and watch."""
    watch = Watch()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, watch.tell)
    watching = asyncio.create_task(watch.keep())
    await run(settings, thinking, lambda _: None)
    watching.cancel()


if __name__ == "__main__":
    chosen = read_settings()
    with answerer(chosen) as opened:
        loop.run(watched(chosen, opened))
