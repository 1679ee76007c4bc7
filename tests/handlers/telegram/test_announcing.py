"""Announcing over Telegram: composed in the chat, approved by a second person, sent through the outbox to owners' chats."""

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.db import audit, staff
from bot.db.announcement_models import AnnouncementRow
from bot.db.database import Database
from bot.domain.announcement import Content, Link
from bot.domain.announcement import Stage as Where
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from tests.announcing import Newsroom, Owner
from tests.botapi import BotApi, Failure, Sent
from tests.handlers.telegram.stage import Stage
from tests.pictures import photo

AUTHOR, OTHER = 501, 502


@pytest.fixture
async def stage(bot_api: BotApi, sqlite_database: Database) -> AsyncIterator[Stage]:
    made = Stage(bot_api, sqlite_database)
    async with made.running():
        room = Newsroom(sqlite_database, made.clock)
        await room.member(Grant(Role.BROADCASTER, ""), chat=str(AUTHOR))
        await room.member(Grant(Role.BROADCASTER, ""), chat=str(OTHER))
        await room.owners(Owner("11"), Owner("12", commodity="anyaman"), Owner("13", area="11.01"))
        yield made


async def rounds(stage: Stage) -> None:
    """Let the announcements go out through the real sender."""
    for _ in range(20):
        if not await stage.telegram.announcing.dispatch.round():
            return
        await stage.quiet()


async def compose(stage: Stage, **message: object) -> Sent:
    """Send the bot what is to be announced; return the draft that it shows."""
    (asked,) = await stage.say("/umumkan", person=AUTHOR)
    assert "kirim isi pengumumannya" in asked.text
    (draft,) = await stage.say(person=AUTHOR, **message)
    assert "konsep" in draft.text, draft.text
    return draft


async def sent_off(stage: Stage, draft: Sent) -> None:
    """Ask for approval, and approve."""
    said = await stage.press(draft, draft.data("f:1.@news.submit"), person=AUTHOR)
    asks = next(one for one in said if one.chat_id == OTHER and "Setujui" in one.buttons)
    await stage.press(asks, asks.data("f:1.@news.approve"), person=OTHER)
    await rounds(stage)


def to_owners(api: BotApi) -> Sequence[Sent]:
    return [one for one in api.sent if one.chat_id in {11, 12, 13}]


async def where(stage: Stage) -> Where:
    async with stage.database.reading() as session:
        row = await session.get_one(AnnouncementRow, 1)
        return row.stage


async def test_words_with_their_look_reach_everybody_once(stage: Stage) -> None:
    words = "Pameran besok, gratis"
    draft = await compose(stage, text=words, entities=[{"type": "bold", "offset": 0, "length": 7}])
    assert "Penerima saat ini: 3 orang" in draft.text

    await sent_off(stage, draft)

    reached = to_owners(stage.api)
    assert sorted(one.chat_id for one in reached) == [11, 12, 13]
    assert "<b>Pameran</b> besok, gratis" in reached[0].source
    assert "Pengumuman dari Dinas Perindustrian" in reached[0].text
    assert "/berhenti" in reached[0].text
    told = [one.text for one in stage.api.sent if one.chat_id == AUTHOR]
    assert any("Terkirim 3 dari 3" in text for text in told)


async def test_a_photo_is_sent_up_once_and_then_named(stage: Stage) -> None:
    draft = await compose(stage, caption="Lihat", **stage.api.upload(photo()))
    await sent_off(stage, draft)

    calls = [call for call in stage.api.calls if call.method == "sendPhoto" and call.parameters["chat_id"] in {11, 12, 13}]
    assert len(calls) == 3
    assert isinstance(calls[-1].parameters["photo"], str)
    assert {one.file.media_type for one in to_owners(stage.api) if one.file} == {"image/jpeg"}


async def test_an_album_is_one_announcement_with_one_draft(stage: Stage) -> None:
    await stage.say("/umumkan", person=AUTHOR)
    before = len(stage.api.sent)
    for colour in ("teal", "red", "blue"):
        words = {"caption": "Tiga foto"} if colour == "teal" else {}
        stage.api.write(**stage.api.upload(photo(colour)), media_group_id="a1", person=AUTHOR, **words)
    await stage.settle()
    (draft,) = stage.api.sent[before:]

    await sent_off(stage, draft)

    calls = [call for call in stage.api.calls if call.method == "sendMediaGroup" and call.parameters["chat_id"] in {11, 12, 13}]
    assert [len(call.parameters["media"]) for call in calls] == [3, 3, 3]
    assert len(to_owners(stage.api)) == 9


