"""The inbox: a raw update is taken, then read and handled in the lane of its chat.

The seam is `Receive`: whoever brings updates (poller, webhook) counts one as delivered once it returned. This inbox
keeps what it took in memory only; a durable one takes its place behind the same seam.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.lanes import Closed, Lanes
from bot.delivery.recently import Recently
from bot.delivery.trouble import story

Raw = Mapping[str, Any]
Receive = Callable[[Raw], Awaitable[None]]

_log = logging.getLogger(__name__)


@dataclass
class Inbox:
    """Hands updates to `handle`, which reads and handles one; an update that came before is dropped."""

    lanes: Lanes
    handle: Receive
    known: Recently = field(default_factory=Recently)
    is_open: bool = False

    async def receive(self, raw: Raw) -> None:
        """Take an update. Raises `Closed` while nothing can be taken: bring it again later."""
        if not self.is_open:
            raise Closed
        number = update_id(raw)
        if number is None:
            _log.error("an update without a number was dropped")
        elif number not in self.known:
            self.lanes.put(chat_of(raw), lambda: self._work(number, raw))
            self.known.add(number)

    async def _work(self, number: int, raw: Raw) -> None:
        try:
            await self.handle(raw)
        except Exception as error:  # noqa: BLE001 - one update that cannot be read must not stop the next
            _log.error("update %d was parked: it cannot be read\n%s", number, story(error))


def update_id(raw: object) -> int | None:
    """Return the number of an update, if it has a proper one."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


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
