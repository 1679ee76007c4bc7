"""The durable inbox: what comes in is committed, then its sender hears so; one at a time in a lane, many lanes at once.

Who works on a lane holds its lease. The next row of a lane is read in the transaction that takes the last one out, so
memory holds one row a lane, however many wait; and a worker that dies loses its lanes to whoever looks next.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import time

from bot.db import inbox, leases
from bot.db.database import Database, is_away
from bot.db.together import Together
from bot.delivery.closing import Closes, Closing, Gone
from bot.delivery.lanes import Closed, Lanes
from bot.delivery.reaction import Handler, Reaction, Unreadable
from bot.delivery.taking import Claims, Receives, Sweeps
from bot.delivery.trouble import story
from bot.domain.delivery import Arrival, InboxState, Received
from bot.domain.errors import Told

LONGEST = 120.0
"""Seconds after which handling has failed: whatever hangs must not hold its lane for ever."""

NO_HURRY = 0.05
"""Seconds that may pass until something is stored that is not next in its lane: a flood must not hold everybody's commits."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When to look again: `retries` are the seconds before each new try, so their number is that of tries less one."""

    retries: tuple[float, ...] = (0.2, 1.0, 4.0, 10.0)
    look: float = 1.0
    outage: float = 0.5


class Inbox:
    """Takes what comes in, and hands it to the handler of its source."""

    def __init__(  # noqa: PLR0913 - what it stands between
        self,
        database: Database,
        together: Together,
        owner: str,
        *,
        at_once: int = 64,
        rhythm: Rhythm = Rhythm(),
        sent: Callable[[], None] = lambda: None,
    ) -> None:
        """`owner` names this worker; `at_once` is how many lanes it works on side by side; `sent` hears of replies."""
        self.lanes = Lanes(at_once)
        self.sent = sent
        self._database, self._together, self._owner, self._rhythm = database, together, owner, rhythm
        self._handlers: dict[str, Handler] = {}
        self._hands: set[str] = set()  # lanes whose next row is in hand, or waits here until it is due
        self._is_open = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._receives = Receives(owner, self._hands, self._begin, self._look_soon)
        self._claims = Claims(owner, self._hands, self._begin, self._look_soon)
        self._sweeps = Sweeps(owner, self._hands, self._begin, self._look_soon)
        self._closes = Closes(owner, self._went_on)

    @property
    def is_open(self) -> bool:
        """Tell whether something can be taken now."""
        return self._is_open

    async def start(self) -> None:
        """Begin to take, and to look for what others left."""
        self._is_open = True
        self._spawn(self._renew())
        self._spawn(self._sweep())

    def serve(self, source: str, handler: Handler) -> None:
        """Hand what comes from `source` to `handler` from now on, what is waiting already too."""
        self._handlers[source] = handler
        if self._is_open:
            self._spawn(self._once(self._sweep_once()))

    def refuse(self, source: str) -> None:
        """Take nothing from `source` for now."""
        self._handlers.pop(source, None)

    async def receive(self, arrival: Arrival) -> bool:
        """Store what came in; when this returns, it will be handled. Raises `Closed`, and what keeps it from being stored.

        Tells whether it is next in its lane: whoever brings more than is answered may take their time.
        """
        if not self._is_open or arrival.source not in self._handlers:
            raise Closed
        is_next = arrival.lane not in self._hands
        await self._together.write(self._receives, arrival, within=0.0 if is_next else NO_HURRY)
        return is_next

    async def settle(self) -> None:
        """Wait until nothing is in hand."""
        while self._hands:
            await self.lanes.settle()
            await asyncio.sleep(0.001)

    async def stop(self, within: float | None = None) -> int:
        """Take nothing new, finish what is in hand; return how many were not finished. All that waits stays stored."""
        self._is_open = False
        for timer in self._timers:
            timer.cancel()
        undone = await self.lanes.stop(within)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._together.settle()
        try:
            async with asyncio.timeout(2), self._database.writing() as session:
                await leases.lanes_given_back(session, self._owner)
        except Exception as error:  # noqa: BLE001 - they run out by themselves
            _log.debug("leases were not given back (%s)", type(error).__name__)
        return undone

    # In hand

    def _begin(self, head: Received) -> None:
        """Put the first row of a lane to work, when it is due."""
        if not self._is_open:
            self._hands.discard(head.lane)
        elif (wait := head.due - time()) > 0:
            self._hands.add(head.lane)
            self._later(wait, head.lane)
        else:
            self._hands.add(head.lane)
            self.lanes.put(head.lane, lambda: self._work(head))

    def _went_on(self, lane: str, head: Received | None, *, sent: bool) -> None:
        """Go on with a lane after its row was taken out of the line, or let it go."""
        self._hands.discard(lane)
        if head is not None:
            asyncio.get_running_loop().call_soon(self._begin, head)
            self._hands.add(lane)
        if sent:
            self.sent()

    async def _work(self, row: Received) -> None:
        """Handle a row until something is recorded of it: a database that is away is waited for."""
        while True:
            try:
                await self._handle(row)
            except Exception as error:  # noqa: BLE001 - a border: whatever happened, the row is not lost
                _log.warning("an update waits, since nothing can be recorded (%s)", type(error).__name__)
                await asyncio.sleep(self._rhythm.outage)
            else:
                return

    async def _handle(self, row: Received) -> None:
        handler = self._handlers.get(row.source)
        if handler is None:
            self._hands.discard(row.lane)
            return
        try:
            async with asyncio.timeout(LONGEST):
                reaction = await handler.handle(row)
            await self._close(row, reaction)
        except Unreadable as error:
            _log.error("update %s was parked: it cannot be read\n%s", row.key, story(error.__cause__ or error))
            await self._close(row, Reaction(), InboxState.PARKED, "cannot be read")
        except Told as told:
            await self._close(row, await handler.excuse(row, told))
        except Gone:
            await self._look_again(row.lane)
        except Exception as error:
            if is_away(error):
                raise  # the update is not at fault, so nothing is counted
            await self._failed(row, handler, error)

    async def _close(self, row: Received, reaction: Reaction, state: InboxState = InboxState.DONE, reason: str = "") -> None:
        await self._together.write(self._closes, Closing(row, reaction, state, reason))
        reaction.after()

    async def _failed(self, row: Received, handler: Handler, error: Exception) -> None:
        """Count the failure, and try again later; after the last try, park it and tell the person."""
        reason = type(error).__qualname__
        if row.attempts < len(self._rhythm.retries):
            wait = self._rhythm.retries[row.attempts]
            async with self._database.writing() as session:
                await inbox.put_off(session, row.id, time() + wait, reason)
            _log.info("update %s failed (%s), and is tried again", row.key, reason)
            self._later(wait, row.lane)
            return
        await self._close(row, await _excused(row, handler, error), InboxState.PARKED, reason)

    # Looking

    def _later(self, wait: float, lane: str) -> None:
        def fire() -> None:
            self._timers.discard(timer)
            if self._is_open:
                self._spawn(self._once(self._look_again(lane)))

        timer = asyncio.get_running_loop().call_later(wait, fire)
        self._timers.add(timer)

    def _look_soon(self, lanes: Iterable[str]) -> None:
        """Look again at lanes that another worker has: it may have let them go this very moment."""
        for lane in lanes:
            self._later(0.03, lane)

    async def _look_again(self, lane: str) -> None:
        self._hands.discard(lane)
        await self._together.write(self._claims, lane)

    async def _once(self, look: "asyncio.Future[None] | object") -> None:
        try:
            await look  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - the next look comes
            _log.debug("a look into the inbox failed (%s)", type(error).__name__)

    async def _sweep(self) -> None:
        while True:
            await self._once(self._sweep_once())
            await asyncio.sleep(self._rhythm.look)

    async def _sweep_once(self) -> None:
        sources = tuple(self._handlers)
        if sources:
            async with self._database.glancing() as session:
                found = await inbox.has_unclaimed(session, sources, time())
            if found:
                await self._together.write(self._sweeps, sources)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(leases.LEASE / 4)
            await self._once(self._renew_once())

    async def _renew_once(self) -> None:
        if self._hands:
            async with self._database.writing() as session:
                await leases.renewed(session, self._owner, time())

    def _spawn(self, work: object) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _excused(row: Received, handler: Handler, error: Exception) -> Reaction:
    """Return the excuse; where that fails too, the row is parked without words."""
    try:
        return await handler.excuse(row, error)
    except Exception as failure:  # noqa: BLE001 - what is parked must not come back for ever
        _log.error("nobody could be told that update %s failed (%s)", row.key, type(failure).__name__)
        return Reaction()
