"""Shows "typing" when the bot thinks for longer than a moment. It never holds the answer, and its failing is nobody's concern."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.telegram.addressing import Place

EVERY = 4.0
"""Telegram shows it for five seconds."""

SOON = 0.1
"""Most answers are there sooner, and "typing" would be a call that nobody sees."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Shows that the bot is at work."""

    bot: Bot
    every: float = EVERY
    soon: float = SOON
    _showing: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def at(self, place: Place) -> AsyncIterator[None]:
        """Show "typing" at `place` while the block lasts. What is on its way then is left alone, not waited for."""
        is_over = asyncio.Event()
        timer = asyncio.get_running_loop().call_later(self.soon, self._begin, place, is_over)
        try:
            yield
        finally:
            timer.cancel()
            is_over.set()

    async def stop(self) -> None:
        """End what is still on its way."""
        for task in self._showing:
            task.cancel()
        await asyncio.gather(*self._showing, return_exceptions=True)

    def _begin(self, place: Place, is_over: asyncio.Event) -> None:
        task = asyncio.create_task(self._show(place, is_over))
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    async def _show(self, place: Place, is_over: asyncio.Event) -> None:
        while not is_over.is_set():
            try:
                await self.bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id)
            except TelegramError:
                return
            try:
                await asyncio.wait_for(is_over.wait(), self.every)
            except TimeoutError:
                continue
