"""Ask through the inbox: the question is stored first, so that a crash while thinking loses no question.

It is asked like `Ask` itself, and waits for the answer; where that takes too long or the process ends, the answer is
there when the person looks again.
"""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import time
from typing import Any

from bot.db import turns
from bot.db.database import WriteSession
from bot.delivery.inbox import Inbox
from bot.delivery.lanes import Closed
from bot.delivery.reaction import Reaction, Unreadable
from bot.domain.answer import Answer, Turn
from bot.domain.delivery import Arrival, Outgoing, Received
from bot.domain.errors import Later
from bot.domain.messages import Message
from bot.domain.people import Address, Channel
from bot.services.ask import Ask, Recording

PATIENCE = 25.0
"""Seconds that somebody waits for an answer before being asked to look again."""

LOOK = 0.3
"""Another worker may have the person's lane; then only the database tells that the answer is there."""


@dataclass
class AskInLine:
    """Answers questions in their order for each person. Serve it as the inbox's handler of its `source`."""

    ask: Ask
    inbox: Inbox
    source: str = Channel.WEB.value
    patience: float = PATIENCE
    _waiting: dict[str, "asyncio.Future[Turn]"] = field(default_factory=dict)

    async def __call__(self, message: Message) -> Answer:
        """Return the answer to `message`. Raises `Later`."""
        return (await self._in_line(message.sender, message.key, {"text": message.text})).answer

    async def follow(self, sender: Address, token: str, key: str, hint: str | None = None) -> Turn:
        """Return the question and answer that a tapped choice leads to. Raises `ChoiceGone` and `Later`. `hint` is as for `Ask`."""
        return await self._in_line(sender, key, {"token": token, "hint": hint})

    async def handle(self, received: Received) -> Reaction:
        """Think, and tell whoever waits here. Raises `Unreadable`."""
        thought = await self._thought(received)
        kept: list[Turn] = []

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            kept[:] = [await thought(session)]
            return ()

        return Reaction(record, after=lambda: self._tell(received.key, lambda waiting: waiting.set_result(kept[0])))

    async def excuse(self, received: Received, error: Exception) -> Reaction:
        """Let the error reach whoever waits: the channel has words for it."""
        return Reaction(after=lambda: self._tell(received.key, lambda waiting: waiting.set_exception(error)))

    async def _thought(self, received: Received) -> Recording:
        try:
            asked = json.loads(received.raw)
            sender, key = Address(Channel(asked["channel"]), asked["sender"]), asked["key"]
            text, token = asked.get("text"), asked.get("token")
        except (ValueError, LookupError, TypeError) as error:
            raise Unreadable from error
        if token is not None:
            return await self.ask.think_on(sender, token, key, asked.get("hint"))
        return await self.ask.think(Message(sender, text, key))

    async def _in_line(self, sender: Address, key: str, asked: dict[str, Any]) -> Turn:
        """Each sending has a number of its own: what was asked before is known by the question's key, in its turn."""
        number = secrets.token_hex(16)
        raw = json.dumps({"channel": sender.channel, "sender": sender.id, "key": key} | asked)
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self.inbox.receive(Arrival(self.source, number, f"{self.source}:{sender.id}"[:128], int(time() * 1e6), raw))
            async with asyncio.timeout(self.patience):
                return await self._answered(waiting, sender, key)
        except (Closed, TimeoutError):
            raise Later from None
        finally:
            del self._waiting[number]

    async def _answered(self, waiting: "asyncio.Future[Turn]", sender: Address, key: str) -> Turn:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=LOOK)
            if done:
                return waiting.result()
            async with self.ask.database.glancing() as session:
                if known := await turns.turn(session, sender, key):
                    return known

    def _tell(self, number: str, how: Callable[["asyncio.Future[Turn]"], None]) -> None:
        waiting = self._waiting.get(number)
        if waiting is not None and not waiting.done():
            how(waiting)