async def test_areas_and_products_are_chosen_in_the_chat(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    await stage.press(draft, draft.data("f:1.@news.area"), person=AUTHOR)
    (narrowed,) = await stage.say("aceh, kab malang", person=AUTHOR)
    assert "Penerima saat ini: 3 orang" in narrowed.text
    (products,) = await stage.press(narrowed, narrowed.data("f:1.@news.product"), person=AUTHOR)
    number = next(data for label, data in products.buttons.items() if "nyaman" in label)
    await stage.press(products, number, person=AUTHOR)
    (shown,) = await stage.press(products, products.data("f:1.@news.here"), person=AUTHOR)

    assert "Penerima saat ini: 1 orang" in shown.text
    assert "Malang" in shown.text


async def test_buttons_are_written_in_the_chat(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    await stage.press(draft, draft.data("f:1.@news.links"), person=AUTHOR)
    (refused,) = await stage.say("Daftar = https://evil.example/x", person=AUTHOR)
    assert "belum diizinkan" in refused.text
    (shown,) = await stage.say("Daftar = dinas.go.id/daftar\nTanya soal ini = berapa usaha satu sentra?", person=AUTHOR)
    assert "Tombol: Daftar, Tanya soal ini" in shown.text
    await sent_off(stage, shown)

    got = next(one for one in stage.api.sent if one.chat_id == 11)
    assert got.buttons["Daftar"] == "https://dinas.go.id/daftar"
    assert "Tanya soal ini" in got.buttons


async def test_whoever_gives_it_back_says_why(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    said = await stage.press(draft, draft.data("f:1.@news.submit"), person=AUTHOR)
    asks = next(one for one in said if one.chat_id == OTHER and "Setujui" in one.buttons)
    (why,) = await stage.press(asks, asks.data("f:1.@news.reject"), person=OTHER)
    said = await stage.press(why, why.data("f:1.@news.reject.time"), person=OTHER)

    assert any("Waktunya perlu diperbaiki" in one.text for one in said if one.chat_id == AUTHOR)
    assert await where(stage) is Where.DRAFT


async def test_why_it_goes_back_may_be_typed_by_replying(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    said = await stage.press(draft, draft.data("f:1.@news.submit"), person=AUTHOR)
    asks = next(one for one in said if one.chat_id == OTHER and "Setujui" in one.buttons)
    (why,) = await stage.press(asks, asks.data("f:1.@news.reject"), person=OTHER)
    (own,) = await stage.press(why, why.data("f:1.@news.reject.own"), person=OTHER)
    (sure,) = await stage.say("Tanggalnya salah, mestinya 12.", person=OTHER, reply_to_message=own.message)
    assert await where(stage) is Where.ASKED
    (stranger,) = await stage.say("Hapus saja", person=11, reply_to_message=own.message)
    assert "Pelatihan" not in stranger.text

    said = await stage.press(sure, sure.data("f:1.@news.reject"), person=OTHER)

    assert any("Alasannya: Tanggalnya salah, mestinya 12." in one.text for one in said if one.chat_id == AUTHOR)
    assert await where(stage) is Where.DRAFT


@pytest.mark.parametrize(("failure", "fate"), [(Failure.bad("PHOTO_INVALID"), "failed"), (Failure(kind="drop"), "unknown")])
async def test_it_is_sent_again_with_the_reason_in_the_trail(stage: Stage, failure: Failure, fate: str) -> None:
    draft = await compose(stage, caption="Pelatihan", **stage.api.upload(photo()))
    said = await stage.press(draft, draft.data("f:1.@news.submit"), person=AUTHOR)
    asks = next(one for one in said if one.chat_id == OTHER and "Setujui" in one.buttons)
    stage.api.fail("sendPhoto", failure)
    await stage.press(asks, asks.data("f:1.@news.approve"), person=OTHER)
    await rounds(stage)
    assert len(to_owners(stage.api)) == 2
    end = next(one for one in stage.api.sent if one.chat_id == AUTHOR and f"f:1.@news.again.{fate}" in one.buttons.values())

    (why,) = await stage.press(end, end.data("f:1.@news.again"), person=AUTHOR)
    (sure,) = await stage.say("Fotonya sudah diganti.", person=AUTHOR, reply_to_message=why.message)
    assert ("mungkin sudah menerimanya" in sure.text) == (fate == "unknown")
    await stage.press(sure, sure.data("f:1.@news.repeat"), person=AUTHOR)
    await rounds(stage)

    assert sorted(one.chat_id for one in to_owners(stage.api)) == [11, 12, 13]
    async with stage.database.reading() as session:
        last = (await audit.latest(session, 1))[0]
    assert (last.deed, last.why) == (f"send again to {fate}", "Fotonya sudah diganti.")


async def test_an_area_that_nobody_knows_is_said_and_can_be_typed_again(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    await stage.press(draft, draft.data("f:1.@news.area"), person=AUTHOR)
    (refused,) = await stage.say("qqqqqq", person=AUTHOR)
    assert "tidak ketemu" in refused.text
    (narrowed,) = await stage.say("aceh", person=AUTHOR)
    assert "Penerima saat ini: 1 orang" in narrowed.text


async def test_the_author_tries_it_on_themselves(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    said = await stage.press(draft, draft.data("f:1.@news.test"), person=AUTHOR)

    assert "Pelatihan" in said[0].text
    assert {one.chat_id for one in said} == {AUTHOR}


async def test_the_author_cannot_approve_nor_can_a_stranger(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    await stage.press(draft, draft.data("f:1.@news.submit"), person=AUTHOR)
    for person in (AUTHOR, 11):
        await stage.press(draft, "f:1.@news.approve", person=person)
        assert stage.api.alerts[-1]["is_alert"]

    assert await where(stage) is Where.ASKED


async def test_who_is_no_broadcaster_is_told_so(stage: Stage) -> None:
    (said,) = await stage.say("/umumkan", person=11)
    assert "untuk petugas" in said.text


async def test_an_ordinary_message_of_a_member_is_still_a_question(stage: Stage) -> None:
    draft = await compose(stage, text="Pelatihan")
    await stage.press(draft, draft.data("f:1.@news.drop"), person=AUTHOR)
    (answer,) = await stage.say("berapa usaha satu sentra?", person=AUTHOR)

    assert "lima usaha" in answer.text


async def test_a_message_that_is_too_long_is_refused_and_can_be_sent_again(stage: Stage) -> None:
    await stage.say("/umumkan", person=AUTHOR)
    (refused,) = await stage.say("x" * 4090, person=AUTHOR)
    assert "kelebihan" in refused.text
    (draft,) = await stage.say("pendek", person=AUTHOR)
    assert "konsep" in draft.text


async def test_who_presses_the_question_gets_the_answer(stage: Stage) -> None:
    announcing, clock = stage.telegram.announcing, stage.clock
    room = Newsroom(stage.database, clock)
    room.write, room.dispatch = announcing.write, announcing.dispatch
    async with stage.database.reading() as session:
        author = await staff.member_at(session, Address(Channel.TELEGRAM, str(AUTHOR)))
        other = await staff.member_at(session, Address(Channel.TELEGRAM, str(OTHER)))
    assert author is not None
    assert other is not None
    number = await room.drafted(author)
    links = (Link("Daftar", "https://dinas.go.id/daftar"), Link("Tanya soal ini", question="berapa usaha satu sentra?"))
    await announcing.write.keep(author, number, Content("Pelatihan", links=links))
    await announcing.write.submit(author, number)
    await announcing.write.approve(other, number)
    await rounds(stage)

    got = next(one for one in stage.api.sent if one.chat_id == 11)
    assert got.buttons["Daftar"] == "https://dinas.go.id/daftar"
    (answer,) = await stage.press(got, got.buttons["Tanya soal ini"], person=11)
    assert "berapa usaha satu sentra?" in answer.text
    assert "lima usaha" in answer.text


async def test_berhenti_ends_announcements_at_once(stage: Stage) -> None:
    await stage.say("/berhenti", person=12)
    draft = await compose(stage, text="Pelatihan")
    assert "Penerima saat ini: 2 orang" in draft.text
    await sent_off(stage, draft)

    assert "Pelatihan" not in "".join(one.text for one in stage.api.sent if one.chat_id == 12)


async def test_who_blocked_the_bot_is_recorded_so(stage: Stage) -> None:
    stage.api.blockers.add(11)
    draft = await compose(stage, text="Pelatihan")
    await sent_off(stage, draft)
    told = [one.text for one in stage.api.sent if one.chat_id == AUTHOR]

    assert any("Memblokir bot: 1" in text for text in told)
