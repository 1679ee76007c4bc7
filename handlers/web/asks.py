"""What the page asks its questions of."""

from typing import Protocol

from bot.domain.answer import Answer, Turn
from bot.domain.messages import Message
from bot.domain.people import Address


class Asks(Protocol):
    """What answers: `Ask` itself, or `AskInLine`, which stores the question first."""

    async def __call__(self, message: Message) -> Answer:
        """Return the answer to `message`."""

    async def follow(self, sender: Address, token: str, key: str, hint: str | None = None) -> Turn:
        """Return the question and answer that a tapped choice leads to. Raises `ChoiceGone`."""
