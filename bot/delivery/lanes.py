"""Lanes: one at a time for each key, many keys at once, and fair: whoever floods waits in their own lane."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from time import monotonic

from bot.delivery.trouble import story

Work = Callable[[], Awaitable[None]]

GIVING_WAY = 0.1
"""Seconds for which a lane that goes on lets others finish first. Nobody reads ten answers in a second."""
BRIEF = 0.002
"""Seconds of work after which a lane need not rest."""

_log = logging.getLogger(__name__)


class Closed(Exception):  # noqa: N818 - read as "closed: it was not taken"
    """Nothing is taken now; whoever brought it should bring it again later."""


class Lanes:
    """Runs work in the order it came for each key, at most `at_once` keys side by side.

    Free places go round the keys that wait: after one item a key queues behind all others, so a key with 10,000 items
    holds nobody else. It also rests as long as it worked, so that whoever comes meanwhile finds processor and disk free, and gives
    way for a while: its next item begins when nothing else is being worked on. What an item raises is logged once, and the lane goes on.
    """

    def __init__(self, at_once: int = 64) -> None:
        self._at_once = at_once
        self._lanes: dict[Hashable, deque[Work]] = {}  # the first of a lane stays there until it is done
        self._ready: deque[Hashable] = deque()
        self._giving_way: dict[Hashable, asyncio.TimerHandle] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self._is_closed = False

    def __len__(self) -> int:
        """Return how many items are waiting or being worked on."""
        return sum(len(lane) for lane in self._lanes.values())

    def put(self, key: Hashable, work: Work) -> None:
        """Take `work` behind what `key` already has. Raises `Closed` once stopping has begun."""
        if self._is_closed:
            raise Closed
        self._is_idle.clear()
        lane = self._lanes.setdefault(key, deque())
        lane.append(work)
        if len(lane) == 1:
            self._ready.append(key)
            self._fill()

    async def settle(self) -> None:
        """Wait until all that was taken is done."""
        await self._is_idle.wait()

    async def stop(self, within: float | None = None) -> int:
        """Take nothing new, finish what was taken; return how many items were left undone after `within` seconds."""
        self._is_closed = True
        try:
            await asyncio.wait_for(self._is_idle.wait(), within)
        except TimeoutError:
            undone = len(self)
            self._at_once = 0
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            return undone
        return 0

    def _fill(self) -> None:
        while len(self._running) < self._at_once:
            if not self._ready and self._giving_way and not self._running:
                self._give_way_no_more(next(iter(self._giving_way)))
            if not self._ready:
                return
            task = asyncio.create_task(self._run(self._ready.popleft()))
            self._running.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._fill()
        if not self._lanes:
            self._is_idle.set()

    async def _run(self, key: Hashable) -> None:
        lane, began = self._lanes[key], monotonic()
        try:
            await lane[0]()
        except Exception as error:  # noqa: BLE001 - the border of an item: its failure is recorded, the lane goes on
            _log.error("an item failed\n%s", story(error))
        finally:
            lane.popleft()
            if lane:
                self._rest(key, min(monotonic() - began, GIVING_WAY))
            else:
                del self._lanes[key]

    def _rest(self, key: Hashable, seconds: float) -> None:
        if seconds < BRIEF:
            self._give_way(key, GIVING_WAY)
        else:
            asyncio.get_running_loop().call_later(seconds, self._rested, key, GIVING_WAY - seconds)

    def _rested(self, key: Hashable, left: float) -> None:
        self._give_way(key, left)
        self._fill()

    def _give_way(self, key: Hashable, seconds: float) -> None:
        self._giving_way[key] = asyncio.get_running_loop().call_later(seconds, self._waited, key)

    def _waited(self, key: Hashable) -> None:
        self._give_way_no_more(key)
        self._fill()

    def _give_way_no_more(self, key: Hashable) -> None:
        self._giving_way.pop(key).cancel()
        self._ready.append(key)
