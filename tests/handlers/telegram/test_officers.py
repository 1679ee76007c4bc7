"""A question goes to an officer by a button, and the officer's answer comes into the chat, once."""

import httpx
import pytest

from bot.domain.people import Language
from bot.domain.staff import Grant, Role
from bot.services.reply import Reply
from bot.services.sort import Sort
from bot.texts import say
from handlers.panel.questions import Questions
from tests.handlers.panel.stage import Desk
from tests.handlers.telegram.stage import MISSING, Stage
from tests.waiting import a_shelf, by_words

ASKED, PASSED_ON = say(Language.INDONESIAN, "button.officer"), say(Language.INDONESIAN, "button.officer_asked")
WORDS = {21: "biaya ikut OVOP berapa?", 22: "ongkos utk gabung ovop brp ya", 23: "apakah ikut ovop dipungut biaya"}


@pytest.fixture
async def officer(stage: Stage) -> httpx.AsyncClient:
    """A browser of an officer of the whole country, at the panel that sends through the bot of `stage`."""
    reply = Reply(stage.database, stage.clock, Sort(stage.database, stage.clock, by_words), stage.telegram.tell)
    desk = Desk(stage.database, stage.clock, (Questions(reply, a_shelf(stage.database, stage.clock)),))
    return await desk.signed_in(await desk.member(Grant(Role.ASSESSOR)))


async def test_three_ask_the_same_one_officer_answers_and_all_three_hear_it_once(stage: Stage, officer: httpx.AsyncClient) -> None:
    stage.thinker.script |= {"ongkos": MISSING, "dipungut": MISSING}
    for person, words in WORDS.items():
        await stage.say(words, person=person)

    queue = (await officer.get("/panel/pertanyaan")).text
    assert "<div>3</div>" in queue
    page = (await officer.get("/panel/pertanyaan/1")).text
    for words in WORDS.values():
        assert words in page
    fields = {"csrf": officer.csrf, "text": "Ikut OVOP <tidak> dipungut biaya."}  # type: ignore[attr-defined]
    before = len(stage.api.sent)
    answered = await officer.post("/panel/pertanyaan/1/jawab", data=fields)
    again = await officer.post("/panel/pertanyaan/1/jawab", data=fields)
    await stage.settle()

    assert (answered.status_code, again.status_code) == (303, 400)
    heard = stage.api.sent[before:]
    assert [one.chat_id for one in heard] == [21, 22, 23]
    for one in heard:
        assert WORDS[one.chat_id] in one.text
        assert "Ikut OVOP <tidak> dipungut biaya." in one.text
        assert "Jawaban petugas: Dinas Perindustrian" in one.text
    assert "Dikirim kepada 3 orang" in (await officer.get(answered.headers["location"])).text


async def test_under_a_refusal_a_button_passes_the_question_on(stage: Stage) -> None:
    [refusal] = await stage.say("biaya ikut?")
    assert ASKED in refusal.buttons

    await stage.press(refusal, refusal.data("o:"))
    await stage.press(refusal, refusal.data("o:"))

    assert stage.api.alerts[-1]["text"] == say(Language.INDONESIAN, "officer.passed_on")
    assert f"✓ {PASSED_ON}" in refusal.buttons
    assert ASKED not in refusal.buttons


async def test_under_a_disliked_answer_the_button_comes_with_the_thumb(stage: Stage) -> None:
    [answer] = await stage.say("sentra itu apa")
    assert ASKED not in answer.buttons

    await stage.press(answer, answer.data("r:").replace(":up", ":down"))
    assert list(answer.buttons)[2] == ASKED
    await stage.press(answer, answer.data("o:"))

    assert f"✓ {PASSED_ON}" in answer.buttons


async def test_what_is_typed_into_a_form_never_reaches_officers(stage: Stage, officer: httpx.AsyncClient) -> None:
    [intro] = await stage.say("/nilai")
    await stage.press(intro, intro.data("f:"))
    [shown] = await stage.say("keripik rahasia")

    assert stage.thinker.heard == []
    assert shown.buttons
    assert "rahasia" not in (await officer.get("/panel/pertanyaan?state=all")).text


async def test_nobody_passes_on_another_persons_question(stage: Stage, officer: httpx.AsyncClient) -> None:
    [answer] = await stage.say("sentra itu apa")

    await stage.press(answer, f"o:{answer.data('r:').split(':')[1]}", person=8)

    assert stage.api.alerts[-1]["text"] == say(Language.INDONESIAN, "error.answer_gone")
