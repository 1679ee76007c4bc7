"""The watchdog: tells whether work still flows, by the age of what must not grow old."""

import asyncio
import inspect
import logging
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from bot.delivery.trouble import story

Age = Callable[[], float | Awaitable[float]]
Read = Callable[[], float | Mapping[str, float] | Awaitable[float | Mapping[str, float]]]

PATIENCE = 2.0
"""Seconds that one look may take: a database that does not answer is as bad as an old row."""
LOOKS = 10.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Vital:
    """Something whose age in seconds must stay below `limit`: the last good poll, the oldest waiting row. 0 where nothing waits."""

    name: str
    age: Age
    limit: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """A vital as it was found. `age` is infinite where it could not be told."""

    name: str
    age: float
    limit: float

    @property
    def is_well(self) -> bool:
        """Whether the age is within its limit."""
        return self.age <= self.limit


@dataclass(frozen=True, slots=True)
class Reading:
    """A number for metrics, or one for each value of `label`: a closed set, never an id. `grows` where it is counted up only."""

    name: str
    words: str
    read: Read
    label: str = ""
    grows: bool = False


class Heartbeat:
    """Remembers when something last went well; it counts as well at the beginning, so that a start has its time."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """Begin now."""
        self._now = now
        self._last = now()

    def beat(self) -> None:
        """Say that it went well just now."""
        self._last = self._now()

    def age(self) -> float:
        """Return the seconds since then."""
        return self._now() - self._last


class Tally(Counter[str]):
    """Counts by kind, for metrics."""

    def add(self, kind: str) -> None:
        """Count one more."""
        self[kind] += 1


class Rivals:
    """Another poller on our token: Telegram answers 409 to one of the two. Said once for each time it begins."""

    def __init__(self) -> None:
        """Begin with none."""
        self.met = 0
        self._is_there = False

    def meet(self) -> None:
        """Say that Telegram answered 409: another process polls with this token, or a webhook is set."""
        self.met += 1
        if not self._is_there:
            _log.error("another process polls with this token: stop it, or give one of them its own token from @BotFather")
        self._is_there = True

    def part(self) -> None:
        """Say that a poll went well: we are alone again."""
        self._is_there = False

    def there(self) -> float:
        """Return 1 while there is one, else 0."""
        return float(self._is_there)

    def total(self) -> float:
        """Return how often it was met."""
        return float(self.met)


class Watchdog:
    """Looks at the vitals, and says in the log when one turns bad or well again."""

    def __init__(self, vitals: tuple[Vital, ...], readings: tuple[Reading, ...] = ()) -> None:
        """Keep what to look at, and what else to measure."""
        self.readings = readings
        self._vitals = vitals
        self._bad: frozenset[str] = frozenset()

    async def pulses(self) -> tuple[Pulse, ...]:
        """Look at all vitals at once."""
        return tuple(await asyncio.gather(*(_felt(vital) for vital in self._vitals)))

    async def watch(self) -> None:
        """Look now and then, until cancelled."""
        while True:
            self.tell(await self.pulses())
            await asyncio.sleep(LOOKS)

    def tell(self, pulses: tuple[Pulse, ...]) -> None:
        """Log what changed since the last time."""
        bad = frozenset(pulse.name for pulse in pulses if not pulse.is_well)
        for pulse in pulses:
            if pulse.name in bad - self._bad:
                _log.error("not ready: %s is %.0f s old, at most %.0f are well", pulse.name, pulse.age, pulse.limit)
            elif pulse.name in self._bad - bad:
                _log.warning("well again: %s", pulse.name)
        self._bad = bad


async def _felt(vital: Vital) -> Pulse:
    age = await measured(vital.age, math.inf)
    return Pulse(vital.name, age if isinstance(age, int | float) else math.inf, vital.limit)


async def measured(read: Read, otherwise: float) -> float | Mapping[str, float]:
    """Return what `read` gives, or `otherwise` where it fails or takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            found = read()
            return await found if inspect.isawaitable(found) else found
    except Exception as error:  # noqa: BLE001 - the border of a look: not being able to look is what it found
        _log.debug("a look failed\n%s", story(error))
        return otherwise
