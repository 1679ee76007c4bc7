"""Telegram put together: what the composition root starts, serves and stops."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import NoReturn

from starlette.routing import Route
from telegram.error import BadRequest

from bot.delivery.office import Office
from bot.delivery.reaction import Handler
from bot.delivery.sender import Sender
from bot.domain.delivery import Kind
from bot.services.announcing.announcing import Announce, Announcing, Channels
from bot.services.appraise import Appraise
from bot.services.ask import Ask
from bot.services.brief import Brief
from bot.services.filling import Filling
from bot.services.hear import Hear
from bot.services.introduce import Introduce
from bot.services.own import Own
from bot.services.rate import Rate
from bot.services.reach import Reach
from bot.services.reply import Reply
from bot.services.review import Review
from bot.services.sort import Sort
from bot.services.speak import Speak
from bot.services.staffing import Staffing
from bot.services.wait import Wait
from handlers.telegram import commands
from handlers.telegram.actors import Actors
from handlers.telegram.announcing import NewsDesk
from handlers.telegram.application import App, create_application
from handlers.telegram.assessors import AssessorsDesk
from handlers.telegram.bearing import Bearing
from handlers.telegram.busy import Busy
from handlers.telegram.buttons import Buttons
from handlers.telegram.covering import Covering
from handlers.telegram.deciding import DecisionsDesk
from handlers.telegram.ending import Ending
from handlers.telegram.errands import Errands
from handlers.telegram.errors import WebhookRefused
from handlers.telegram.forms import Carrying, Forms, Retelling
from handlers.telegram.hearing import Hearing
from handlers.telegram.hints import Hints
from handlers.telegram.inbox import Door, Reading
from handlers.telegram.incidents import Incidents
from handlers.telegram.introductions import Introductions
from handlers.telegram.members import Members
from handlers.telegram.menus import Menus
from handlers.telegram.officers import OfficersDesk
from handlers.telegram.patience import Patience, Pause
from handlers.telegram.poller import FAREWELL, WANTED, Fetcher, Poller
from handlers.telegram.posting import Fetch, Posting
from handlers.telegram.questions import Questions
from handlers.telegram.request import create_request
from handlers.telegram.rights import Rights
from handlers.telegram.routing import Routing
from handlers.telegram.sending import Sending
from handlers.telegram.staff import StaffDesk
from handlers.telegram.webhook import webhook_route

LAST_REPLIES = 4.0
"""Seconds that are given at the end to replies that may go at once; what is left goes at the next start."""


@dataclass(slots=True)
class Telegram:
    """The bot on Telegram: either `poll`, or serve `route` and `listen`; at the end `stop`."""

    application: App
    office: Office
    door: Door
    reading: Handler
    members: Members
    poller: Poller
    patience: Patience
    busy: Busy
    errands: Errands
    hearing: Hearing
    files: Fetch
    carry: Carrying
    tell: Carrying
    announcing: Announcing
    staffing: Staffing
    polling: Ending = field(default_factory=Ending)
    sender: Sender | None = None

    async def poll(self) -> NoReturn:
        """Fetch and answer until cancelled or stopped, through all of Telegram's outages. Raises `TokenRefused`."""
        await self.polling.run(self._poll())

    def route(self, path: str, secret: str) -> Route:
        """Return the route that Telegram posts to. Raises `ValueError` for a secret that Telegram would not take."""
        return webhook_route(path, secret, self.hearing)

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
        """Take nothing new, finish what is in hand, and return how many updates were not finished after `within` seconds.

        Polling is ended first, and has a moment to tell Telegram how far it came. What waits stays stored.
        """
        await self.polling.end(within=FAREWELL + 1)
        undone = await self.office.stop(within)
        if self.sender is not None:
            await self.sender.stop(LAST_REPLIES)
        await self.errands.settle(1.0)
        await self.busy.stop()
        await self.application.shutdown()
        await self.application.bot.shutdown()  # its connections are open even where the application never came up
        return undone

    async def _poll(self) -> NoReturn:
        await self._start()
        await self.poller.run()

    async def _start(self) -> None:
        await self.patience.until(self.application.initialize)
        if self.sender is None:
            post, pause = Posting(self.application.bot, self.files), self.patience.pause
            self.sender = await self.office.send(self.door.source, post, self.members.blocked, pause)
        self.office.inbox.serve(self.door.source, self.reading)
        await commands.register(self.application.bot)
        await self.staffing.list_commands()
        self.office.wake()


def create_telegram(  # noqa: PLR0913 - the services it speaks for, and where
    *,
    token: str,
    office: Office,
    ask: Ask,
    rate: Rate,
    wait: Wait,
    speak: Speak,
    introduce: Introduce,
    reach: Reach,
    filling: Filling,
    own: Own,
    staffing: Staffing,
    sort: Sort,
    announce: Announce,
    base_url: str | None = None,
    poll_seconds: int = 30,
    pause: Pause = asyncio.sleep,
) -> Telegram:
    """Return the bot on Telegram; nothing is sent or opened yet. Raises `TokenRefused` for what cannot be a token.

    `office` stores what comes in and sends what goes out; `base_url` is the root of another Bot API; `poll_seconds` is
    how long Telegram holds a poll; `pause` waits between tries.
    """
    polling = create_request(connections=2)
    application = create_application(token, base_url, polling)
    bot = application.bot
    source = f"telegram:{token.partition(':')[0]}"
    send, busy, errands, patience = Sending(source), Busy(bot), Errands(), Patience(pause)
    door = Door(office.inbox, source)
    forms = Forms(filling.assess, filling.fill, filling.attach, send, busy)
    rights = Rights(own, forms, errands)
    tell = Carrying(send, Kind.REPLY)
    announcing = announce(Channels(tell, Retelling(send), Bearing(source)))
    actors, brief, staffing = Actors(own.database), _brief(own, sort, tell), replace(staffing, menu=Menus(source))
    officers, assessors = OfficersDesk(brief, actors, speak, send), AssessorsDesk(Appraise(brief.review), actors, send)
    decisions = DecisionsDesk(announcing, actors, send)
    desk = StaffDesk(staffing, officers, assessors, decisions, speak, send)
    news = NewsDesk(announcing, decisions, ask, speak, send, busy)
    buttons = Buttons(ask, rate, wait, speak, send, busy, errands, forms, rights, desk, news)
    members = Members(reach)
    questions, hints = Questions(ask, speak, send, busy, forms, news, desk), Hints(speak, send, forms, news)
    routing = Routing(Introductions(introduce, speak, send), questions, buttons, hints, members, forms, rights, desk, news)
    reading = Reading(bot, routing.handlers(), Incidents(speak, send, buttons), Covering(speak, send))
    poller = Poller(Fetcher(bot, polling, poll_seconds), door.receive, bot.delete_webhook, patience)
    return Telegram(
        application, office, door, reading, members, poller, patience, busy, errands, Hearing(bot, door.receive), filling.files,
        Carrying(send), tell, announcing, staffing,
    )  # fmt: skip


def _brief(own: Own, sort: Sort, tell: Carrying) -> Brief:
    """Return what officers are shown, by the services that the panel uses."""
    hear = Hear(own.database, own.clock, own.opening, tell)
    review = Review(own.database, own.clock, own.opening, own.vault, hear)
    return Brief(Reply(own.database, own.clock, sort, tell), review)
