"""How rows come into hand: with their arrival, with a second look at a lane, and when a look at all finds them left."""

from collections.abc import Callable, Collection, Iterable, Sequence
from time import time

from bot.db import inbox, leases
from bot.db.database import WriteSession
from bot.domain.delivery import Arrival, Received

AT_ONCE = 256

Took = tuple[list[Received], set[str]]
"""The first rows of lanes that were taken, and the lanes that another worker has."""


class _Taking:
    """Leases lanes that are not in hand. `hands` is only changed between transactions, so it can be relied on in one."""

    rank = 0

    def __init__(
        self,
        owner: str,
        hands: set[str],
        begin: Callable[[Received], None],
        look_soon: Callable[[Iterable[str]], None],
    ) -> None:
        self._owner, self._hands, self._begin, self._look_soon = owner, hands, begin, look_soon

    async def _take(self, session: WriteSession, lanes: Collection[str]) -> Took:
        wanted = set(lanes) - self._hands
        taken = await leases.taken(session, wanted, self._owner, time())
        found = await inbox.heads(session, taken, self._owner)
        await leases.given_back(session, sorted(taken - {head.lane for head in found}), self._owner)
        return found, wanted - taken

    def _begun(self, took: Took) -> None:
        heads, others = took
        for head in heads:
            if head.lane not in self._hands:
                self._hands.add(head.lane)
                self._begin(head)
        self._look_soon(others)


class Receives(_Taking):
    """Stores arrivals."""

    _took: Took = ([], set())

    async def do(self, session: WriteSession, arrivals: Sequence[Arrival]) -> Sequence[None]:
        """Store what is new and take its lanes."""
        self._took = await self._take(session, await inbox.stored(session, arrivals, time()))
        return [None] * len(arrivals)

    def committed(self, _: Sequence[Arrival], __: object) -> None:
        """Begin with what was taken."""
        self._begun(self._took)


class Claims(_Taking):
    """Looks at certain lanes again."""

    rank = 2
    _took: Took = ([], set())

    async def do(self, session: WriteSession, lanes: Sequence[str]) -> Sequence[None]:
        """Take the lanes."""
        self._took = await self._take(session, lanes)
        return [None] * len(lanes)

    def committed(self, _: Sequence[str], __: object) -> None:
        """Begin with what was taken; what another worker has, is left to it."""
        self._begun((self._took[0], set()))


class Sweeps(_Taking):
    """Looks for rows that nobody works on: what waited when this worker started, and what a dead one left."""

    rank = 3
    _took: Took = ([], set())

    async def do(self, session: WriteSession, sources: Sequence[tuple[str, ...]]) -> Sequence[None]:
        """Take lanes that nobody has."""
        self._took = await self._take(session, await inbox.unclaimed(session, sources[0], time(), AT_ONCE))
        return [None] * len(sources)

    def committed(self, _: Sequence[tuple[str, ...]], __: object) -> None:
        """Begin with what was taken."""
        self._begun((self._took[0], set()))
