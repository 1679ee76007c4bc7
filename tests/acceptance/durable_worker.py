"""A whole bot with a thinker that repeats the question, as a process that can be killed: `URL BOT_API TOKEN [PORT [WAITS]]`.

With a port it takes what Telegram posts to `/` there, with 0 it polls. To the file `WAITS` it writes, as doubles, how many
seconds each update waited from being stored until its handler ran.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack
from tempfile import mkdtemp
from time import perf_counter
from typing import Any, BinaryIO

import uvicorn
from starlette.applications import Starlette

from bot import loop
from bot.clock import SystemClock
from bot.db.database import Database
from bot.delivery.office import Office
from bot.delivery.pace import UNLIMITED
from bot.delivery.reaction import Handler, Reaction
from bot.domain.answer import Outcome
from bot.domain.delivery import Received
from bot.domain.messages import Choice
from bot.domain.people import Language
from bot.services.ask import Ask
from bot.services.form.finishing import drawn
from bot.services.introduce import Introduce
from bot.services.librarian import Considered
from bot.services.rate import Rate
from bot.services.reach import Reach
from bot.services.sort import Sort
from bot.services.speak import Speak
from bot.services.staffing import Staffing
from bot.services.wait import Wait
from handlers.telegram.channel import Telegram, create_telegram
from handlers.telegram.inbox import Door, Raw, update_id
from tests.acceptance.harness import SECRET, VAULT
from tests.filling import Forms


class Echo:
    """Thinks for a moment, and says what it heard."""

    async def think(self, question: str, *, before: tuple[str, ...], language: Language | None) -> Considered:
        await asyncio.sleep(0.005)
        return Considered(Outcome.ANSWERED, Language.INDONESIAN, question)

    async def follow(self, token: str, *, language: Language) -> tuple[str, Considered]:
        return token, await self.think(token, before=(), language=language)

    def openers(self, language: Language) -> tuple[Choice, ...]:
        return ()


@dataclass
class Timed:
    """A handler that writes down how long each update waited for it, from when its bringer heard that it was stored."""

    door: Door
    handler: Handler
    waits: BinaryIO
    stored: dict[str, float] = field(default_factory=dict)

    async def receive(self, raw: Raw) -> bool:
        is_next = await self.door.receive(raw)
        self.stored[str(update_id(raw))] = perf_counter()
        return is_next

    async def handle(self, received: Received) -> Reaction:
        began = perf_counter()
        self.waits.write(pack("d", began - self.stored.pop(received.key, began)))  # 0 where it began before its bringer heard
        return await self.handler.handle(received)

    async def excuse(self, received: Received, error: Exception) -> Reaction:
        return await self.handler.excuse(received, error)


class Server(uvicorn.Server):
    """Leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def taking(telegram: Telegram, port: int) -> AsyncIterator[None]:
    """Take updates, until it is enough."""
    if not port:
        polling = asyncio.create_task(telegram.poll())
        yield
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
        return
    config = uvicorn.Config(Starlette(routes=[telegram.route("/", SECRET)]), port=port, log_config=None, lifespan="off")
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    await telegram.listen("https://bot.example/", SECRET)
    yield
    server.should_exit = True
    await serving


async def main(url: str, base_url: str, token: str, port: str = "0", waits: str = "") -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    database, clock, thinker = Database(url), SystemClock(), Echo()
    nowhere: Any = None  # nobody asks for what waits
    office, speak = Office(database, limits=UNLIMITED), Speak(database, clock)
    forms = Forms(database, clock, Path(os.environ.get(VAULT) or mkdtemp(prefix="ovop-vault-")), draw=drawn)
    telegram = create_telegram(
        token=token, base_url=base_url, office=office, ask=Ask(database, thinker, clock), rate=Rate(database, clock),
        wait=Wait(database, clock), speak=speak, introduce=Introduce(speak, thinker), reach=Reach(database, clock), poll_seconds=5,
        filling=forms.filling, own=forms.own, staffing=Staffing(database, clock),
        sort=Sort(database, clock, nowhere), announce=forms.announce(office),
    )  # fmt: skip
    if waits:
        log = Path(waits).open("ab", buffering=0)  # noqa: ASYNC230, SIM115 - before anything runs, until the process ends
        timed = telegram.reading = Timed(telegram.door, telegram.reading, log)
        telegram.poller.receive = timed.receive
    await office.start()
    async with taking(telegram, int(port)):
        await stopping.wait()
        await telegram.stop(15)
    await database.dispose()


if __name__ == "__main__":
    loop.run(main(*sys.argv[1:]))
