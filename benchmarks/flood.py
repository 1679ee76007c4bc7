"""`python -m benchmarks.flood`: how much longer 20 people who ask now and then wait while one chat floods the bot.

Phases with and without the flood take turns in one run. Updates come through the webhook, a chat's one after the other, as
Telegram posts them. With `--polling` they are fetched: Telegram then hands out the flood first, 100 updates at a time.
"""

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, perf_counter
from typing import Any, Self

import aiohttp

from benchmarks.botapi import TOKEN, BotApi
from benchmarks.figures import as_json, percentile
from benchmarks.process import free_port, running
from tests.acceptance.harness import SECRET
from tests.databases import SqliteHome

WORKER = "tests.acceptance.durable_worker"
FLOODER, OTHERS = 1, range(2, 22)
PAUSE = (0.3, 1.2)
API_SECONDS = 0.03
SECONDS = 20.0
STARTING, PATIENCE = 30.0, 900.0
CONNECTIONS = 40


class Channel(BotApi):
    """Brings updates through the webhook at `port`, or lets them be fetched where that is 0; counts what each person got."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.url_of_bot = f"http://127.0.0.1:{port}/" if port else ""
        self.got: Counter[int] = Counter()
        self._http = aiohttp.ClientSession(
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}, connector=aiohttp.TCPConnector(limit=CONNECTIONS)
        )

    async def __aenter__(self) -> Self:
        """Listen."""
        return await super().__aenter__()

    async def __aexit__(self, *error: Any) -> None:  # noqa: ANN401, PYI036 - handed on
        """Close all."""
        await self._http.close()
        await super().__aexit__(*error)

    async def flood(self, count: int) -> None:
        """Have the flooder write so often, without waiting for answers; return when all of it was taken."""
        for number in range(count):
            await self._hand_over(self._written(FLOODER, f"banjir {number}"))

    async def _bring(self, content: dict[str, Any], person: int, patience: float) -> float:
        self._awaited[person] = reacted = asyncio.get_running_loop().create_future()
        began = perf_counter()
        await self._hand_over(content)
        async with asyncio.timeout(patience):
            return await reacted - began

    async def _hand_over(self, content: dict[str, Any]) -> None:
        update = {"update_id": next(self._numbers), **content}
        if not self.url_of_bot:
            self._pending.append(update)
            self._arrived.set()
            return
        while not await self._is_taken(update):  # noqa: ASYNC110 - as Telegram does: it comes again
            await asyncio.sleep(0.1)

    async def _is_taken(self, update: dict[str, Any]) -> bool:
        try:
            async with self._http.post(self.url_of_bot, json=update) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def _reacted(self, person: int) -> None:
        self.got[person] += 1
        super()._reacted(person)


@dataclass
class Waits:
    """How long the others waited, in seconds."""

    quiet: list[float] = field(default_factory=list)
    flood: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return milliseconds, and by how much the flood changes the p95."""
        p95_quiet, p95_flood = percentile(self.quiet, 0.95), percentile(self.flood, 0.95)
        return {
            "p50_quiet": 1000 * percentile(self.quiet, 0.5),
            "p95_quiet": 1000 * p95_quiet,
            "p50_flood": 1000 * percentile(self.flood, 0.5),
            "p95_flood": 1000 * p95_flood,
            "change_percent": 100 * (p95_flood / p95_quiet - 1),
            "asked_quiet": len(self.quiet),
            "asked_flood": len(self.flood),
        }


async def _others(api: Channel, waits: list[float], until: asyncio.Event) -> None:
    """Let each of the others ask, wait for the answer, pause, and ask again."""

    async def other(person: int) -> None:
        chance = random.Random(person)
        while not until.is_set():
            await asyncio.sleep(chance.uniform(*PAUSE))
            waits.append(await api.ask(person, f"nomor {len(waits)}", PATIENCE))

    await asyncio.gather(*map(other, OTHERS))


async def _phase(api: Channel, waits: list[float], flood: int) -> None:
    """Let the others ask for some seconds, while so many updates flood; then let the flood be answered to its end."""
    over = asyncio.Event()
    asking = asyncio.create_task(_others(api, waits, over))
    already = api.got[FLOODER]
    began = monotonic()
    await (api.flood(flood) if flood else asyncio.sleep(SECONDS))
    if flood and not api.url_of_bot:  # nobody had to take it yet
        await _answered(api, already + flood)
    over.set()
    await asking
    lasted = monotonic() - began
    api.delay = 0.0
    await _answered(api, already + flood)
    api.delay = API_SECONDS
    name = f"{flood} flooding" if flood else "quiet"
    print(f"{name}: {lasted:.0f} s, p95 {1000 * percentile(waits, 0.95):.1f} ms so far", flush=True)


async def _answered(api: Channel, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while api.got[FLOODER] < count:  # noqa: ASYNC110 - counted by somebody else
            await asyncio.sleep(0.1)


async def flood(updates: int, rounds: int, *, is_polling: bool = False) -> dict[str, Any]:
    """Return the figures; `updates` are all of the flood, over all `rounds`."""
    waits = Waits()
    async with AsyncExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="flood")))
        database = await SqliteHome(folder).migrated()
        port = 0 if is_polling else free_port()
        api = await held.enter_async_context(Channel(port))
        held.enter_context(running((WORKER, database, api.url, TOKEN, str(port)), api.url, folder))
        for person in (FLOODER, *OTHERS) * 5:
            await api.ask(person, "halo", STARTING)
        already, api.delay = api.got[FLOODER], API_SECONDS
        for _ in range(rounds):
            await _phase(api, waits.quiet, 0)
            await _phase(api, waits.flood, updates // rounds)
    return {**waits.figures(), "flooded": updates, "flood_answered": api.got[FLOODER] - already}


def main() -> None:
    """Flood, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flood")
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--polling", action="store_true", help="measure polling only")
    chosen = parser.parse_args()
    if chosen.polling:
        figures = asyncio.run(flood(chosen.updates, chosen.rounds, is_polling=True))
    else:
        figures = asyncio.run(flood(chosen.updates, chosen.rounds))
        polling = asyncio.run(flood(chosen.updates // 5, 1, is_polling=True))
        figures["polling"] = {name: polling[name] for name in ("p50_quiet", "p95_quiet", "p50_flood", "p95_flood", "flooded")}
    print(as_json(figures))


if __name__ == "__main__":
    main()
