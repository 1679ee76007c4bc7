"""Telegram away, refusing, disturbed: the bot keeps trying, says so once, and nothing that was sent is missed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.db.database import Database
from handlers.telegram.errors import TokenRefused
from tests.botapi import BotApi, Failure
from tests.handlers.telegram.stage import Stage


@pytest.fixture
async def idle(bot_api: BotApi, sqlite_database: Database) -> AsyncIterator[Stage]:
    """A bot that does not run yet."""
    stage = Stage(bot_api, sqlite_database)
    yield stage
    await stage.stop()


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


async def test_with_telegram_down_at_the_start_the_bot_waits_and_says_so_once(
    idle: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await idle.api.go_down()
    async with idle.running():
        await idle.pauses.number(6)
        said = warnings_in(caplog)
        await idle.api.come_back()
        [answer] = await idle.say("berapa usaha?")

    assert answer.text.startswith("Paling")
    assert len(said) == 1
    assert "Telegram does not answer" in said[0]
    assert "Telegram answers again" in warnings_in(caplog)[1]


async def test_with_telegram_down_in_mid_run_the_bot_recovers_and_misses_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.say("berapa usaha?")
    await stage.api.go_down()
    await stage.pauses.number(4)
    stage.api.write("biaya?")
    said = warnings_in(caplog)
    await stage.api.come_back()
    await stage.settle()

    assert "Biaya" in stage.api.sent[-1].text
    assert len(said) == 1


async def test_waiting_grows_and_is_spread(idle: Stage) -> None:
    idle.telegram.patience.chance = lambda: 1.0
    idle.api.fail("getMe", Failure(502, "Bad Gateway"), times=9)
    async with idle.running():
        await idle.settle()

    assert idle.pauses.asked[:9] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


@pytest.mark.parametrize(
    "failure",
    [
        Failure(500),
        Failure(502, "Bad Gateway"),
        Failure(kind="garbage"),
        Failure(kind="drop"),
        Failure.flood(21),
        Failure.conflict(),
        Failure(200, "no list"),
    ],
)
async def test_polling_outlives_every_failure(stage: Stage, failure: Failure) -> None:
    stage.api.fail("getUpdates", failure, times=3)
    await stage.say("berapa usaha?")
    [answer] = await stage.say("biaya?")

    assert "Biaya" in answer.text


async def test_polling_waits_as_long_as_telegram_asks(stage: Stage) -> None:
    stage.api.fail("getUpdates", Failure.flood(21))
    await stage.say("berapa usaha?")
    await stage.say("berapa usaha?")

    assert 21 in stage.pauses.asked


async def test_a_second_poller_is_said_clearly(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.say("berapa usaha?")
    stage.api.fail("getUpdates", Failure.conflict(), times=3)
    await stage.say("berapa usaha?")
    await stage.say("berapa usaha?")
    said = [words for words in warnings_in(caplog) if "409" in words]

    assert said == [
        "another program polls with the same bot token (409): stop one of the two; trying again until it works"
    ]


async def test_a_webhook_that_was_set_is_taken_away_and_its_updates_are_kept(idle: Stage) -> None:
    idle.api.webhook = {"url": "https://example.org/hook"}
    idle.api.write("berapa usaha?")
    async with idle.running():
        await idle.api.until(lambda: idle.api.sent)

    assert idle.api.webhook == {}
    assert idle.api.sent[0].text.startswith("Paling")


async def test_a_webhook_set_in_mid_run_by_another_is_said_clearly(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.say("berapa usaha?")
    stage.api.webhook = {"url": "https://example.org/hook"}
    stage.api.write("biaya?")
    await stage.pauses.number(2)
    stage.api.webhook = {}
    await stage.settle()

    assert any("a webhook is set" in words for words in warnings_in(caplog))
    assert len(stage.api.sent) == 2


async def test_a_wrong_token_is_an_error_of_its_own_that_does_not_tell_it(idle: Stage) -> None:
    token = "123456789:AAnotTheRightOneAtAllNotAtAllNo"
    idle.telegram = idle.create(token=token)
    with pytest.raises(TokenRefused) as caught:
        await asyncio.wait_for(idle.telegram.poll(), 10)

    error: BaseException | None = caught.value
    while error is not None:
        assert token not in f"{error!s}{error!r}{error.args}"
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("token", ["", "abc", "1:a/b", "12:x\n", "\uff11:a"])
async def test_what_cannot_be_a_token_is_refused_before_telegram_is_asked(idle: Stage, token: str) -> None:
    with pytest.raises(TokenRefused):
        idle.create(token=token)


async def test_a_token_taken_back_in_mid_run_ends_the_polling(stage: Stage) -> None:
    await stage.say("berapa usaha?")
    stage.api.fail("getUpdates", Failure(401, "Unauthorized"))
    stage.api.write("biaya?")
    assert stage.polling is not None

    with pytest.raises(TokenRefused):
        await asyncio.wait_for(stage.polling, 10)


async def test_an_update_that_cannot_be_read_is_parked_and_the_next_is_answered(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.api.arrive(message={"message_id": "rahasia", "text": "kata rahasia"})
    stage.api.arrive(message=["kata rahasia"])
    stage.api.arrive(callback_query={"id": 1, "kata rahasia": []})
    stage.api.pending.append({"kata rahasia": 1})
    [answer] = await stage.say("berapa usaha?")
    parked = [record.getMessage() for record in caplog.records if "parked" in record.getMessage()]

    assert answer.text.startswith("Paling")
    assert [words.split(" was parked")[0] for words in parked] == ["update 101", "update 102", "update 103"]
    assert "rahasia" not in caplog.text


async def test_the_offset_moves_only_for_what_was_taken(stage: Stage) -> None:
    await stage.settle()
    stage.office.inbox.refuse(stage.telegram.door.source)
    stage.api.write("berapa usaha?")
    await stage.pauses.number(3)
    assert len(stage.api.pending) == 1
    stage.office.inbox.serve(stage.telegram.door.source, stage.telegram.reading)
    await stage.settle()

    assert len(stage.api.sent) == 1


async def test_a_stop_ends_the_polling_and_tells_telegram_how_far_it_came(stage: Stage) -> None:
    stage.api.write("berapa usaha?")
    await stage.api.until(lambda: stage.api.sent)
    await stage.telegram.stop(within=5)

    assert stage.polling is not None
    assert stage.polling.done()
    assert stage.api.pending == []


async def test_a_poller_that_is_cancelled_before_it_asks_again_tells_how_far_it_came(idle: Stage) -> None:
    poller = idle.telegram.poller
    is_held, never = asyncio.Event(), asyncio.Event()
    taken: list[int] = []

    async def receive(raw: Mapping[str, Any]) -> None:
        if taken:
            is_held.set()
            await never.wait()
        taken.append(raw["update_id"])

    poller.receive = receive
    first = idle.api.arrive(message=idle.api.message("satu"))
    second = idle.api.arrive(message=idle.api.message("dua"))
    async with idle.running():
        await asyncio.wait_for(is_held.wait(), 10)

    assert taken == [first]
    assert [update["update_id"] for update in idle.api.pending] == [second]


async def test_after_a_stop_telegram_knows_what_was_answered(stage: Stage) -> None:
    stage.api.slow["sendMessage"] = 0.2
    stage.api.write("berapa usaha?")
    await stage.api.until(lambda: stage.api.called("sendMessage"))
    await stage.restart()
    await stage.settle()

    assert len(stage.api.sent) == 1


async def test_a_lower_number_after_a_quiet_week_is_taken(stage: Stage) -> None:
    await stage.say("berapa usaha?")
    await stage.api.until(lambda: stage.api.called("getUpdates")[-1].get("offset"))
    stage.api.fail("getUpdates", Failure(500))
    stage.telegram.poller.fetch.seconds = 0
    await stage.say("berapa usaha?")
    await stage.api.until(lambda: "offset" not in stage.api.called("getUpdates")[-1])
    stage.api.pending.append({"update_id": 3, "message": stage.api.message("biaya?")})
    await stage.settle()

    assert "Biaya" in stage.api.sent[-1].text


async def test_the_menu_of_commands_is_set_for_both_languages(stage: Stage) -> None:
    await stage.say("berapa usaha?")
    menus = {menu.get("language_code", ""): menu["commands"] for menu in stage.api.called("setMyCommands")}

    assert [entry["command"] for entry in menus[""]] == (
        "start tanya nilai bantuan bahasa privasi data perbaiki berhenti hapus".split()
    )
    assert [entry["description"] for entry in menus["en"]][:2] == ["Start and say hello", "Ask about OVOP"]


async def test_without_a_menu_the_bot_works_all_the_same(idle: Stage) -> None:
    idle.api.fail("setMyCommands", Failure(404, "Not Found"))
    async with idle.running():
        [answer] = await idle.say("berapa usaha?")

    assert answer.text.startswith("Paling")


async def test_only_wanted_kinds_of_updates_are_asked_for(stage: Stage) -> None:
    await stage.settle()
    await stage.api.until(lambda: stage.api.called("getUpdates"))

    wanted = stage.api.called("getUpdates")[0]["allowed_updates"]
    assert wanted == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_a_stop_finishes_what_is_in_hand(stage: Stage) -> None:
    stage.thinker.gate.clear()
    stage.api.write("berapa usaha?")
    await stage.api.until(lambda: not stage.api.pending)
    stopping = asyncio.create_task(stage.stop())
    await asyncio.sleep(0.05)
    stage.thinker.gate.set()
    await stopping

    assert len(stage.api.sent) == 1


async def test_a_stop_that_may_not_wait_says_how_much_was_in_hand_and_the_next_start_finishes_it(stage: Stage) -> None:
    stage.thinker.gate.clear()
    stage.api.write("berapa usaha?")
    stage.api.write("biaya?")
    await stage.api.until(lambda: not stage.api.pending)
    undone = await stage.telegram.stop(within=0.05)
    stage.thinker.gate.set()
    await stage.restart()
    await stage.quiet()

    assert undone == 1
    assert ["Biaya" in sent.text for sent in stage.api.sent] == [False, True]
