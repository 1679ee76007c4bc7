"""The self-assessment on Telegram, as an owner lives it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.db.assessment_models import AssessmentRow, ConsentRow, EvidenceRow, GivenRow, HeldRow, RevisionRow
from bot.db.database import Database
from bot.domain.assessment import Purpose, State
from bot.domain.people import Language
from bot.services.form.finishing import drawn
from bot.texts import say
from tests.botapi import BotApi
from tests.handlers.telegram.owner import begin, tap, to_the_end
from tests.handlers.telegram.stage import Stage
from tests.pictures import photo


@pytest.fixture
async def stage(bot_api: BotApi, database: Database) -> AsyncIterator[Stage]:
    async with Stage(bot_api, database).running() as running:
        yield running


async def count(database: Database, table: type) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_nothing_is_kept_before_the_owner_agrees(stage: Stage) -> None:
    (intro,) = await stage.say("/nilai")
    assert "27 pertanyaan" in intro.text
    assert "bukan formulir resmi" in intro.text or "alat bantu" in intro.text

    await stage.press(intro, tap(intro, "Nanti"))

    assert await count(stage.database, AssessmentRow) == 0
    assert await count(stage.database, ConsentRow) == 0


async def test_agreeing_is_recorded_with_the_words_and_the_way(stage: Stage) -> None:
    (intro,) = await stage.say("/nilai")
    await stage.press(intro, tap(intro, "Setuju"))

    async with stage.database.reading() as session:
        consent = (await session.scalars(select(ConsentRow))).one()
    assert (consent.purpose, consent.is_given, consent.how) == (Purpose.ASSESSMENT, True, "button")
    assert consent.version.startswith("id:")


async def test_a_question_is_changed_in_place_when_it_is_tapped(stage: Stage) -> None:
    first = await begin(stage)
    assert "Pertanyaan 1 dari 27" in first.text

    new = await stage.press(first, tap(first, "Ya, SK"))

    assert list(new) == []
    assert "Pertanyaan 2 dari 27" in first.text
    assert "Dicatat: Ya, SK-nya sudah ada" in first.text


async def test_one_sentence_answers_two_items(stage: Stage) -> None:
    first = await begin(stage)
    await stage.press(first, tap(first, "Ya, SK"))

    (answer,) = await stage.say("udah punya NIB tapi pirt blm")

    async with stage.database.reading() as session:
        given = {row.item: row.option for row in await session.scalars(select(GivenRow))}
    assert given["legal-industri"] == "ada"
    assert given["izin-edar"] == "belum"
    assert "Pertanyaan 3 dari 27" in answer.text


async def test_a_question_in_mid_form_is_answered_and_the_form_goes_on(stage: Stage) -> None:
    await begin(stage)

    answer, form = await stage.say("sentra itu minimal berapa usaha ya?")

    assert "Paling sedikit lima usaha" in answer.text
    assert "Pertanyaan 1 dari 27" in form.text


async def test_what_is_not_clear_is_asked_again_and_nothing_is_kept(stage: Stage) -> None:
    await begin(stage)

    (asked,) = await stage.say("wkwkwk asik")

    assert "belum yakin" in asked.text
    assert await count(stage.database, GivenRow) == 0


async def test_an_album_is_one_piece_of_evidence_with_one_reply(stage: Stage) -> None:
    await begin(stage)
    first = (await stage.say("/nilai"))[-1]
    await stage.press(first, tap(first, "📎"))
    await stage.press(first, tap(first, "Boleh, simpan"))
    before = len(stage.api.sent)

    for colour in ("teal", "navy", "olive"):
        stage.api.write(**stage.api.upload(photo(colour)), media_group_id="album-1")
    await stage.settle()

    assert len(stage.api.sent) == before + 1
    assert "Bukti tersimpan" in stage.api.sent[-1].text
    async with stage.database.reading() as session:
        rows = (await session.scalars(select(EvidenceRow))).all()
    assert {(row.item, row.album) for row in rows} == {("sk-sentra", "album-1")}
    assert len({row.digest for row in rows}) == 3


async def test_bytes_of_a_photo_that_may_not_be_kept_are_gone_with_the_answer(stage: Stage) -> None:
    await begin(stage)
    (asked,) = await stage.arrive(message=stage.api.message(**stage.api.upload(photo())))
    vault = stage.folder / "vault"
    before = [path for path in vault.rglob("*") if path.is_file()]

    await stage.press(asked, tap(asked, "Nanti saja"))

    assert len(before) == 1
    async with asyncio.timeout(5):
        while before[0].exists():  # noqa: ASYNC110 - nobody is told of it
            await asyncio.sleep(0.01)


async def test_a_photo_before_that_was_agreed_to_waits_for_the_answer_and_is_not_sent_again(stage: Stage) -> None:
    await begin(stage)

    (asked,) = await stage.arrive(message=stage.api.message(**stage.api.upload(photo())))
    held = await count(stage.database, EvidenceRow), await count(stage.database, HeldRow)
    await stage.press(asked, tap(asked, "Boleh, simpan"))

    assert held == (0, 1)
    assert "Bukti tersimpan" in asked.text
    assert "Bukti yang tersimpan: 1" in asked.text
    async with stage.database.reading() as session:
        row = (await session.scalars(select(EvidenceRow))).one()
    assert (row.item, await count(stage.database, HeldRow)) == ("sk-sentra", 0)


async def test_an_album_before_that_was_agreed_to_is_asked_about_once(stage: Stage) -> None:
    await begin(stage)
    before = len(stage.api.sent)
    for colour in ("teal", "navy", "olive"):
        stage.api.write(**stage.api.upload(photo(colour)), media_group_id="album-1")
    await stage.settle()

    (asked,) = stage.api.sent[before:]
    await stage.press(asked, tap(asked, "Boleh, simpan"))

    assert "Bukti yang tersimpan: 3" in asked.text


async def test_a_photo_that_may_not_be_kept_is_forgotten(stage: Stage) -> None:
    await begin(stage)
    (asked,) = await stage.arrive(message=stage.api.message(**stage.api.upload(photo())))

    await stage.press(asked, tap(asked, "Nanti saja"))

    assert "tidak disimpan" in asked.text
    assert (await count(stage.database, EvidenceRow), await count(stage.database, HeldRow)) == (0, 0)


async def test_a_file_that_is_no_photo_is_refused_in_words(stage: Stage) -> None:
    first = await begin(stage)
    await stage.press(first, tap(first, "📎"))
    await stage.press(first, tap(first, "Boleh, simpan"))

    (told,) = await stage.arrive(message=stage.api.message(**stage.api.upload(b"MZ\x90" * 99, "document", "../../surat.exe")))

    assert "foto" in told.text
    assert await count(stage.database, EvidenceRow) == 0


async def test_a_heic_photo_is_refused_with_the_way_to_send_it(stage: Stage) -> None:
    first = await begin(stage)
    await stage.press(first, tap(first, "📎"))
    await stage.press(first, tap(first, "Boleh, simpan"))
    photo_of_an_iphone = b"\0\0\0\x18ftypheic" + bytes(99)

    (told,) = await stage.arrive(message=stage.api.message(**stage.api.upload(photo_of_an_iphone, "document", "IMG_0001.HEIC")))

    assert told.text == say(Language.INDONESIAN, "error.file_heic")
    assert "sebagai foto biasa" in told.text
    assert await count(stage.database, EvidenceRow) == 0


async def test_evidence_is_shown_again_and_removed(stage: Stage) -> None:
    first = await begin(stage)
    await stage.press(first, tap(first, "📎"))
    await stage.press(first, tap(first, "Boleh, simpan"))
    await stage.arrive(message=stage.api.message(**stage.api.upload(photo())))
    await stage.press(first, tap((await stage.say("/nilai"))[-1], "📎"))

    (shown,) = await stage.press(first, tap(first, "Lihat 1"))
    assert shown.file is not None
    assert shown.file.content.startswith(b"\xff\xd8")
    await stage.press(first, tap(first, "Hapus bukti 1"))

    assert "Bukti dihapus" in first.text
    assert "Lihat" not in str(first.buttons)


async def test_the_result_comes_with_a_chart_and_the_report_on_demand(bot_api: BotApi, sqlite_database: Database) -> None:
    stage = Stage(bot_api, sqlite_database, draw=drawn)
    async with stage.running():
        await gets_chart_and_report(stage)


async def gets_chart_and_report(stage: Stage) -> None:
    review = await to_the_end(stage, await begin(stage))
    assert "Ringkasan" in review.text

    chart, result = await stage.press(review, tap(review, "Selesai"))
    assert chart.file is not None
    assert chart.file.content.startswith(b"\x89PNG")
    assert "Kesiapan: " in result.text
    assert "bukan bintang" in result.text
    (report,) = await stage.press(result, tap(result, "📄"))

    assert report.file is not None
    assert report.file.content.startswith(b"%PDF")


async def test_one_answer_is_changed_from_the_summary_and_a_new_revision_is_made(stage: Stage) -> None:
    review = await to_the_end(stage, await begin(stage))
    await stage.press(review, tap(review, "Selesai"))
    await stage.press(review, tap(stage.api.sent[-1], "Ubah"))
    await stage.press(review, tap(review, "7"))
    assert "Pertanyaan 7 dari 27" in review.text

    await stage.press(review, tap(review, "Semuanya"))
    assert "Ringkasan" in review.text
    await stage.press(review, tap(review, "Selesai"))

    async with stage.database.reading() as session:
        made = (await session.scalars(select(RevisionRow).order_by(RevisionRow.number))).all()
    assert [row.number for row in made] == [1, 2]
    assert '"bahan-baku": "sebagian"' in made[0].answers
    assert '"bahan-baku": "semua"' in made[1].answers


async def test_only_who_agrees_to_share_is_handed_to_the_dinas(stage: Stage) -> None:
    review = await to_the_end(stage, await begin(stage))
    _, result = await stage.press(review, tap(review, "Selesai"))

    await stage.press(result, tap(result, "Minta ditinjau"))
    assert "Kabupaten Malang" in result.text
    await stage.press(result, tap(result, "Boleh, kirim"))

    async with stage.database.reading() as session:
        row = (await session.scalars(select(AssessmentRow))).one()
    assert row.state is State.SUBMITTED
    assert row.code in result.text


async def test_a_restart_in_mid_form_loses_nothing(stage: Stage) -> None:
    first = await begin(stage)
    await stage.press(first, tap(first, "Ya, SK"))

    await stage.restart()
    (again,) = await stage.say("/nilai")

    assert "Pertanyaan 2 dari 27" in again.text


async def test_after_a_week_what_is_typed_is_a_question_again(stage: Stage) -> None:
    await begin(stage)
    stage.clock.pass_by(timedelta(days=7))

    (answer,) = await stage.say("sudah")

    assert "Paling sedikit lima usaha" in answer.text
    assert await count(stage.database, GivenRow) == 0


async def test_an_old_button_changes_its_own_answer_only(stage: Stage) -> None:
    first = await begin(stage)
    old = tap(first, "Ada sentra")
    await stage.press(first, tap(first, "Ya, SK"))

    await stage.press(first, old)

    assert "diganti" in first.text
    assert "Pertanyaan 2 dari 27" in first.text


async def test_a_button_of_navigation_pressed_twice_moves_once(stage: Stage) -> None:
    first = await begin(stage)
    skip = tap(first, "Lewati")
    await stage.press(first, skip)

    await stage.press(first, skip)

    assert "dari pertanyaan lain" in first.text
    assert "Pertanyaan 2 dari 27" in first.text


async def test_a_button_of_nobodys_form_begins_anew(stage: Stage) -> None:
    first = await begin(stage)
    data = tap(first, "Ya, SK").replace("f:1.", "f:999.")

    await stage.press(first, data)

    assert "sudah lewat" in first.text


async def test_in_a_group_no_form_is_filled_in(stage: Stage) -> None:
    await begin(stage)

    (answer,) = await stage.say("@ovop_bot sudah", chat={"id": -5, "type": "group", "title": "IKM"})

    assert "Paling sedikit lima usaha" in answer.text
    assert await count(stage.database, GivenRow) == 0


async def test_a_personal_number_alone_is_no_question(stage: Stage) -> None:
    (told,) = await stage.say("nik saya 3507012345670001")

    assert told.text == say(Language.INDONESIAN, "own.masked")
    assert stage.thinker.heard == []


async def test_a_personal_number_is_covered_before_it_is_stored_and_the_owner_is_told(stage: Stage) -> None:
    answer, told = await stage.say("NIK saya 3507012345670001, apa syarat OVOP?")

    assert "tidak diperlukan" in told.text
    assert "3507012345670001" not in str(stage.thinker.heard)
    assert "3507012345670001" not in answer.text
