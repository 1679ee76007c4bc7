"""How a row leaves the line: its effects, its replies and "it is done" in one transaction, with a look at what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import time
from typing import Protocol

from bot.db import inbox, leases, outbox
from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction, nothing
from bot.domain.delivery import InboxState, Outgoing, Received
from bot.domain.errors import Told


class Gone(Exception):  # noqa: N818 - read as "it is gone"
    """The row is not in the line any more: another worker had the lane meanwhile."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A row that was handled, and what that gave."""

    row: Received
    reaction: Reaction
    state: InboxState
    reason: str = ""


class WentOn(Protocol):
    """What hears, for each lane of a committed transaction, what is next in it, and whether there is something to send."""

    def __call__(self, lane: str, head: Received | None, *, sent: bool) -> None:
        """Go on with the lane."""


class Closes:
    """Closes rows together; one that ends in something to be told stays in the line, and the others do not."""

    rank = 1

    def __init__(self, owner: str, went_on: WentOn) -> None:
        self._owner, self._went_on = owner, went_on
        self._next: dict[str, Received] = {}
        self._has_sent = False

    async def do(self, session: WriteSession, closings: Sequence[Closing]) -> Sequence[Exception | None]:
        """Take the rows out of the line first: on PostgreSQL that keeps a second worker out, on both it shows what is gone."""
        now = time()
        mine = await self._closed(session, closings, now)
        results: list[Exception | None] = []
        outgoing: list[tuple[str, Outgoing]] = []
        for closing in closings:
            error = await _recorded(session, closing, outgoing) if closing.row.id in mine else Gone()
            results.append(error)
        await self._put_back(session, closings, results)
        await outbox.added(session, outgoing, now)
        self._has_sent = bool(outgoing)
        await self._look(session, [closing.row.lane for closing, error in zip(closings, results, strict=True) if error is None])
        return results

    async def _closed(self, session: WriteSession, closings: Sequence[Closing], now: float) -> set[int]:
        done = [closing.row.id for closing in closings if closing.state is InboxState.DONE]
        mine = await inbox.closed(session, done, InboxState.DONE, now)
        for closing in closings:
            if closing.state is not InboxState.DONE:
                mine |= await inbox.closed(session, [closing.row.id], closing.state, now, closing.reason)
        return mine

    async def _put_back(self, session: WriteSession, closings: Sequence[Closing], results: Sequence[Exception | None]) -> None:
        pairs = zip(closings, results, strict=True)
        failed = [closing.row for closing, error in pairs if error is not None and not isinstance(error, Gone)]
        if failed:
            await inbox.reopened(session, failed)

    async def _look(self, session: WriteSession, lanes: Sequence[str]) -> None:
        self._next = {head.lane: head for head in await inbox.heads(session, lanes, self._owner)}
        await leases.given_back(session, [lane for lane in lanes if lane not in self._next], self._owner)

    def committed(self, closings: Sequence[Closing], results: Sequence[Exception | None]) -> None:
        """Go on with the lanes."""
        for closing, error in zip(closings, results, strict=True):
            if error is None:
                self._went_on(closing.row.lane, self._next.get(closing.row.lane), sent=self._has_sent)


async def _recorded(session: WriteSession, closing: Closing, outgoing: list[tuple[str, Outgoing]]) -> Told | None:
    """Let a reaction record its state, and collect what it sends.

    There is no savepoint: it would cost more than the work. What a person can be told is raised before anything is
    written; any other error spoils the transaction, and then `Together` gives each of its items one of its own.
    """
    if closing.reaction.record is nothing:
        return None
    try:
        sent = await closing.reaction.record(session)
    except Told as told:
        return told
    outgoing += [(one.key or f"{closing.row.id}:{place}", one) for place, one in enumerate(sent)]
    return None
