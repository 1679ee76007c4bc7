"""The stand-in for Telegram keeps Telegram's rules: without them a bot that breaks them would pass."""

import asyncio
from typing import Any

import aiohttp

from tests.botapi import BotApi

Json = dict[str, Any]


async def call(api: BotApi, method: str, **parameters: object) -> Json:
    async with aiohttp.ClientSession() as http, http.post(f"{api.url}/bot{api.token}/{method}", data=parameters) as answer:
        found: Json = await answer.json()
        return found


async def numbers(api: BotApi, **parameters: object) -> list[int]:
    return [update["update_id"] for update in (await call(api, "getUpdates", **parameters))["result"]]


async def test_an_offset_acknowledges_what_is_before_it(bot_api: BotApi) -> None:
    first, second = (bot_api.write("halo") and bot_api.pending[-1]["update_id"] for _ in range(2))
    assert await numbers(bot_api) == await numbers(bot_api) == [first, second]
    assert await numbers(bot_api, offset=second) == [second]
    assert await numbers(bot_api) == [second]


async def test_what_nobody_fetched_for_a_day_is_forgotten(bot_api: BotApi) -> None:
    bot_api.write("lama")
    bot_api.pass_time(24 * 3600 + 1)
    bot_api.write("baru")
    assert len(await numbers(bot_api)) == 1


async def test_a_press_cannot_be_confirmed_for_ever(bot_api: BotApi) -> None:
    early, late = bot_api.press(None, "x"), bot_api.press(None, "x")
    assert (await call(bot_api, "answerCallbackQuery", callback_query_id=early))["ok"]
    bot_api.pass_time(60)
    assert (await call(bot_api, "answerCallbackQuery", callback_query_id=late))["error_code"] == 400


async def test_who_sends_too_much_is_stopped_and_told_for_how_long(bot_api: BotApi) -> None:
    bot_api.most_in_a_second = 30
    answers = [await call(bot_api, "sendMessage", chat_id=number, text="halo") for number in range(1, 33)]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False] * 2
    assert (answers[30]["error_code"], answers[30]["parameters"]) == (429, {"retry_after": 1})
    assert (len(bot_api.sent), len(bot_api.refusals)) == (30, 2)
    assert (await call(bot_api, "sendChatAction", chat_id=1, action="typing"))["ok"]


async def test_of_two_that_poll_the_older_one_is_refused(bot_api: BotApi) -> None:
    older = asyncio.create_task(call(bot_api, "getUpdates", timeout=5))
    await bot_api.until(lambda: bot_api.called("getUpdates"))
    newer = asyncio.create_task(call(bot_api, "getUpdates", timeout=5))
    assert (await older)["error_code"] == 409
    bot_api.write("halo")
    assert (await newer)["ok"]
