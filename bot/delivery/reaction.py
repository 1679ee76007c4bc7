"""What handling something gives: what to keep and what to send, to be committed together with "it is done"."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.db.database import WriteSession
from bot.domain.delivery import Outgoing, Received

Record = Callable[[WriteSession], Awaitable[Sequence[Outgoing]]]


async def nothing(_: WriteSession) -> Sequence[Outgoing]:
    """Keep nothing, and send nothing."""
    return ()


def silence() -> None:
    """Do nothing afterwards."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """`record` keeps the new state and returns what is to be sent; `after` is called when all of that is committed.

    `record` may run again where a commit failed, so it changes nothing but its session. A `Told` it raises before it has
    written anything.
    """

    record: Record = nothing
    after: Callable[[], None] = silence


def saying(*outgoing: Outgoing) -> Reaction:
    """Return the reaction that only sends."""

    async def record(_: WriteSession) -> Sequence[Outgoing]:
        return outgoing

    return Reaction(record)


class Unreadable(Exception):  # noqa: N818 - read as "it is unreadable"
    """What came in cannot be read, now or ever."""


class Handler(Protocol):
    """What knows how to handle what comes from one source."""

    async def handle(self, received: Received) -> Reaction:
        """Think, with no connection held, and return what to keep and to send. Raises `Unreadable`."""

    async def excuse(self, received: Received, error: Exception) -> Reaction:
        """Return what to say where handling failed for good, or where it ended in something the person can be told."""
