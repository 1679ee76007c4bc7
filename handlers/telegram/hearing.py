"""Whether Telegram's calls reach us: with a webhook silence is well, as long as nothing waits at Telegram."""

import asyncio
from dataclasses import dataclass, field

from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.watchdog import PATIENCE, Heartbeat
from handlers.telegram.inbox import Raw, Receive

EVERY = 30.0
"""Seconds between two looks at what waits at Telegram."""
LOOK = PATIENCE / 2
"""Seconds that a look may take: the watchdog must not lose patience, since a slow Telegram is no reason to be unready."""


@dataclass
class Hearing:
    """Takes updates on their way to `receive`, and remembers when all was well."""

    bot: Bot
    receive: Receive
    every: float = EVERY
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    _looked: Heartbeat = field(default_factory=Heartbeat)

    async def __call__(self, raw: Raw) -> bool:
        """Take an update; it was well when it was taken."""
        is_next = await self.receive(raw)
        self.heartbeat.beat()
        return is_next

    async def age(self) -> float:
        """Return the seconds since an update was taken or Telegram had none for us."""
        if self._looked.age() >= self.every:
            self._looked.beat()
            await self._look()
        return self.heartbeat.age()

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(LOOK):
                info = await self.bot.get_webhook_info()
        except (TelegramError, TimeoutError):
            return  # it cannot be told; the age goes on
        if not info.pending_update_count:
            self.heartbeat.beat()
