"""Running the product: the web page, and Telegram where a token is set, in one process that stops gracefully."""

import asyncio
import contextlib
import ctypes
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass, replace
from typing import NoReturn

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from bot.app import Services, services
from bot.areas import load
from bot.chores import GATHER, REMIND, SORT, TELL_QUEUE, TELL_REGION, TELL_TRAIL, TELL_UNREACHED, Chores, Do, chores
from bot.delivery.office import Office
from bot.delivery.trouble import story
from bot.delivery.watchdog import Watchdog
from bot.services.announcing.announcing import Announcing, Channels
from bot.services.announcing.dispatching import Dispatch
from bot.services.carrying import nobody
from bot.services.hear import Hear
from bot.services.region import Region
from bot.services.remind import Remind
from bot.services.reply import Reply
from bot.services.retain import Retain
from bot.services.review import Review
from bot.services.tell_queue import TellQueue
from bot.services.tell_region import TellRegion
from bot.services.tell_trail import TellTrail
from bot.services.tell_unreached import TellUnreached
from bot.settings import Mode, Settings
from bot.watching import watchdog
from handlers.ops.site import create_ops
from handlers.panel.announcements import News
from handlers.panel.figures import FigurePages
from handlers.panel.intake import Intake
from handlers.panel.pages import Part
from handlers.panel.passages import Passages
from handlers.panel.questions import Questions
from handlers.panel.region import RegionPages
from handlers.panel.site import create_panel
from handlers.telegram.channel import Telegram, create_telegram
from handlers.telegram.errors import TokenRefused, WebhookRefused
from handlers.web.site import create_site
from knowledge.answering import Answerer

WEBHOOK = "/telegram/webhook"
LAST_WORDS = 9.0
"""Seconds that are given to what is in hand when the product is told to stop."""
LOOK = 60.0
"""Seconds between two looks for passages that another worker published."""
LAST_CHORES = 9.0
"""Seconds for jobs, at the same time."""

Tell = Callable[[str], None]
log = logging.getLogger(__name__)


class NothingToServe(ValueError):  # noqa: N818 - a state, said as such
    """The web page is switched off and no Telegram token is set: there is no way in."""


class _Server(uvicorn.Server):
    """A server that leaves signals to us: uvicorn's own handling ends the process before Telegram has finished."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@dataclass(frozen=True, slots=True)
class _Running:
    """What was started, to be watched and stopped."""

    tasks: tuple[asyncio.Task[None], ...]
    office: Office
    telegram: Telegram | None
    server: _Server | None
    chores: Chores
    dispatch: Dispatch

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand."""
        await self.dispatch.stop()
        await asyncio.gather(self._stop_serving(), self.chores.stop(LAST_CHORES))

    async def _stop_serving(self) -> None:
        for task in self.tasks:
            if self.server is None or task.get_name() != "web":
                task.cancel()
        undone = await (self.office.stop(LAST_WORDS) if self.telegram is None else self.telegram.stop(LAST_WORDS))
        if undone:
            log.warning("%d updates were left for the next start", undone)
        if self.server is not None:
            self.server.should_exit = True
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def run(settings: Settings, thinking: Answerer, tell: Tell) -> None:
    """Serve until SIGINT or SIGTERM. Raises `NothingToServe`, and `OSError` where the port is taken."""
    if not (settings.web.enabled or settings.telegram.token.get_secret_value()):
        raise NothingToServe
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with services(settings, thinking) as does, _started(settings, does, tell):
        await stopping.wait()
        _turn_deaf()
        tell("Stopping: finishing what is in hand.")


