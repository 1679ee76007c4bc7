"""Telegram put together: what the composition root starts, serves and stops."""

import asyncio
from dataclasses import dataclass, field
from typing import NoReturn

from starlette.routing import Route
from telegram import Update
from telegram.error import BadRequest

from bot.delivery.lanes import Lanes
from bot.services.ask import Ask
from bot.services.introduce import Introduce
from bot.services.rate import Rate
from bot.services.speak import Speak
from handlers.telegram import commands
from handlers.telegram.application import App, create_application
from handlers.telegram.busy import Busy
from handlers.telegram.buttons import Buttons
from handlers.telegram.ending import Ending
from handlers.telegram.errors import WebhookRefused
from handlers.telegram.hints import Hints
from handlers.telegram.inbox import Inbox, Raw, Receive
from handlers.telegram.incidents import Incidents
from handlers.telegram.introductions import Introductions
from handlers.telegram.patience import Patience, Pause
from handlers.telegram.poller import FAREWELL, WANTED, Fetcher, Poller
from handlers.telegram.questions import Questions
from handlers.telegram.request import create_request
from handlers.telegram.routing import Routing
from handlers.telegram.sending import Sending
from handlers.telegram.webhook import webhook_route


@dataclass(frozen=True, slots=True)
class Telegram:
    """The bot on Telegram: either `poll`, or serve `route` and `listen`; at the end `stop`."""

    application: App
    lanes: Lanes
    inbox: Inbox
    poller: Poller
    patience: Patience
    busy: Busy
    polling: Ending = field(default_factory=Ending)

    async def poll(self) -> NoReturn:
        """Fetch and answer until cancelled or stopped, through all of Telegram's outages. Raises `TokenRefused`."""
        await self.polling.run(self._poll())

    def route(self, path: str, secret: str) -> Route:
        """Return the route that Telegram posts to. Raises `ValueError` for a secret that Telegram would not take."""
        return webhook_route(path, secret, self.inbox.receive)

    async def listen(self, url: str, secret: str) -> None:
        """Have Telegram post to `url`, where `route` is served. Raises `TokenRefused` and `WebhookRefused`."""

        async def announce() -> str | None:
            try:
                await self.application.bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED)
            except BadRequest as refused:
                return refused.message
            return None

        await self._start()
        if reason := await self.patience.until(announce):
            raise WebhookRefused(reason)

    async def stop(self, within: float | None = None) -> int:
        """Take nothing new, finish what was taken, and return how many updates were left undone after `within` seconds.

        Polling is ended first, and has a moment to tell Telegram how far it came.
        """
        await self.polling.end(within=FAREWELL + 1)
        self.inbox.is_open = False
        undone = await self.lanes.stop(within)
        await self.busy.stop()
        await self.application.shutdown()
        await self.application.bot.shutdown()  # its connections are open even where the application never came up
        return undone

    async def _poll(self) -> NoReturn:
        await self._start()
        await self.poller.run()

    async def _start(self) -> None:
        await self.patience.until(self.application.initialize)
        self.inbox.is_open = True
        await commands.register(self.application.bot)


def create_telegram(  # noqa: PLR0913 - the services it speaks for, and where
    *,
    token: str,
    ask: Ask,
    rate: Rate,
    speak: Speak,
    introduce: Introduce,
    base_url: str | None = None,
    poll_seconds: int = 30,
    at_once: int = 64,
    pause: Pause = asyncio.sleep,
) -> Telegram:
    """Return the bot on Telegram; nothing is sent or opened yet. Raises `TokenRefused` for what cannot be a token.

    `base_url` is the root of another Bot API; `poll_seconds` is how long Telegram holds a poll; `at_once` is how many
    chats are served side by side; `pause` waits between tries.
    """
    polling = create_request(connections=2)
    application = create_application(token, base_url, polling)
    bot = application.bot
    send, busy, lanes, patience = Sending(bot, pause), Busy(bot), Lanes(at_once), Patience(pause)
    inbox = Inbox(lanes, _handle_in(application))
    poller = Poller(Fetcher(bot, polling, poll_seconds), inbox.receive, bot.delete_webhook, patience)
    routing = Routing(
        Introductions(introduce, speak, send),
        Questions(ask, speak, send, busy),
        Buttons(ask, rate, speak, send, busy),
        Hints(speak, send),
    )
    application.add_handlers(routing.handlers())
    application.add_error_handler(Incidents(speak, send).happened)
    return Telegram(application, lanes, inbox, poller, patience, busy)


def _handle_in(application: App) -> Receive:
    """Return what reads a raw update and hands it to its handler."""

    async def handle(raw: Raw) -> None:
        await application.process_update(Update.de_json(dict(raw), application.bot))

    return handle
