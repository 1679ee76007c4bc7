"""Whether Telegram's calls reach us."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.delivery.watchdog import PATIENCE, Heartbeat
from handlers.telegram.hearing import Hearing
from handlers.telegram.inbox import Raw
from handlers.telegram.request import create_request
from tests.botapi import BotApi


class Hands:
    """A clock to be turned by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def taken(_: Raw) -> bool:
    return True


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def ear(bot_api: BotApi, clock: Hands) -> AsyncIterator[Hearing]:
    bot = Bot(bot_api.token, base_url=f"{bot_api.url}/bot", request=create_request())
    yield Hearing(bot, taken, every=30, heartbeat=Heartbeat(clock), _looked=Heartbeat(clock))
    await bot.request.shutdown()


async def test_silence_is_well_while_nothing_waits_at_telegram(ear: Hearing, clock: Hands) -> None:
    clock.seconds = 500

    assert await ear.age() == 0


async def test_what_waits_at_telegram_and_does_not_come_makes_us_old(ear: Hearing, bot_api: BotApi, clock: Hands) -> None:
    bot_api.write("halo")
    clock.seconds = 500

    assert await ear.age() == 500


async def test_an_update_that_comes_makes_us_young(ear: Hearing, bot_api: BotApi, clock: Hands) -> None:
    bot_api.write("halo")
    clock.seconds = 500
    await ear({"update_id": 1})

    assert await ear.age() == 0


async def test_a_slow_telegram_is_not_waited_for(ear: Hearing, bot_api: BotApi, clock: Hands) -> None:
    bot_api.slow["getWebhookInfo"] = 20
    clock.seconds = 50

    async with asyncio.timeout(PATIENCE):
        assert await ear.age() == 50
