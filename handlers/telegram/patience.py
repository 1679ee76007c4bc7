"""Keeps trying while Telegram does not answer: says so once, waits a little longer each time, says when it is over."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from telegram.error import Conflict, EndPointNotFound, InvalidToken, NetworkError, RetryAfter, TelegramError

from handlers.telegram.errors import TokenRefused
from handlers.telegram.redact import masked

Result = TypeVar("Result")
Pause = Callable[[float], Awaitable[None]]

FIRST = 0.5
LONGEST = 30.0
LONGEST_HERE = 1.0
"""The same where the trouble is on our side: nobody needs to be spared, and people wait."""

_log = logging.getLogger(__name__)


@dataclass
class Patience:
    """Tries until it works. `pause` waits; `chance` (0 to 1) spreads the waiting: many must not come back at once."""

    pause: Pause = asyncio.sleep
    chance: Callable[[], float] = random.random
    _said: set[str] = field(default_factory=set)
    _failures: int = 0

    async def until(self, attempt: Callable[[], Awaitable[Result]]) -> Result:
        """Return what `attempt` returns once it does. Raises `TokenRefused`; everything else is tried again."""
        while True:
            is_refused = False
            try:
                result = await attempt()
            except (InvalidToken, EndPointNotFound):
                is_refused = True
            except Exception as error:  # noqa: BLE001 - whatever is in the way, the next try may pass it
                await self.pause(self._failed(error))
            else:
                self._succeeded()
                return result
            if is_refused:  # out here, since the error that was caught holds the token, and would stay attached
                raise TokenRefused

    def _failed(self, error: Exception) -> float:
        """Say what is the matter, once for each kind of trouble of an outage, and return how long to wait."""
        kind = type(error).__qualname__
        if kind not in self._said:
            self._said.add(kind)
            _log.warning("%s; trying again until it works", masked(_words(error)))
        longest = LONGEST if isinstance(error, TelegramError) else LONGEST_HERE
        wait: float = min(longest, FIRST * 2 ** min(self._failures, 10)) * (0.5 + self.chance() / 2)
        self._failures += 1
        return max(wait, asked_to_wait(error))

    def _succeeded(self) -> None:
        if self._said:
            _log.warning("Telegram answers again, after %d tries in vain", self._failures)
        self._said.clear()
        self._failures = 0


def asked_to_wait(error: Exception) -> float:
    """Return the seconds that Telegram wants to be left alone."""
    if not isinstance(error, RetryAfter):
        return 0.0
    span = error.retry_after
    return span.total_seconds() if isinstance(span, timedelta) else float(span)


def _words(error: Exception) -> str:
    match error:
        case Conflict() if "webhook" in error.message.lower():
            return "a webhook is set for this bot, perhaps by another program, so polling gets nothing (409)"
        case Conflict():
            return "another program polls with the same bot token (409): stop one of the two"
        case RetryAfter():
            return "Telegram asks for a pause (429)"
        case NetworkError():
            return f"Telegram does not answer ({error.message})"
        case TelegramError():
            return f"Telegram answers something strange ({error.message})"
        case _:
            return f"an update could not be taken ({type(error).__qualname__})"