def _turn_deaf() -> None:
    """Let further signals be: who is impatient must not make the stop a worse one. SIGKILL still helps."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)


@contextlib.asynccontextmanager
async def _started(settings: Settings, does: Services, tell: Tell) -> AsyncIterator[None]:
    await does.office.start()
    does.office.inbox.serve(does.ask_in_line.source, does.ask_in_line)
    telegram = _telegram(settings, does, tell)
    announcing = does.announce(Channels()) if telegram is None else telegram.announcing
    later = _chores(settings, does, telegram)
    server, tasks = None, []
    if _wants_server(settings, telegram):
        listening = socket.create_server((settings.web.host, settings.web.port))
        server = _Server(_config(_application(settings, does, telegram, announcing)))
        tasks.append(asyncio.create_task(server.serve(sockets=[listening]), name="web"))
        tell(f"Web chat: http://{settings.web.host}:{settings.web.port}/" if settings.web.enabled else "Web chat is off.")
    if telegram is not None:
        tasks.append(asyncio.create_task(_on_telegram(settings, telegram, tell), name="telegram"))
    dog = watchdog(does.office.database, telegram, later.counts, polls=settings.telegram.mode is Mode.POLLING)
    tasks.append(asyncio.create_task(dog.watch(), name="watchdog"))
    tasks.append(asyncio.create_task(_refreshed(does), name="passages"))
    if settings.ops.enabled:
        tasks.append(asyncio.create_task(_on_ops(settings, dog), name="ops"))
        tell(f"Operators: http://{settings.ops.host}:{settings.ops.port}/readyz")
    tasks.append(asyncio.create_task(asyncio.to_thread(_settle_in), name="settling"))
    later.start()
    announcing.dispatch.start()
    running = _Running(tuple(tasks), does.office, telegram, server, later, announcing.dispatch)
    try:
        yield
    finally:
        await running.stop()


def _settle_in() -> None:
    """Read the areas, which the first owner should not wait for; give back what starting took: glibc keeps some 30 MB of it."""
    load()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _telegram(settings: Settings, does: Services, tell: Tell) -> Telegram | None:
    token = settings.telegram.token.get_secret_value()
    if not token:
        tell("Telegram is off: put OVOP_TELEGRAM__TOKEN into .env to switch it on.")
        return None
    try:
        return create_telegram(
            token=token, office=does.office, ask=does.ask, rate=does.rate, wait=does.wait, speak=does.speak,
            introduce=does.introduce, reach=does.reach, filling=does.filling, own=does.own, staffing=does.staffing, sort=does.sort,
            announce=does.announce, base_url=settings.telegram.base_url,
        )  # fmt: skip
    except TokenRefused:
        tell("Telegram is off: OVOP_TELEGRAM__TOKEN is not a bot token. It looks like 123456:ABC... and comes from @BotFather.")
        return None


def _chores(settings: Settings, does: Services, telegram: Telegram | None) -> Chores:
    database, clock, region = does.office.database, does.own.clock, _region(does)
    tell, carry = (nobody, nobody) if telegram is None else (telegram.tell, telegram.carry)
    often: dict[str, Do] = {
        REMIND: Remind(database, clock, does.filling.opening, carry),
        SORT: does.sort.and_tidy,
        GATHER: region.gather,
        TELL_REGION: TellRegion(database, clock, region, tell),
        TELL_QUEUE: TellQueue(database, clock, tell),
        TELL_TRAIL: TellTrail(database, clock, tell),
        TELL_UNREACHED: TellUnreached(database, clock, tell),
    }
    return chores(database, settings.database_url, Retain(database, does.filling.vault, settings.keeping.days), often)


def _region(does: Services) -> Region:
    return Region(does.own.database, does.own.clock, does.own.opening.questionnaires)


async def _on_telegram(settings: Settings, telegram: Telegram, tell: Tell) -> None:
    """Poll, or have Telegram post to us; a refusal is told, and the web page goes on."""
    try:
        if settings.telegram.mode is Mode.WEBHOOK:
            await telegram.listen(settings.telegram.webhook_url.rstrip("/") + WEBHOOK, settings.telegram.webhook_secret.get_secret_value())
            tell("Telegram: waiting for its calls.")
        else:
            tell("Telegram: polling.")
            await telegram.poll()
    except TokenRefused:
        tell("Telegram refused the token: check OVOP_TELEGRAM__TOKEN. The rest goes on without Telegram.")
    except WebhookRefused as refused:
        tell(f"{refused} Check OVOP_TELEGRAM__WEBHOOK_URL. The rest goes on without Telegram.")


async def _refreshed(does: Services) -> NoReturn:
    """Answer from what officers published, on whichever worker they did."""
    while True:
        await asyncio.sleep(LOOK)
        try:
            await does.shelve.refresh()
        except Exception as error:  # noqa: BLE001 - the border of a background task: the next round tries again
            log.warning("looking for passages of officers failed\n%s", story(error))


async def _on_ops(settings: Settings, dog: Watchdog) -> None:
    """Serve those who run the product."""
    config = uvicorn.Config(create_ops(dog), settings.ops.host, settings.ops.port, log_config=None, access_log=False, lifespan="off")
    await _Server(config).serve()


def _wants_server(settings: Settings, telegram: Telegram | None) -> bool:
    return settings.web.enabled or (telegram is not None and settings.telegram.mode is Mode.WEBHOOK)


def _application(settings: Settings, does: Services, telegram: Telegram | None, announcing: Announcing) -> Starlette:
    routes: list[BaseRoute] = []
    if telegram is not None and settings.telegram.mode is Mode.WEBHOOK:
        routes.append(telegram.route(WEBHOOK, settings.telegram.webhook_secret.get_secret_value()))
    if settings.web.enabled:
        site = create_site(
            ask=does.ask_in_line, rate=does.rate, wait=does.wait, recall=does.recall, speak=does.speak,
            introduce=does.introduce, filling=does.filling, own=does.own, notices=does.notices,
            trusted_proxies=settings.web.trusted_proxies,
        )  # fmt: skip
        staffing, asks = (does.staffing, None) if telegram is None else (telegram.staffing, telegram.tell)
        panel = create_panel(
            database=does.office.database, staffing=staffing, tell=asks,
            parts=_parts(does, telegram, announcing), trusted_proxies=settings.web.trusted_proxies,
        )  # fmt: skip
        routes += [Mount("/panel", panel), Mount("/", site)]
    return Starlette(routes=routes)


def _parts(does: Services, telegram: Telegram | None, announcing: Announcing) -> tuple[Part, ...]:
    """Return the parts of the panel besides the members."""
    own = does.own
    tell = nobody if telegram is None else telegram.tell
    hear, shelve = Hear(own.database, own.clock, own.opening, tell), replace(does.shelve, carry=tell)
    return (
        Intake(Review(own.database, own.clock, own.opening, own.vault, hear)),
        News(announcing),
        Questions(Reply(own.database, own.clock, does.sort, tell), shelve),
        Passages(shelve),
        FigurePages(does.figures),
        RegionPages(_region(does)),
    )


def _config(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application, log_config=None, access_log=False, proxy_headers=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=2,
    )  # fmt: skip
