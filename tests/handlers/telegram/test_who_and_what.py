"""Who is answered, and what each kind of message gets."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.db.models import PersonRow
from bot.domain.people import Language
from bot.texts import say
from tests.botapi import Failure
from tests.handlers.telegram.stage import Stage

ID = Language.INDONESIAN
GROUP = {"id": -1001, "type": "supergroup", "title": "IKM Lamongan"}
FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO: dict[str, Any] = {"photo": [FILE | {"width": 9, "height": 9}]}
KINDS: list[tuple[dict[str, Any], str]] = [
    (
        {"sticker": FILE | {"width": 9, "height": 9, "type": "regular", "is_animated": False, "is_video": False}},
        "sticker",
    ),
    ({"voice": FILE | {"duration": 3}}, "voice"),
    ({"audio": FILE | {"duration": 3}}, "voice"),
    ({"video_note": FILE | {"length": 9, "duration": 3}}, "voice"),
    (PHOTO, "file"),
    ({"video": FILE | {"width": 9, "height": 9, "duration": 3}}, "file"),
    ({"document": FILE}, "file"),
    ({"animation": FILE | {"width": 9, "height": 9, "duration": 3}, "document": FILE}, "file"),
    ({"location": {"latitude": -7.1, "longitude": 112.4}}, "location"),
    (
        {
            "location": {"latitude": -7.1, "longitude": 112.4},
            "venue": {"location": {"latitude": -7.1, "longitude": 112.4}, "title": "Pasar", "address": "Jalan"},
        },
        "location",
    ),
    ({"contact": {"phone_number": "+62", "first_name": "Siti"}}, "contact"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    (
        {
            "poll": {
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": False,
                "members_only": False,
            }
        },
        "other",
    ),
    ({"story": {"chat": GROUP, "id": 1}}, "other"),
]
NOTICES: list[dict[str, Any]] = [
    {"new_chat_members": [{"id": 9, "is_bot": False, "first_name": "Budi"}]},
    {"left_chat_member": {"id": 9, "is_bot": False, "first_name": "Budi"}},
    {"new_chat_title": "Baru"},
    {"pinned_message": {"message_id": 1, "date": 1, "chat": GROUP, "text": "x"}},
    {"migrate_to_chat_id": -1002},
    {"group_chat_created": True},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    {"something_telegram_invents_next_year": {"a": 1}},
]


@pytest.mark.parametrize(("fields", "hint"), KINDS)
async def test_what_is_no_text_gets_a_friendly_line(stage: Stage, fields: dict[str, Any], hint: str) -> None:
    [told] = await stage.say(**fields)

    assert told.text == say(ID, f"hint.{hint}")
    assert stage.thinker.heard == []


async def test_a_caption_is_the_question(stage: Stage) -> None:
    [answer] = await stage.say(caption="/tanya berapa usaha?", **PHOTO)

    assert answer.text.startswith("Paling sedikit")
    assert stage.thinker.heard == ["berapa usaha?"]


async def test_an_album_gets_one_hint(stage: Stage) -> None:
    for _ in range(3):
        stage.api.write(media_group_id="album-1", **PHOTO)
    await stage.settle()
    [other] = await stage.say(media_group_id="album-2", **PHOTO)

    assert [sent.text for sent in stage.api.sent] == [say(ID, "hint.file")] * 2
    assert other.text == say(ID, "hint.file")


@pytest.mark.parametrize("notice", NOTICES)
async def test_telegrams_own_notices_are_no_messages(stage: Stage, notice: dict[str, Any]) -> None:
    assert list(await stage.say(chat=GROUP, **notice)) == []
    assert list(await stage.say(**notice)) == []


async def test_other_bots_are_not_answered(stage: Stage) -> None:
    robot = {"id": 9, "is_bot": True, "first_name": "Robot", "username": "robot"}

    assert list(await stage.say("/start", **{"from": robot})) == []
    assert list(await stage.say("@ovop_bot berapa usaha?", chat=GROUP, **{"from": robot})) == []


@pytest.mark.parametrize(
    "text",
    ["berapa usaha?", "@budi berapa usaha?", "@ovop_botx berapa?", "/start@lain_bot", "/entah apa", "/help@lain_bot"],
)
async def test_in_a_group_what_is_not_addressed_to_the_bot_is_left_alone(stage: Stage, text: str) -> None:
    assert list(await stage.say(text, chat=GROUP)) == []
    assert stage.thinker.heard == []


@pytest.mark.parametrize(
    "text",
    [
        "@ovop_bot berapa usaha?",
        "@OVOP_Bot   berapa usaha?",
        "/tanya berapa usaha?",
        "/tanya@ovop_bot berapa usaha?",
        "/ASK@OVOP_BOT berapa usaha?",
        "berapa usaha? @ovop_bot",
    ],
)
async def test_in_a_group_a_mention_or_a_command_is_answered_as_a_reply(stage: Stage, text: str) -> None:
    message = stage.api.message(text, chat=GROUP)
    [answer] = await stage.arrive(message=message)

    assert stage.thinker.heard == ["berapa usaha?"]
    assert answer.chat_id == GROUP["id"]
    assert answer.parameters["reply_parameters"] == {
        "message_id": message["message_id"],
        "allow_sending_without_reply": True,
    }


async def test_a_mention_behind_emoji_is_cut_out_at_the_right_place(stage: Stage) -> None:
    await stage.say("👩‍🌾🇮🇩 halo @ovop_bot, berapa usaha?", chat=GROUP)

    assert stage.thinker.heard == ["👩‍🌾🇮🇩 halo , berapa usaha?"]


async def test_a_person_mentioned_without_a_name_is_known_by_number(stage: Stage) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 4, "user": stage.api.me}
    await stage.say("OVOP berapa usaha?", chat=GROUP, entities=[entity])

    assert stage.thinker.heard == ["berapa usaha?"]


async def test_in_a_group_a_reply_to_the_bot_is_answered_and_one_to_a_person_is_not(stage: Stage) -> None:
    [first] = await stage.say("/tanya berapa usaha?", chat=GROUP)
    [reply] = await stage.say("biaya?", chat=GROUP, reply_to_message=first.message)
    person = stage.api.message("halo", chat=GROUP)

    assert "Biaya" in reply.text
    assert list(await stage.say("biaya?", chat=GROUP, reply_to_message=person)) == []


async def test_in_a_group_a_bare_mention_is_asked_for_the_question(stage: Stage) -> None:
    [invitation] = await stage.say("@ovop_bot", chat=GROUP)

    assert invitation.text == say(ID, "telegram.ask")
    assert invitation.keyboard["selective"] is True


async def test_in_a_group_pictures_and_stickers_are_left_alone(stage: Stage) -> None:
    for fields, _ in KINDS:
        assert list(await stage.say(chat=GROUP, **fields)) == []


async def test_a_topic_of_a_forum_is_answered_there_and_its_first_post_is_no_reply_to_the_bot(stage: Stage) -> None:
    began = stage.api.message(chat=GROUP, forum_topic_created={"name": "OVOP", "icon_color": 1}) | {
        "from": stage.api.me
    }
    topic = {"chat": GROUP | {"is_forum": True}, "message_thread_id": 5, "is_topic_message": True}
    silent = await stage.say("berapa usaha?", reply_to_message=began, **topic)
    [answer] = await stage.say("@ovop_bot berapa usaha?", reply_to_message=began, **topic)

    assert list(silent) == []
    assert answer.parameters["message_thread_id"] == 5


async def test_an_admin_who_writes_in_the_name_of_the_group_is_answered(stage: Stage) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    [answer] = await stage.say("@ovop_bot berapa usaha?", chat=GROUP, sender_chat=GROUP, **{"from": anonymous})

    assert answer.text.startswith("Paling")


async def test_channels_and_what_they_forward_into_their_group_are_left_alone(stage: Stage) -> None:
    channel = {"id": -1009, "type": "channel", "title": "Dinas"}
    post = {"message_id": 1, "date": 1, "chat": channel, "text": "@ovop_bot berapa usaha?", "sender_chat": channel}
    for kind in ("channel_post", "edited_channel_post", "message"):
        assert list(await stage.arrive(**{kind: post})) == []
    forwarded = await stage.say("@ovop_bot berapa usaha?", chat=GROUP, sender_chat=channel, is_automatic_forward=True)

    assert list(forwarded) == []


async def test_text_that_came_through_another_bot_or_was_forwarded_is_text(stage: Stage) -> None:
    robot = {"id": 9, "is_bot": True, "first_name": "Robot", "username": "robot"}
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}
    via = await stage.say("berapa usaha?", via_bot=robot)
    forwarded = await stage.say("berapa usaha?", forward_origin=origin)

    assert [sent.text[:6] for sent in (*via, *forwarded)] == ["Paling", "Paling"]


async def test_an_edit_in_a_group_is_not_answered_again(stage: Stage) -> None:
    message = stage.api.message("@ovop_bot berapa usaha?", chat=GROUP)
    await stage.arrive(message=message)

    assert list(await stage.arrive(edited_message=message | {"edit_date": 5})) == []


async def test_a_live_location_that_moves_gets_no_further_hint(stage: Stage) -> None:
    message = stage.api.message(location={"latitude": -7.1, "longitude": 112.4, "live_period": 900})
    await stage.arrive(message=message)

    assert list(await stage.arrive(edited_message=message | {"edit_date": 5})) == []


async def unreachable_since(stage: Stage) -> datetime | None:
    async with stage.database.reading() as session:
        return await session.scalar(select(PersonRow.unreachable_since).where(PersonRow.external_id == "7"))


async def change_to(stage: Stage, status: str) -> list[Any]:
    was, now = ({"user": stage.api.me, "status": one, "until_date": 0} for one in ("member", status))
    message = stage.api.message("x")
    change = {"chat": message["chat"], "from": message["from"], "date": 1, "old_chat_member": was, "new_chat_member": now}
    return list(await stage.arrive(my_chat_member=change))


async def test_who_blocks_the_bot_is_known_to_be_out_of_reach_until_they_take_it_back(stage: Stage) -> None:
    await stage.say("berapa usaha?")
    known = await unreachable_since(stage)
    said = await change_to(stage, "kicked")
    blocked = await unreachable_since(stage)
    said += await change_to(stage, "member")

    assert said == []
    assert (known, blocked, await unreachable_since(stage)) == (None, datetime(2026, 11, 24, 3, 0, tzinfo=UTC), None)


async def test_who_refuses_a_message_is_out_of_reach_until_they_write_again(stage: Stage) -> None:
    stage.api.fail("sendMessage", Failure(403, "Forbidden: bot was blocked by the user"))
    await stage.say("berapa usaha?")
    blocked = await unreachable_since(stage)
    await stage.say("biaya?")

    assert blocked is not None
    assert await unreachable_since(stage) is None


async def test_a_group_that_became_a_supergroup_gets_its_answer_there(stage: Stage) -> None:
    old = {"id": -55, "type": "group", "title": "IKM"}
    moved = Failure(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1002})
    stage.api.fail("sendMessage", moved)
    [answer] = await stage.say("/tanya berapa usaha?", chat=old)

    assert answer.chat_id == -1002


async def test_messages_of_one_person_in_private_and_in_a_group_are_not_taken_for_each_other(stage: Stage) -> None:
    message = await stage.say("berapa usaha?", message_id=77)
    other = await stage.say("/tanya biaya?", message_id=77, chat=GROUP)

    assert message[0].text != other[0].text
    assert stage.thinker.heard == ["berapa usaha?", "biaya?"]


@pytest.mark.parametrize(
    "text",
    [" ", "🎉🎉", "\u202e\u200f\u0645\u0631\u062d", "a\u200bb\u2028c", "<b>&amp;</b> *x* `y`", "\x00\x07", "x" * 4096],
)
async def test_any_text_is_answered(stage: Stage, text: str) -> None:
    message = stage.api.message("x") | {"text": text, "entities": []}

    assert len(await stage.arrive(message=message)) == 1


async def test_half_a_surrogate_pair_is_answered(stage: Stage) -> None:
    message = stage.api.message("x") | {"text": "a\ud83d b", "entities": []}

    assert len(await stage.arrive(message=message)) == 1


async def test_a_message_is_dated_by_telegram_and_needs_no_clock(stage: Stage) -> None:
    old = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())

    assert len(await stage.say("berapa usaha?", date=old)) == 1
