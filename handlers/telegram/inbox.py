"""The door to the inbox: a raw update is stored as it came, before anybody tries to understand it.

The seam is `Receive`: whoever brings updates (poller, webhook) counts one as delivered once it returned.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update

from bot.delivery.inbox import Inbox
from bot.delivery.reaction import Reaction, Unreadable
from bot.domain.delivery import Arrival, Received
from handlers.telegram.covering import Covering, covered
from handlers.telegram.incidents import Incidents
from handlers.telegram.routing import Handlers

Raw = Mapping[str, Any]
Receive = Callable[[Raw], Awaitable[bool]]

LARGEST = 2**63 - 1
"""What the database counts to; Telegram's numbers are far smaller."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """Stores updates; `source` tells the bots on one database apart."""

    inbox: Inbox
    source: str

    async def receive(self, raw: Raw) -> bool:
        """Take an update; one that came before is dropped. Raises `Closed` while nothing can be taken.

        Tells whether it is handled next, rather than behind others of its chat.
        """
        number = update_id(raw)
        if number is None:
            _log.error("an update without a number was dropped")
            return True
        raw = covered(raw)
        chat = chat_of(raw)
        lane = f"{self.source}:{f'?{number}' if chat is None else chat}"
        return await self.inbox.receive(Arrival(self.source, str(number), lane, number, json.dumps(raw)))


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads what was stored, and gives it to the first handler that fits."""

    bot: Bot
    handlers: Handlers
    incidents: Incidents
    covering: Covering

    async def handle(self, received: Received) -> Reaction:
        """Return what the handler gives. Raises `Unreadable`."""
        update = self._read(received)
        for handler in self.handlers:
            check = handler.check_update(update)
            if check is not None and check is not False:
                reaction: Reaction = await handler.callback(update, None)
                return self.covering.told(update, reaction)
        return Reaction()

    async def excuse(self, received: Received, error: Exception) -> Reaction:
        """Return what to tell the person."""
        return await self.incidents.excuse(self._read(received), error)

    def _read(self, received: Received) -> Update:
        try:
            return Update.de_json(json.loads(received.raw), self.bot)
        except Exception as error:
            raise Unreadable from error


def update_id(raw: object) -> int | None:
    """Return the number of an update, if it has a proper one."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST else None


def chat_of(raw: Raw) -> int | None:
    """Return the id of the chat (else the person) that an update is of, whatever its shape; None where unclear."""
    for content in raw.values():
        for path in (("chat", "id"), ("message", "chat", "id"), ("from", "id"), ("user", "id")):
            found = _at(content, path)
            if isinstance(found, int):
                return found
    return None


def _at(value: object, path: tuple[str, ...]) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
