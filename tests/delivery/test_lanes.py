"""Lanes: order within a key, keys side by side, and nobody held by another."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.lanes import GIVING_WAY, Closed, Lanes
from bot.delivery.recently import Recently

Work = Callable[[], Awaitable[None]]


class Notes:
    """Writes down what was done, in order; each item takes a few turns of the loop."""

    def __init__(self) -> None:
        self.done: list[tuple[object, int]] = []
        self.now = 0
        self.most = 0

    def item(self, key: object, number: int, turns: int = 1) -> Work:
        async def work() -> None:
            self.now += 1
            self.most = max(self.most, self.now)
            for _ in range(turns):
                await asyncio.sleep(0)
            self.now -= 1
            self.done.append((key, number))

        return work

    def of(self, key: object) -> list[int]:
        return [number for one, number in self.done if one == key]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=80), st.integers(1, 8))
async def test_each_key_is_served_in_order_whatever_takes_long(items: list[tuple[int, int]], at_once: int) -> None:
    notes, lanes = Notes(), Lanes(at_once)
    for number, (key, turns) in enumerate(items):
        lanes.put(key, notes.item(key, number, turns))
    await lanes.settle()

    assert len(notes.done) == len(items)
    assert notes.most <= at_once
    for key in range(6):
        assert notes.of(key) == [number for number, (one, _) in enumerate(items) if one == key]


async def test_many_keys_are_served_side_by_side_within_the_limit() -> None:
    notes, lanes = Notes(), Lanes(at_once=16)
    for key in range(100):
        lanes.put(key, notes.item(key, 0, turns=3))
    await lanes.settle()

    assert notes.most == 16


async def test_a_key_that_floods_holds_nobody() -> None:
    notes, lanes = Notes(), Lanes(at_once=4)
    for number in range(10_000):
        lanes.put("flood", notes.item("flood", number))
    for key in range(50):
        lanes.put(key, notes.item(key, 0))
    await lanes.settle()
    last = max(notes.done.index((key, 0)) for key in range(50))

    assert len([key for key, _ in notes.done[:last] if key == "flood"]) <= 50
    assert len(notes.of("flood")) == 10_000


async def test_a_key_that_goes_on_gives_way_to_what_is_being_worked_on() -> None:
    notes, lanes = Notes(), Lanes(at_once=4)
    for number in range(100):
        lanes.put("flood", notes.item("flood", number))
    lanes.put("other", notes.item("other", 0, turns=50))
    await lanes.settle()

    assert notes.done.index(("other", 0)) <= 1
    assert notes.of("flood") == list(range(100))


async def test_a_key_gives_way_for_a_moment_only() -> None:
    notes, lanes = Notes(), Lanes(at_once=4)
    is_over = asyncio.Event()

    async def hang() -> None:
        await is_over.wait()

    lanes.put("hangs", hang)
    for number in range(3):
        lanes.put("flood", notes.item("flood", number))
    await asyncio.sleep(GIVING_WAY * 4)
    is_over.set()
    gone_on = notes.of("flood")
    await lanes.settle()

    assert gone_on == [0, 1, 2]


async def test_a_key_that_goes_on_rests_as_long_as_it_worked() -> None:
    lanes = Lanes()
    began, ended = list[float](), list[float]()

    async def work() -> None:
        began.append(monotonic())
        await asyncio.sleep(0.01)
        ended.append(monotonic())

    for _ in range(4):
        lanes.put("flood", work)
    await lanes.settle()

    for start, end, following in zip(began, ended, began[1:], strict=False):
        assert following - end >= min(end - start, GIVING_WAY) - 0.002


async def test_with_a_single_place_free_keys_take_turns() -> None:
    notes, lanes = Notes(), Lanes(at_once=1)
    for key in "abc":
        for number in range(3):
            lanes.put(key, notes.item(key, number))
    await lanes.settle()

    assert "".join(str(key) for key, _ in notes.done) == "abcabcabc"


async def test_an_item_that_fails_is_logged_once_and_its_lane_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    notes, lanes, secret = Notes(), Lanes(), "rahasia"

    async def fails() -> None:
        raise ValueError(secret)

    lanes.put("a", fails)
    lanes.put("a", notes.item("a", 1))
    await lanes.settle()

    assert notes.of("a") == [1]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "ValueError" in caplog.text
    assert "rahasia" not in caplog.text


async def test_an_item_that_is_cancelled_leaves_its_lane_open() -> None:
    notes, lanes = Notes(), Lanes()

    async def cancelled() -> None:
        raise asyncio.CancelledError

    lanes.put("a", cancelled)
    lanes.put("a", notes.item("a", 1))
    await lanes.settle()

    assert notes.of("a") == [1]


async def test_stopping_finishes_what_was_taken_and_takes_nothing_new() -> None:
    notes, lanes = Notes(), Lanes(at_once=1)
    for number in range(5):
        lanes.put("a", notes.item("a", number, turns=5))
    stopping = asyncio.create_task(lanes.stop())
    await asyncio.sleep(0)
    with pytest.raises(Closed):
        lanes.put("b", notes.item("b", 0))

    assert await stopping == 0
    assert notes.of("a") == [0, 1, 2, 3, 4]


async def test_stopping_that_may_not_wait_says_what_was_left_and_ends_it() -> None:
    notes, lanes = Notes(), Lanes(at_once=1)
    never = asyncio.Event()

    async def waits() -> None:
        await never.wait()

    lanes.put("a", waits)
    lanes.put("a", notes.item("a", 1))
    lanes.put("b", notes.item("b", 1))

    assert await lanes.stop(within=0.01) == 3
    await asyncio.sleep(0)
    assert notes.done == []


async def test_lanes_that_were_never_used_stop_at_once() -> None:
    assert await Lanes().stop(within=0) == 0


def test_what_came_by_is_forgotten_after_its_time_and_beyond_the_most() -> None:
    moment = [0.0]
    recently = Recently(seconds=10, most=2, now=lambda: moment[0])
    recently.add("a")
    moment[0] = 9
    assert "a" in recently
    moment[0] = 10
    assert "a" not in recently
    for key in "bcd":
        recently.add(key)

    assert [key in recently for key in "bcd"] == [False, True, True]
