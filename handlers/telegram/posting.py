"""Makes a call of the outbox at the Bot API, and says how it went."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
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
    Kind,
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

MOST_KNOWN = 256
NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, httpx.PoolTimeout, httpx.ConnectError)
"""What happens before a request is on its way. Whatever else breaks a call may have let it through."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Calls any method. Telegram has no key by which it would know a call again: whoever calls twice sends twice.

    `known` has Telegram's own names of files that went to many, by digest: they are sent up once.
    """

    bot: Bot
    fetch: Fetch | None = None
    known: "OrderedDict[str, str]" = field(default_factory=OrderedDict)
    sending_up: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, letter: Letter) -> Result:
        """Make the call; where only the HTML was refused, make it at once without."""
        parameters, is_bulk = {**letter.parameters, "chat_id": letter.chat}, letter.kind is Kind.BULK
        is_new = is_bulk and any(file[VAULT] not in self.known for file in _files(parameters))
        async with self.sending_up if is_new else nullcontext():  # the first one learns the name for the others
            result = await self._call(letter.method, parameters, is_bulk=is_bulk)
        if isinstance(result, Unmarked) and letter.plain:
            result = await self._call(letter.method, _unmarked(parameters, letter.plain), is_bulk=is_bulk)
        return result

    async def _call(self, method: str, parameters: Mapping[str, Any], *, is_bulk: bool) -> Result:
        digests = [value[VAULT] for value in _files(parameters)]
        try:
            done = await call(self.bot, method, await self._with_files(parameters))
        except BadRequest as error:
            for digest in digests:
                self.known.pop(digest, None)  # a name that Telegram no longer knows is not tried again
            return how(error)
        except TelegramError as error:
            return how(error)
        except LookupError:
            return Refused("the file is gone")
        if is_bulk and digests:
            self._remember(digests, done)
        first = done[0] if isinstance(done, list) and done else done
        number = first.get("message_id") if isinstance(first, dict) else None
        return Delivered(number if isinstance(number, int) else None)

    async def _with_files(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Put the bytes of files in, which the outbox only names. Raises `LookupError` where one is gone."""
        if self.fetch is None:
            return parameters
        found: dict[str, Any] = {name: await self._file(value) for name, value in parameters.items() if _is_file(value)}
        if isinstance(media := parameters.get("media"), list):
            found["media"] = [{**one, "media": await self._file(one["media"], attach=True)} for one in media]
        return {**parameters, **found}

    async def _file(self, value: Mapping[str, str], *, attach: bool = False) -> InputFile | str:
        if (known := self.known.get(value[VAULT])) is not None:
            return known
        content = await self.fetch(value[VAULT]) if self.fetch is not None else b""
        return InputFile(content, value["name"], attach=attach)

    def _remember(self, digests: Sequence[str], done: object) -> None:
        messages = done if isinstance(done, list) else [done]
        for digest, message in zip(digests, messages, strict=False):
            if (name := _name_of(message)) is not None:
                self.known[digest] = name
        while len(self.known) > MOST_KNOWN:
            self.known.popitem(last=False)


def _is_file(value: object) -> bool:
    return isinstance(value, dict) and VAULT in value


def _files(parameters: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Return the files that a call names, in their order."""
    media = parameters.get("media")
    values = [one.get("media") for one in media] if isinstance(media, list) else list(parameters.values())
    return [value for value in values if _is_file(value)]


def _name_of(message: object) -> str | None:
    """Return Telegram's name of the file that a message brought: of a photo, that of its largest size."""
    if not isinstance(message, dict):
        return None
    found = message["photo"][-1] if message.get("photo") else message.get("document") or {}
    name = found.get("file_id")
    return name if isinstance(name, str) else None


def _unmarked(parameters: Mapping[str, Any], plain: str) -> dict[str, Any]:
    """Return a call with plain words instead of marked-up ones."""
    kept = {name: value for name, value in parameters.items() if name != "parse_mode"}
    if "media" in kept:
        first, *rest = kept["media"]
        return kept | {"media": [{name: value for name, value in first.items() if name != "parse_mode"} | {"caption": plain}, *rest]}
    return kept | {"caption" if "caption" in kept else "text": plain}


async def call(bot: Bot, method: str, parameters: Mapping[str, Any]) -> object:
    """Call a method with plain values, past what python-telegram-bot does for its own types. Raises `TelegramError`."""
    data = RequestData([_parameter(name, value) for name, value in parameters.items()])
    return await bot.request.post(f"{bot.base_url}/{method}", data)


def _parameter(name: str, value: Any) -> RequestParameter:  # noqa: ANN401 - whatever a call takes
    """Return a value as it is sent; a file goes beside the other values, and its value says where."""
    if isinstance(value, InputFile):
        return RequestParameter(name, None, [value])
    files = [one["media"] for one in value if isinstance(one["media"], InputFile)] if name == "media" else []
    if not files:
        return RequestParameter(name, value, None)
    named = [{**one, "media": one["media"].attach_uri} if isinstance(one["media"], InputFile) else one for one in value]
    return RequestParameter(name, named, files)


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
