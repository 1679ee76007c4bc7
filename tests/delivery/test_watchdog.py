"""The watchdog: what grows old is found, and said once."""

import asyncio
import logging
import math

import pytest

from bot.delivery.watchdog import Heartbeat, Rivals, Vital, Watchdog


def broken() -> float:
    message = "rahasia"
    raise OSError(message)


async def never() -> float:
    await asyncio.Event().wait()
    return 0


async def two() -> float:
    return 2.0


async def test_a_vital_within_its_limit_is_well() -> None:
    (pulse,) = await Watchdog((Vital("poll", lambda: 1.0, 1.0),)).pulses()

    assert pulse.is_well


async def test_an_old_vital_is_not_well_and_the_others_are() -> None:
    young, old = await Watchdog((Vital("poll", two, 60), Vital("inbox", two, 1.5))).pulses()

    assert young.is_well
    assert not old.is_well


@pytest.mark.parametrize("age", [broken, never])
async def test_a_vital_that_cannot_be_told_is_not_well(age: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.watchdog.PATIENCE", 0.05)

    (pulse,) = await Watchdog((Vital("inbox", age, 60),)).pulses()  # type: ignore[arg-type]

    assert pulse.age == math.inf
    assert not pulse.is_well


async def test_a_change_is_said_once_and_without_anything_of_an_error(caplog: pytest.LogCaptureFixture) -> None:
    ages = {"inbox": 100.0}
    watchdog = Watchdog((Vital("inbox", lambda: ages["inbox"], 60), Vital("database", broken, 1)))
    with caplog.at_level(logging.DEBUG, logger="bot"):
        for _ in range(3):
            watchdog.tell(await watchdog.pulses())
        ages["inbox"] = 0.0
        watchdog.tell(await watchdog.pulses())

    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == [
        "not ready: inbox is 100 s old, at most 60 are well",
        "not ready: database is inf s old, at most 1 are well",
        "well again: inbox",
    ]
    assert "rahasia" not in caplog.text


async def test_it_keeps_looking_until_it_is_stopped(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.watchdog.LOOKS", 0.01)
    ages = iter([0.0, 100.0, *[100.0] * 1000])
    watching = asyncio.create_task(Watchdog((Vital("inbox", lambda: next(ages), 60),)).watch())

    await asyncio.sleep(0.1)
    watching.cancel()

    assert caplog.text.count("not ready: inbox") == 1


def test_a_heartbeat_is_as_old_as_its_last_beat() -> None:
    moment = [0.0]
    heart = Heartbeat(lambda: moment[0])
    moment[0] = 7.0
    assert heart.age() == 7.0

    heart.beat()

    assert heart.age() == 0.0


def test_a_rival_is_said_once_for_each_time_it_comes(caplog: pytest.LogCaptureFixture) -> None:
    rivals = Rivals()
    for _ in range(3):
        rivals.meet()
    assert rivals.there() == 1

    rivals.part()

    assert rivals.there() == 0
    rivals.meet()
    assert rivals.total() == 4
    assert caplog.text.count("another process polls") == 2
