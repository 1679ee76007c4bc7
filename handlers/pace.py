"""How many messages a browser and a network address may send: token buckets in memory."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from bot.domain.errors import TooMany

MINUTE = 60.0


class Buckets:
    """One bucket of `per_minute` tokens for each key; the keys seen longest ago are forgotten beyond `most`."""

    def __init__(self, per_minute: int, now: Callable[[], float], most: int) -> None:
        """Start with no key, that is with every bucket full."""
        self._size = float(per_minute)
        self._now = now
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._levels)

    def wait(self, key: str) -> float:
        """Return the seconds until there is a token; 0 when there is one now."""
        return max(0.0, (1.0 - self._level(key)) * MINUTE / self._size)

    def take(self, key: str) -> None:
        """Take a token."""
        self._levels[key] = (self._level(key) - 1.0, self._now())
        self._levels.move_to_end(key)
        while len(self._levels) > self._most:
            self._levels.popitem(last=False)

    def _level(self, key: str) -> float:
        level, then = self._levels.get(key, (self._size, 0.0))
        return min(self._size, level + (self._now() - then) * self._size / MINUTE)


class Pace:
    """Both limits at once. An address is wider than a session: a whole village may sit behind one of them."""

    def __init__(
        self,
        *,
        per_session: int = 20,
        per_address: int = 60,
        now: Callable[[], float] = time.monotonic,
        most: int = 20_000,
    ) -> None:
        """Take messages a minute, a clock in seconds and how many keys of each kind to remember (some 5 MB in all)."""
        self._sessions = Buckets(per_session, now, most)
        self._addresses = Buckets(per_address, now, most)

    def take(self, session: str, address: str) -> None:
        """Count one message. Raises `TooMany`, and then counts nothing."""
        network = _network(address)
        wait = max(self._sessions.wait(session), self._addresses.wait(network))
        if wait > 0:
            raise TooMany(seconds=math.ceil(wait))
        self._sessions.take(session)
        self._addresses.take(network)


def _network(address: str) -> str:
    """Return the address, or for IPv6 its /64: one subscriber has all of that."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return parsed.packed[:8].hex() if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None else str(parsed)
