"""Sends what the outbox holds, for one source: one sender over all workers, replies first, at the pace that is allowed.

A reply is not claimed: it is sent, and then recorded, and the next one of its chat waits for that record. So a death at
any moment repeats at most one reply a chat. Bulk is claimed in a commit of its own right before the call: a death leaves
it `unknown`, and it is not sent again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic, time

from bot.db import leases, outbox
from bot.db.database import Database
from bot.db.together import Together
from bot.delivery.outcome import Claimed, Recorded, Verdict, verdict_on
from bot.delivery.pace import Pace, counts, weight
from bot.delivery.trouble import story
from bot.domain.delivery import TOO_LATE, Blocked, Doubtful, Letter, Moved, OutboxState, Refused, Result, TooFast

Post = Callable[[Letter], Awaitable[Result]]
Unreachable = Callable[[str], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]

AT_ONCE = 256
CLAIMING = 2
"""How much bulk may wait for its claim to be committed: where the database stands still, no crowd gathers that then goes at once."""
WINDOW = 1000
LOOK = 0.5

_log = logging.getLogger(__name__)


class Sender:
    """Runs for as long as the process, and works while it holds the lease of its source."""

    def __init__(  # noqa: PLR0913 - what it stands between
        self,
        database: Database,
        together: Together,
        owner: str,
        source: str,
        post: Post,
        *,
        unreachable: Unreachable,
        pace: Pace,
        pause: Pause = asyncio.sleep,
        patience: float = 1.0,
    ) -> None:
        """`post` makes one call; `unreachable` hears of people who blocked us; `patience` is the first wait after trouble."""
        self.pace = pace
        self._database, self._together, self._owner, self._source = database, together, owner, source
        self._post, self._unreachable, self._pause, self._patience = post, unreachable, pause, patience
        self._lease = leases.sender_of(source)
        self._look = min(LOOK, patience / 2)
        self._leads_until = 0.0
        self._wake = asyncio.Event()
        self._ready: deque[Letter] = deque()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._ended: set[int] = set()
        self._mass: dict[int, asyncio.Task[None]] = {}
        self._claiming = 0
        self._stop_for = 0.0
        self._is_stale = True
        self._is_idle = asyncio.Event()
        self._next_at = self._bulk_at = 0.0
        self._task: asyncio.Task[None] | None = None
        self._leading: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look at once: there is something new."""
        self._is_stale = True
        self._is_idle.clear()
        self._wake.set()

    async def start(self) -> None:
        """Begin, here or as the one who stands by."""
        self._leading = asyncio.create_task(self._lead())
        self._task = asyncio.create_task(self._run())

    async def settle(self) -> None:
        """Wait until nothing that may go now is left."""
        self.wake()
        await self._is_idle.wait()

    async def stop(self, within: float = 5.0) -> None:
        """Send what may go now, at most for so long; then finish what is on its way."""
        if self._task is None or self._leading is None:
            return
        try:
            async with asyncio.timeout(within):
                if self.leads:
                    await self.settle()
        except TimeoutError:
            _log.info("replies are left for the next start")
        for task in (self._task, self._leading):
            task.cancel()
        flying = [*self._busy.values(), *self._mass.values()]
        if flying:
            await asyncio.wait(flying, timeout=within)
        for task in flying:
            task.cancel()
        await asyncio.gather(self._task, self._leading, *flying, return_exceptions=True)
        await self._step_down()

    async def _step_down(self) -> None:
        """Let another sender take over at once."""
        self._leads_until = 0.0
        try:
            async with asyncio.timeout(2), self._database.writing() as session:
                await leases.given_back(session, [self._lease], self._owner)
        except Exception as error:  # noqa: BLE001 - it runs out by itself
            _log.debug("the lease of the sender was not given back (%s)", type(error).__name__)

    # Who sends

    @property
    def leads(self) -> bool:
        """Tell whether this one sends."""
        return monotonic() < self._leads_until

    async def _lead(self) -> None:
        """Take and keep the lease. It counts from before it was asked for, and not to its very end."""
        while True:
            asked = monotonic()
            was_leading = self.leads
            try:
                async with self._database.writing() as session:
                    mine = await leases.taken(session, [self._lease], self._owner, time())
                    if mine and not was_leading and (lost := await outbox.abandoned(session, self._source)):
                        _log.warning("%d messages of an announcement may or may not have arrived", lost)
            except Exception as error:  # noqa: BLE001 - the next try comes
                _log.debug("the lease of the sender was not renewed (%s)", type(error).__name__)
            else:
                self._leads_until = asked + leases.LEASE * 0.8 if mine else 0.0
                if mine and not was_leading:
                    self.wake()
            await asyncio.sleep(leases.LEASE / 4)

    # What is sent

    async def _run(self) -> None:
        while True:
            try:
                await self._round()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back
                _log.warning("sending waits (%s)", type(error).__name__)
                _log.debug("sending waits\n%s", story(error))
                self._is_stale = True
                await asyncio.sleep(self._patience / 2)

    async def _round(self) -> None:
        self._wake.clear()
        if self._stop_for > 0:
            seconds, self._stop_for = self._stop_for, 0.0
            await self._pause(seconds)
        if not self.leads or len(self._busy) + len(self._mass) >= AT_ONCE:
            await self._doze(self._look)
            return
        wait = await self._replies()
        if wait is None:
            wait = await self._bulk()
        if wait is None and not self._is_stale:
            if not self._busy and not self._mass:
                self._is_idle.set()
            await self._doze(self._look)
            self._is_stale = True
        elif wait:
            await self._doze(wait)

    async def _doze(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _replies(self) -> float | None:
        """Start replies that may go; return how long the next one has to wait, None where there is none."""
        if self._is_stale and (not self._ready or monotonic() >= self._next_at):
            self._is_stale = False
            self._next_at = monotonic() + 0.1
            self._ended.clear()
            async with self._database.glancing() as session:
                found = await outbox.replies(session, self._source, time(), WINDOW)
            self._ready = deque(letter for letter in found if letter.id not in self._ended)  # it may have ended meanwhile
        waits: list[float] = []
        kept: deque[Letter] = deque()
        while self._ready:
            letter = self._ready.popleft()
            if letter.chat in self._busy:
                continue  # its end looks again
            wait = LOOK if len(self._busy) >= AT_ONCE else self._wait_for(letter)
            if wait > 0:
                waits.append(wait)
                kept.append(letter)
            else:
                self._start(letter)
        self._ready = kept
        return min(waits, default=None)

    def _wait_for(self, letter: Letter) -> float:
        if not counts(letter.method):
            return self.pace.stopped()
        return max(self.pace.token_wait(messages=weight(letter.parameters)), self.pace.chat_wait(letter.chat))

    def _start(self, letter: Letter) -> None:
        if counts(letter.method):
            self.pace.take(letter.chat, weight(letter.parameters))
        self._busy[letter.chat] = asyncio.create_task(self._reply(letter))

    async def _reply(self, letter: Letter) -> None:
        try:
            await self._settle_one(letter, await self._posted(letter))
        finally:
            self._ended.add(letter.id)
            self._busy.pop(letter.chat, None)
            self.wake()

    async def _bulk(self) -> float | None:
        """Start bulk until a reply comes; return how long the next one has to wait, None where there is none."""
        if monotonic() < self._bulk_at:
            return None
        async with self._database.glancing() as session:
            waiting = await outbox.bulk(session, self._source, time(), WINDOW)
        if not waiting:
            self._bulk_at = monotonic() + self._look / 2
        for letter in waiting:
            if letter.id in self._mass:
                continue
            while (wait := self._wait_for_bulk(letter)) > 0:
                self._wake.clear()  # else dozing is over at once, and nobody else gets a turn; news are in `_is_stale`
                if self._is_stale or self._stop_for:
                    return 0.0
                await self._doze(wait)
            if self._is_stale or self._stop_for or len(self._mass) >= AT_ONCE or not self.leads:
                return 0.02
            self.pace.take(letter.chat, weight(letter.parameters))
            self._claiming += 1
            self._mass[letter.id] = asyncio.create_task(self._one_of_many(letter))
        return 0.02 if waiting else None

    def _wait_for_bulk(self, letter: Letter) -> float:
        return LOOK if self._claiming >= CLAIMING else self.pace.token_wait(is_bulk=True, messages=weight(letter.parameters))

    async def _one_of_many(self, letter: Letter) -> None:
        try:
            if await self._is_claimed(letter):
                await self._settle_one(letter, await self._posted(letter))
        finally:
            self._mass.pop(letter.id, None)
            self._wake.set()

    async def _is_claimed(self, letter: Letter) -> bool:
        try:
            return await self._together.write(self._claims, letter.id)
        except Exception as error:  # noqa: BLE001 - it still waits, and a database that is away comes back
            _log.debug("a message could not be claimed (%s)", type(error).__name__)
            return False
        finally:
            self._claiming -= 1
            self._wake.set()

    _claims = Claimed()
    _records = Recorded()

    async def _posted(self, letter: Letter) -> Result:
        if letter.not_after is not None and time() > letter.not_after:
            return Refused(TOO_LATE)
        try:
            return await self._post(letter)
        except Exception as error:  # noqa: BLE001 - whatever it is, the row gets its state
            _log.error("sending %d failed\n%s", letter.id, story(error))
            return Doubtful()

    async def _settle_one(self, letter: Letter, result: Result) -> None:
        """Record what became of a call; until that is done, the chat gets nothing further."""
        if isinstance(result, TooFast):
            self.pace.stop(0.0)
            self._stop_for = max(self._stop_for, result.seconds)
        verdict = verdict_on(letter, result, time(), self._patience)
        while not await self._kept(letter, result, verdict):  # noqa: ASYNC110 - no event tells that a database is back
            await asyncio.sleep(self._patience)
        if verdict.state is OutboxState.FAILED and verdict.reason != TOO_LATE:
            _log.error("message %d of the outbox was given up (%s)", letter.id, verdict.reason)

    async def _kept(self, letter: Letter, result: Result, verdict: Verdict) -> bool:
        try:
            if isinstance(result, Moved):
                async with self._database.writing() as session:
                    await outbox.moved(session, self._source, letter.chat, result.chat)
            if isinstance(result, Blocked):
                await self._unreachable(letter.chat)
            await self._together.write(self._records, verdict)
        except Exception as error:  # noqa: BLE001 - a database that is away comes back
            _log.warning("what was sent cannot be recorded yet (%s)", type(error).__name__)
            return False
        return True
