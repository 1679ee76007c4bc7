"""Makes a call of the outbox at the Bot API, and says how it went."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx
from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.domain.delivery import (
    Blocked,
    Delivered,
    Doubtful,
    Letter,
    Moved,
    NotSent,
    Refused,
    Result,
    TooFast,
    Unmarked,
)
from handlers.telegram.patience import asked_to_wait
from handlers.telegram.sending import VAULT

Fetch = Callable[[str], Awaitable[bytes]]
"""Returns the bytes of a file by its digest. Raises `LookupError` where it is gone."""

NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, httpx.PoolTimeout, httpx.ConnectError)
"""What happens before a request is on its way. Whatever else breaks a call may have let it through."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Calls any method. Telegram has no key by which it would know a call again: whoever calls twice sends twice."""

    bot: Bot
    fetch: Fetch | None = None

    async def __call__(self, letter: Letter) -> Result:
        """Make the call; where only the HTML was refused, make it at once without."""
        parameters = {**letter.parameters, "chat_id": letter.chat}
        result = await self._call(letter.method, parameters)
        if isinstance(result, Unmarked) and letter.plain:
            parameters = {name: value for name, value in parameters.items() if name != "parse_mode"}
            words = "caption" if "caption" in parameters else "text"
            result = await self._call(letter.method, parameters | {words: letter.plain})
        return result

    async def _call(self, method: str, parameters: Mapping[str, Any]) -> Result:
        try:
            done = await call(self.bot, method, await self._with_files(parameters))
        except TelegramError as error:
            return how(error)
        except LookupError:
            return Refused("the file is gone")
        number = done.get("message_id") if isinstance(done, dict) else None
        return Delivered(number if isinstance(number, int) else None)


    async def _with_files(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Put the bytes of files in, which the outbox only names. Raises `LookupError` where one is gone."""
        found = {name: value for name, value in parameters.items() if isinstance(value, dict) and VAULT in value}
        if not found or self.fetch is None:
            return parameters
        files = {name: InputFile(await self.fetch(value[VAULT]), value["name"]) for name, value in found.items()}
        return {**parameters, **files}


async def call(bot: Bot, method: str, parameters: Mapping[str, Any]) -> object:
    """Call a method with plain values, past what python-telegram-bot does for its own types. Raises `TelegramError`."""
    data = RequestData(
        [
            RequestParameter(name, None, [value]) if isinstance(value, InputFile) else RequestParameter(name, value, None)
            for name, value in parameters.items()
        ]
    )
    return await bot.request.post(f"{bot.base_url}/{method}", data)


def how(error: TelegramError) -> Result:
    """Return what an error says of the call. Telegram's own words stay out: they may quote what was sent."""
    match error:
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case RetryAfter():
            return TooFast(max(1.0, asked_to_wait(error)))
        case Forbidden():
            return Blocked()
        case BadRequest():
            return _of_a_refusal(error.message)
        case NetworkError():
            return NotSent() if any(isinstance(cause, NEVER_SENT) for cause in _causes(error)) else Doubtful()
        case _:
            return Doubtful()  # an answer that is none


def _of_a_refusal(words: str) -> Result:
    if "message is not modified" in words.lower():  # the library makes the first letter a capital
        return Delivered()  # an edit whose answer was lost, made again
    return Unmarked() if "parse entities" in words else Refused("400")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
