"""Polling: fetches raw updates, and tells Telegram that one has come only after it was taken."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, TelegramError
from telegram.request import BaseRequest

from bot.delivery.watchdog import Heartbeat, Rivals
from handlers.telegram.inbox import Receive, update_id
from handlers.telegram.patience import Patience

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that are asked for, whatever an earlier program asked for."""

BEYOND = 10.0
"""How much longer than Telegram's own pause an answer may take."""

EARLY = 0.2
"""Telegram waits before it says that there is nothing; what stands in for it may not, and then we do."""

FAREWELL = 3.0

_log = logging.getLogger(__name__)


@dataclass
class Fetcher:
    """Fetches updates as they are. One that python-telegram-bot cannot parse would stop its own polling for good."""

    bot: Bot
    request: BaseRequest
    seconds: int = 30

    async def __call__(self, offset: int | None) -> list[Any]:
        """Return the updates from `offset` on, waiting for the first; all before are forgotten by Telegram."""
        return await self._get(offset, seconds=self.seconds, limit=100)

    async def forget(self, offset: int) -> None:
        """Have Telegram forget what is before `offset`. What it returns is not taken, so it will come again."""
        await self._get(offset, seconds=0, limit=1)

    async def _get(self, offset: int | None, *, seconds: int, limit: int) -> list[Any]:
        query: dict[str, str | int] = {"timeout": seconds, "limit": limit, "allowed_updates": json.dumps(WANTED)}
        if offset is not None:
            query["offset"] = offset
        url = f"{self.bot.base_url}/getUpdates?{urlencode(query)}"
        updates = await self.request.post(url, read_timeout=seconds + BEYOND)
        if not isinstance(updates, list):
            message = "updates that are no list"
            raise TelegramError(message)
        return updates


@dataclass
class Poller:
    """Brings what `fetch` returns to `receive`, one by one, for as long as it runs."""

    fetch: Fetcher
    receive: Receive
    drop_webhook: Callable[[], Awaitable[object]]
    patience: Patience
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    rivals: Rivals = field(default_factory=Rivals)
    _offset: int | None = None

    async def run(self) -> NoReturn:
        """Poll until cancelled. Raises `TokenRefused`."""
        try:
            await self.patience.until(self.drop_webhook)
            while True:
                await self.patience.until(self._round)
        finally:
            await self._take_leave()

    async def _round(self) -> None:
        asked = monotonic()
        updates = await self._fetched()
        if not updates:
            if monotonic() - asked < EARLY:
                await self.patience.pause(EARLY)
            # Nothing is left to be told apart, and after a quiet week Telegram starts at a random, perhaps lower number
            self._offset = None
        await self._bring_all(updates)

    async def _fetched(self) -> list[Any]:
        try:
            updates = await self.fetch(self._offset)
        except Conflict as conflict:
            if "webhook" not in conflict.message.lower():
                self.rivals.meet()
            raise
        self.rivals.part()
        self.heartbeat.beat()
        return updates

    async def _bring_all(self, updates: list[Any]) -> None:
        """Hand all over at once, so that they are stored in one commit; the offset moves to before the first that is not."""
        numbered = [(number, raw) for raw in updates if (number := update_id(raw)) is not None]
        if updates and not numbered:
            message = "updates without a number"
            raise TelegramError(message)
        bringing = [(number, asyncio.ensure_future(self.receive(raw))) for number, raw in numbered]
        try:
            for number, brought in bringing:
                await brought
                self._offset = max(self._offset or 0, number + 1)
        finally:
            await _let_go([brought for _, brought in bringing])

    async def _take_leave(self) -> None:
        """Tell Telegram how far we came, else it sends the last updates again after a restart."""
        if self._offset is None:
            return
        try:
            await asyncio.wait_for(self.fetch.forget(self._offset), FAREWELL)
        except (TelegramError, TimeoutError):
            _log.info("Telegram was not told which updates came last, and will send them again")


async def _let_go(bringing: list["asyncio.Future[bool]"]) -> None:
    """End what was not waited for: it comes again, and is known then if it was stored after all."""
    for brought in bringing:
        brought.cancel()
    await asyncio.gather(*bringing, return_exceptions=True)
