"""Token buckets: bursts are fine, floods wait, memory is bounded."""

import pytest

from bot.domain.errors import TooMany
from handlers.pace import Buckets, Pace


class Watch:
    """A stopwatch that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_passes_then_one_by_one() -> None:
    watch = Watch()
    pace = Pace(per_session=20, per_address=60, now=watch)
    for _ in range(20):
        pace.take("s", "10.0.0.1")

    with pytest.raises(TooMany) as raised:
        pace.take("s", "10.0.0.1")
    assert raised.value.values == {"seconds": 3}

    watch.seconds += 3
    pace.take("s", "10.0.0.1")
    with pytest.raises(TooMany):
        pace.take("s", "10.0.0.1")


def test_what_is_refused_counts_for_nothing() -> None:
    watch = Watch()
    pace = Pace(per_session=1, per_address=2, now=watch)
    pace.take("a", "10.0.0.1")
    for _ in range(5):
        with pytest.raises(TooMany):
            pace.take("a", "10.0.0.1")

    pace.take("b", "10.0.0.1")


def test_one_ipv6_subscriber_is_one_address() -> None:
    pace = Pace(per_address=1, now=Watch())
    pace.take("a", "2001:db8:1:2::1")

    with pytest.raises(TooMany):
        pace.take("b", "2001:db8:1:2:ffff::9%eth0")
    pace.take("c", "2001:db8:1:3::1")
    pace.take("d", "::ffff:10.0.0.1")
    pace.take("e", "::ffff:10.0.0.2")
    pace.take("f", "")
    pace.take("g", "unix")


def test_memory_is_bounded() -> None:
    buckets = Buckets(5, Watch(), most=10)
    for number in range(1_000):
        buckets.take(str(number))

    assert len(buckets) == 10
    assert buckets.wait("999") == 0


def test_a_clock_near_zero_does_not_fill_twice() -> None:
    pace = Pace(per_session=1, now=lambda: 0.0)
    pace.take("a", "x")

    with pytest.raises(TooMany) as raised:
        pace.take("a", "x")
    assert raised.value.values == {"seconds": 60}
