"""What came by recently, kept in memory within bounds."""

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import monotonic


class Recently:
    """Remembers keys for `seconds`, and at most `most` of them: the oldest are forgotten first."""

    def __init__(self, *, seconds: float = math.inf, most: int = 10_000, now: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._most = most
        self._now = now
        self._seen: OrderedDict[Hashable, float] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether `key` came by within the time."""
        return key in self._seen and self._now() - self._seen[key] < self._seconds

    def add(self, key: Hashable) -> None:
        """Remember `key` from now on."""
        self._seen[key] = self._now()
        self._seen.move_to_end(key)
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
