"""An owner in a hurry: words instead of buttons, photos that come late, stickers, albums, taps that come twice."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.db.assessment_models import EvidenceRow, GivenRow, HeldRow, ProfileRow
from bot.db.database import Database
from bot.domain.people import Language
from bot.texts import say
from tests.botapi import BotApi, Sent
from tests.handlers.telegram.owner import begin, tap, to_the_end
from tests.handlers.telegram.stage import Stage
from tests.pictures import photo

STICKER = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}


@pytest.fixture
async def stage(bot_api: BotApi, database: Database) -> AsyncIterator[Stage]:
    async with Stage(bot_api, database).running() as running:
        yield running


def words(key: str, **values: str | int) -> str:
    return say(Language.INDONESIAN, key, **values)


async def rows(stage: Stage, table: type[Any]) -> list[Any]:
    async with stage.database.reading() as session:
        return list(await session.scalars(select(table)))


async def sends(stage: Stage, colour: str = "teal", **fields: Any) -> Sent:
    (told,) = await stage.arrive(message=stage.api.message(**stage.api.upload(photo(colour)), **fields))
    return told


async def at_a_question_without_evidence(stage: Stage) -> Sent:
    """Answer the first two questions, which ask for evidence; the third does not."""
    question = await begin(stage)
    await stage.press(question, tap(question, "Ya, SK"))
    await stage.press(question, tap(question, "Ya, sudah"))
    return question


async def test_words_steer_where_they_are_no_answer(stage: Stage) -> None:
    await begin(stage)

    (skipped,) = await stage.say("lewati aja kak")
    (back,) = await stage.say("balik dulu")
    (saved,) = await stage.say("nanti lagi ya")

    assert "Pertanyaan 2 dari 27" in skipped.text
    assert "Pertanyaan 1 dari 27" in back.text
    assert saved.text == words("form.paused")


async def test_to_skip_is_no_name(stage: Stage) -> None:
    (intro,) = await stage.say("/nilai")
    await stage.press(intro, tap(intro, "Setuju"))

    await stage.say("skip")

    assert [row.owner_name for row in await rows(stage, ProfileRow)] in ([], [""])


async def test_a_sticker_in_mid_form_leads_back_to_the_question(stage: Stage) -> None:
    await begin(stage)

    (told,) = await stage.arrive(message=stage.api.message(sticker=STICKER))

    assert words("form.hint.sticker") in told.text
    assert "Pertanyaan 1 dari 27" in told.text


async def test_an_edited_answer_is_no_question(stage: Stage) -> None:
    await begin(stage)
    message = stage.api.message("2016") | {"edit_date": 1}

    (told,) = await stage.arrive(edited_message=message)

    assert words("form.edited") in told.text


async def test_a_photo_that_comes_late_is_asked_about_and_kept_where_it_belongs(stage: Stage) -> None:
    await at_a_question_without_evidence(stage)

    asked = await sends(stage)
    await stage.press(asked, tap(asked, words("form.proof.agree")))
    late = await sends(stage, "navy")
    await stage.press(late, tap(late, words("form.proof.whose_yes")))

    assert words("form.proof.held_for", item="Izin usaha industri") not in asked.text
    assert "Pertanyaan 3 dari 27" in late.text
    assert {row.item for row in await rows(stage, EvidenceRow)} == {"legal-industri"}
    assert (len(await rows(stage, EvidenceRow)), await rows(stage, HeldRow)) == (2, [])


async def test_a_photo_that_is_for_nothing_is_forgotten(stage: Stage) -> None:
    await at_a_question_without_evidence(stage)
    asked = await sends(stage)
    await stage.press(asked, tap(asked, words("form.proof.agree")))
    late = await sends(stage, "navy")

    await stage.press(late, tap(late, words("form.proof.whose_no")))

    assert words("form.proof.let_go") in late.text
    assert (len(await rows(stage, EvidenceRow)), await rows(stage, HeldRow)) == (1, [])


async def test_a_photo_at_the_summary_is_told_where_it_goes(stage: Stage) -> None:
    await to_the_end(stage, await begin(stage))

    told = await sends(stage)

    assert told.text == words("form.proof.after_all")
    assert not await rows(stage, HeldRow)


async def test_an_album_goes_at_once_and_what_came_alone_stays(stage: Stage) -> None:
    question = await begin(stage)
    await stage.press(question, tap(question, "📎"))
    await stage.press(question, tap(question, "Boleh, simpan"))
    for colour in ("teal", "navy"):
        stage.api.write(**stage.api.upload(photo(colour)), media_group_id="album-1")
    await stage.settle()
    await sends(stage, "olive")
    shown = (await stage.say("/nilai"))[-1]
    await stage.press(shown, tap(shown, "📎"))

    await stage.press(shown, tap(shown, words("form.proof.remove_album", numbers="1, 2")))

    assert words("form.proof.removed_album", count=2) in shown.text
    assert [row.album for row in await rows(stage, EvidenceRow) if row.removed_at is None] == [""]
    assert not [label for label in shown.buttons if "sekaligus" in label]


async def test_at_the_summary_a_number_leads_to_its_question_and_a_named_answer_changes(stage: Stage) -> None:
    await to_the_end(stage, await begin(stage))

    (changed,) = await stage.say("pirt belum")
    (question,) = await stage.say("no 4")

    assert words("form.recorded_more", answers="Izin edar pangan: Belum punya") in changed.text
    assert "Pertanyaan 4 dari 27" in question.text
    assert {row.item: row.option for row in await rows(stage, GivenRow)}["izin-edar"] == "belum"


async def test_at_the_summary_anything_else_is_a_question(stage: Stage) -> None:
    await to_the_end(stage, await begin(stage))

    (answer,) = await stage.say("sentra itu minimal berapa usaha ya?")

    assert "Paling sedikit lima usaha" in answer.text


async def test_a_finish_that_is_tapped_twice_shows_the_result_once(stage: Stage) -> None:
    review = await to_the_end(stage, await begin(stage))
    finish = tap(review, "Selesai")
    await stage.press(review, finish)

    again = await stage.press(review, finish)

    assert list(again) == []
    assert review.text == words("form.result.already")


async def test_the_same_answer_tapped_twice_is_not_called_changed(stage: Stage) -> None:
    question = await begin(stage)
    answer = tap(question, "Ya, SK")
    await stage.press(question, answer)

    await stage.press(question, answer)

    assert "diganti" not in question.text
    assert "Pertanyaan 2 dari 27" in question.text
