"""Conversations: what a person writes and presses, and what they get."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from bot.db.models import QuestionRow, RatingRow
from bot.domain.answer import Rating
from bot.domain.people import Language
from bot.texts import say
from tests.botapi import Failure
from tests.handlers.telegram.stage import JOINING, STARS, Stage

ID = Language.INDONESIAN
EN = Language.ENGLISH


async def questions_in(stage: Stage) -> int:
    async with stage.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(QuestionRow)) or 0


async def ratings_in(stage: Stage) -> list[Rating]:
    async with stage.database.reading() as session:
        return list(await session.scalars(select(RatingRow.value)))


async def test_a_start_is_welcomed_with_questions_to_tap(stage: Stage) -> None:
    [welcome] = await stage.say("/start")

    assert welcome.text.startswith("Selamat datang!")
    assert welcome.source.startswith("<b>Selamat datang!")
    assert list(welcome.buttons.values()) == ["c:p-ovop", "c:p-cara-ikut", "c:p-bintang", "f:0.@start.begin"]


async def test_what_a_deep_link_carries_is_ignored(stage: Stage) -> None:
    [welcome] = await stage.say("/start <b>x</b>'; drop table--")

    assert welcome.text.startswith("Selamat datang!")
    assert stage.thinker.heard == []


async def test_a_question_is_answered_with_its_sources_thumbs_and_questions_to_go_on(stage: Stage) -> None:
    [answer] = await stage.say("berapa usaha supaya jadi sentra?")

    assert answer.text.startswith("Paling sedikit lima usaha di satu lokasi.\n\nUkuran itu dari PP 29/2018 & berlaku")
    assert "<blockquote expandable><b>Sumber</b>\n<b>PP 29/2018</b> (dipakai sekarang)" in answer.source
    assert '<a href="https://example.go.id/post?a=1&amp;b=2">Dinas Lamongan, tulisan' in answer.source
    assert answer.parameters["parse_mode"] == "HTML"
    assert answer.parameters["link_preview_options"] == {"is_disabled": True}
    up, down, *more = answer.keyboard["inline_keyboard"]
    assert [button["text"] for button in up] == ["👍 Membantu", "👎 Kurang membantu"]
    assert [down, *more] == [
        [{"text": JOINING.label, "callback_data": "c:p-cara-ikut"}],
        [{"text": STARS.label, "callback_data": "c:p-bintang"}],
    ]


async def test_a_private_answer_does_not_quote_the_question(stage: Stage) -> None:
    [answer] = await stage.say("berapa usaha?")

    assert "reply_parameters" not in answer.parameters


async def test_a_refusal_says_so_in_its_first_line_and_has_no_sources(stage: Stage) -> None:
    [answer] = await stage.say("berapa biaya ikut OVOP?")

    assert answer.text.startswith(f"📭 {say(ID, 'outcome.not_in_index')}\n\nBiaya ikut OVOP")
    assert "blockquote" not in answer.source


async def test_a_question_back_offers_choices_and_no_thumbs(stage: Stage) -> None:
    [answer] = await stage.say("nilai saya?")

    assert list(answer.buttons.values()) == ["c:p-bintang", "c:p-cara-ikut"]


@pytest.mark.parametrize("command", ["tanya", "ask", "TANYA"])
async def test_a_question_may_follow_the_command(stage: Stage, command: str) -> None:
    [answer] = await stage.say(f"/{command} berapa usaha\nsupaya jadi sentra?")

    assert answer.text.startswith("Paling sedikit")
    assert stage.thinker.heard == ["berapa usaha\nsupaya jadi sentra?"]


async def test_the_command_alone_asks_for_the_question_and_opens_the_field(stage: Stage) -> None:
    [invitation] = await stage.say("/tanya")
    [answer] = await stage.say("berapa usaha?", reply_to_message=invitation.message)

    assert invitation.keyboard["force_reply"] is True
    assert answer.text.startswith("Paling sedikit")


@pytest.mark.parametrize(
    ("command", "start"),
    [
        ("/bantuan", "Cara memakai"),
        ("/help", "Cara memakai"),
        ("/privasi", "Data apa"),
        ("/privacy", "Data apa"),
        ("/tidakada", "Perintah itu belum ada"),
    ],
)
async def test_help_and_privacy_are_told_in_both_names_and_help_for_unknown_ones(
    stage: Stage, command: str, start: str
) -> None:
    [told] = await stage.say(command)

    assert told.text.startswith(start)


async def test_a_chosen_language_is_spoken_from_then_on(stage: Stage) -> None:
    [asked] = await stage.say("/bahasa")
    await stage.press(asked, "l:en")
    [told] = await stage.say("/bantuan")

    assert list(asked.buttons.values()) == ["l:id", "l:en"]
    assert stage.api.alerts[-1]["text"] == say(EN, "language.chosen")
    assert asked.text == say(EN, "language.chosen")
    assert list(asked.buttons) == ["Bahasa Indonesia", "✓ English"]
    assert told.text.startswith("How to use this bot")


async def test_the_language_of_a_persons_telegram_is_a_hint(stage: Stage) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en-GB"}
    [welcome] = await stage.say("/start", **{"from": person})

    assert welcome.text.startswith("Welcome!")


async def test_a_strangers_opener_is_answered_in_the_language_of_their_telegram(stage: Stage) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en-GB"}
    [welcome] = await stage.say("/start", **{"from": person})
    await stage.press(welcome, f"c:{STARS.token}", **{"from": person})

    assert stage.thinker.languages == [Language.ENGLISH]


async def test_a_tapped_choice_shows_its_question_and_the_answer(stage: Stage) -> None:
    [first] = await stage.say("berapa usaha?")
    [answer] = await stage.press(first, "c:p-bintang")

    assert answer.text.startswith(f"❓ {STARS.label}\n\nPaling sedikit")
    calls = [call.method for call in stage.api.calls]
    assert calls.index("answerCallbackQuery") < len(calls) - 1 - calls[::-1].index("sendMessage")


async def test_a_choice_pressed_twice_is_one_question_and_one_message(stage: Stage) -> None:
    [first] = await stage.say("berapa usaha?")
    answers = await stage.press(first, "c:p-bintang")
    again = await stage.press(first, "c:p-bintang")

    assert (len(answers), len(again)) == (1, 0)
    assert len(stage.api.alerts) == 2
    assert await questions_in(stage) == 2


async def test_a_choice_pressed_long_after_shows_the_stored_answer_again(stage: Stage) -> None:
    [first] = await stage.say("berapa usaha?")
    [answer] = await stage.press(first, "c:p-bintang")
    await stage.restart()
    [again] = await stage.press(first, "c:p-bintang")

    assert (again.text, again.buttons) == (answer.text, answer.buttons)
    assert await questions_in(stage) == 2


async def test_two_people_may_press_the_same_button_of_a_group(stage: Stage) -> None:
    group = {"id": -1001, "type": "supergroup", "title": "IKM"}
    [first] = await stage.say("/tanya berapa usaha?", chat=group)
    one = await stage.press(first, "c:p-bintang", person=7)
    other = await stage.press(first, "c:p-bintang", person=8)

    assert (len(one), len(other)) == (1, 1)
    assert other[0].parameters["reply_parameters"]["message_id"] == first.message["message_id"]


async def test_a_thumb_is_kept_thanked_for_and_shown(stage: Stage) -> None:
    [answer] = await stage.say("berapa usaha?")
    await stage.press(answer, answer.data("r:"))

    assert stage.api.alerts[-1] == {"id": "101", "text": say(ID, "rating.up"), "is_alert": False}
    assert list(answer.buttons)[:2] == ["✓ 👍 Membantu", "👎 Kurang membantu"]
    assert await ratings_in(stage) == [Rating.UP]


async def test_the_last_thumb_wins_and_pressing_it_twice_changes_nothing(stage: Stage) -> None:
    [answer] = await stage.say("berapa usaha?")
    up = answer.data("r:")
    for data in (up, up, up.replace(":up", ":down"), up.replace(":up", ":down")):
        await stage.press(answer, data)

    assert list(answer.buttons)[:2] == ["👍 Membantu", "✓ 👎 Kurang membantu"]
    assert await ratings_in(stage) == [Rating.DOWN]
    assert len(stage.api.alerts) == 4


async def test_buttons_stay_good_after_a_restart(stage: Stage) -> None:
    [welcome] = await stage.say("/start")
    [answer] = await stage.say("berapa usaha?")
    await stage.restart()
    [followed] = await stage.press(welcome, "c:p-cara-ikut")
    await stage.press(answer, answer.data("r:"))

    assert JOINING.label in followed.text
    assert await ratings_in(stage) == [Rating.UP]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ("c:p-of-last-year", "error.choice_gone"),
        ("c:", "error.choice_gone"),
        ("c:" + "x" * 62, "error.choice_gone"),
        ("l:xx", "error.choice_gone"),
        ("zzz", "error.choice_gone"),
        ("", "error.choice_gone"),
        ("\x00\ud83d\u202e:::", "error.choice_gone"),
        ("r:nobody:up", "error.answer_gone"),
        ("r:nobody:sideways", "error.answer_gone"),
        ("r:up", "error.choice_gone"),
    ],
)
async def test_a_button_that_leads_nowhere_says_so_in_an_alert(stage: Stage, data: str, key: str) -> None:
    sent = await stage.press(stage.api.message("x"), data)

    assert list(sent) == []
    assert stage.api.alerts == [{"id": "101", "text": say(ID, key), "is_alert": True}]


async def test_nobody_rates_another_persons_answer(stage: Stage) -> None:
    [answer] = await stage.say("berapa usaha?", person=7)
    await stage.press(answer, answer.data("r:"), person=8)

    assert stage.api.alerts[-1]["text"] == say(ID, "error.answer_gone")
    assert await ratings_in(stage) == []


async def test_a_press_too_old_to_be_confirmed_is_answered_all_the_same(stage: Stage) -> None:
    [first] = await stage.say("berapa usaha?")
    stage.api.fail("answerCallbackQuery", Failure.bad("query is too old and response timeout expired"), times=2)
    [answer] = await stage.press(first, "c:p-bintang")
    await stage.press(first, first.data("r:"))

    assert STARS.label in answer.text
    assert next(iter(first.buttons)) == "✓ 👍 Membantu"


async def test_a_button_of_a_message_that_telegram_no_longer_shows_still_works(stage: Stage) -> None:
    gone = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private", "first_name": "x"}}
    [answer] = await stage.press(gone, "c:p-bintang")
    await stage.press(gone, answer.data("r:"))
    await stage.press(gone, "l:en")
    [inline] = await stage.press(None, "c:p-ovop", inline_message_id="abc")

    assert STARS.label in answer.text
    assert await ratings_in(stage) == [Rating.UP]
    assert inline.chat_id == 7


async def test_a_message_delivered_twice_is_answered_once(stage: Stage) -> None:
    message = stage.api.message("berapa usaha?")
    update = {"update_id": 900, "message": message}
    await stage.after(stage.api.pending.append, update)
    await stage.telegram.door.receive(update)
    await stage.settle()

    assert len(stage.api.sent) == 1


async def test_typing_shows_while_thinking_and_its_failing_is_no_matter(stage: Stage) -> None:
    stage.api.fail("sendChatAction", Failure(500), times=9)
    stage.thinker.gate.clear()
    stage.api.write("berapa usaha?")
    await stage.api.until(lambda: stage.api.called("sendChatAction"))
    stage.thinker.gate.set()
    await stage.settle()

    assert stage.api.sent[0].text.startswith("Paling")
    assert stage.api.called("sendChatAction") == [{"chat_id": 7, "action": "typing"}]


async def test_typing_is_not_shown_for_an_answer_that_comes_at_once(stage: Stage) -> None:
    object.__setattr__(stage.telegram.busy, "soon", 5.0)
    await stage.say("berapa usaha?")

    assert not stage.api.called("sendChatAction")


async def test_typing_that_hangs_does_not_hold_the_answer(stage: Stage) -> None:
    stage.api.fail("sendChatAction", Failure(kind="hang"))
    stage.thinker.gate.clear()
    stage.api.write("berapa usaha?")
    while not stage.api.called("sendChatAction"):  # noqa: ASYNC110 - a call that hangs stirs nobody
        await asyncio.sleep(0.01)
    stage.thinker.gate.set()
    await stage.api.until(lambda: stage.api.sent, within=8)

    assert stage.api.sent[0].text.startswith("Paling")


async def test_typing_is_shown_again_while_it_takes_long(stage: Stage) -> None:
    stage.thinker.gate.clear()
    object.__setattr__(stage.telegram.busy, "every", 0.01)
    stage.api.write("berapa usaha?")
    await stage.api.until(lambda: len(stage.api.called("sendChatAction")) > 2)
    stage.thinker.gate.set()
    await stage.settle()

    assert len(stage.api.sent) == 1


async def test_a_slow_choice_is_confirmed_before_its_answer(stage: Stage) -> None:
    [first] = await stage.say("berapa usaha?")
    stage.thinker.gate.clear()
    stage.api.press(first, "c:p-bintang")
    await stage.api.until(lambda: stage.api.alerts)
    assert len(stage.api.sent) == 1
    stage.thinker.gate.set()
    await stage.settle()

    assert len(stage.api.sent) == 2


async def test_an_edited_question_gets_a_fresh_answer_that_says_so(stage: Stage) -> None:
    message = stage.api.write("biaya?")
    await stage.settle()
    now = int(datetime.now(UTC).timestamp())
    [fresh] = await stage.arrive(edited_message=message | {"text": "berapa usaha?", "edit_date": now})
    [other] = await stage.arrive(edited_message=message | {"text": "biaya berapa?", "edit_date": now})

    assert fresh.text.startswith(f"{say(ID, 'telegram.edited')}\n\nPaling sedikit")
    assert "Biaya ikut OVOP" in other.text
    assert await questions_in(stage) == 3


async def test_a_failure_in_thinking_is_told_with_its_code(stage: Stage) -> None:
    stage.thinker.failure = RuntimeError("boom")
    [answer] = await stage.say("berapa usaha?")

    assert answer.text.startswith("⚠️")
    assert "sebutkan kode" in answer.text
    assert answer.buttons == {}


async def test_an_unforeseen_failure_is_told_with_a_code_and_logged_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.database.writing() as session:
        await session.execute(text("DROP TABLE answers"))
    [told] = await stage.say("pertanyaan sangat rahasia")
    errors = [record for record in caplog.records if record.levelname == "ERROR"]

    assert "sebutkan kode" in told.text
    assert len(errors) == 1
    assert "incident" in errors[0].getMessage()
    assert errors[0].getMessage().split()[1].rstrip(":") in told.text


async def test_html_that_telegram_refuses_goes_out_plain_with_its_links(stage: Stage) -> None:
    stage.api.fail("sendMessage", Failure.bad('can\'t parse entities: Unsupported start tag "x" at byte offset 3'))
    [answer] = await stage.say("berapa usaha?")

    assert answer.parameters["parse_mode"] == ""
    assert "PP 29/2018 & berlaku untuk <semua> sentra." in answer.text
    assert "(https://example.go.id/post?a=1&b=2)" in answer.text
    assert answer.buttons


async def test_a_flood_answer_is_waited_for(stage: Stage) -> None:
    stage.api.fail("sendMessage", Failure.flood(17))
    [answer] = await stage.say("berapa usaha?")

    assert answer.text.startswith("Paling")
    assert stage.pauses.asked == [17]


@pytest.mark.parametrize("failure", [Failure(500), Failure(502, "Bad Gateway"), Failure(kind="drop")])
async def test_a_message_that_telegram_lost_is_sent_again(stage: Stage, failure: Failure) -> None:
    stage.api.fail("sendMessage", failure, times=3)
    [answer] = await stage.say("berapa usaha?")

    assert answer.text.startswith("Paling")


async def test_a_person_who_blocked_the_bot_is_left_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.api.fail("sendMessage", Failure(403, "Forbidden: bot was blocked by the user"), times=5)
    sent = await stage.say("berapa usaha?")
    stage.api.heal()

    assert list(sent) == []
    assert len(stage.api.called("sendMessage")) == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_two_bots_on_one_database_do_not_take_each_others_messages_for_known(stage: Stage) -> None:
    first = stage.api.message("berapa usaha?")
    await stage.arrive(message=first)
    await stage.stop()
    stage.api.token = "987654321:BBFakeFakeFakeFakeFakeFakeFakeFake_-0"
    await stage.restart()
    [answer] = await stage.say("biaya?", message_id=first["message_id"])

    assert "Biaya" in answer.text
