"""What a post leads to has an address of its own: reload, Back and a second tab show it again, and nothing is done twice by that."""

import re
from html import unescape

import httpx
import pytest
from sqlalchemy import func, select

from bot.db.assessment_models import AssessmentRow, ExportRow
from bot.db.database import Database
from tests.fakes import ScriptedThinker
from tests.handlers.web.owner import Owner, words
from tests.pictures import photo

CHANGING = re.compile(r'<div class="said" role="status">.*?</div>\n|name="key" value="[^"]*"', re.DOTALL)


@pytest.fixture
def owner(client: httpx.AsyncClient) -> Owner:
    return Owner(client)


async def again(owner: Owner) -> None:
    """Load the page once more, and compare: all but what is said once, and the keys of its forms."""
    before, address = owner.page, owner.address
    await owner.look(address)
    assert owner.address == address
    assert CHANGING.sub("", owner.page) == CHANGING.sub("", before)


async def each(owner: Owner, *labels: str) -> None:
    """Press one after the other, and load each page once more."""
    for label in labels:
        await owner.press(words(label))
        await again(owner)


async def skipped(owner: Owner, until: str) -> None:
    while words(until) not in unescape(owner.page):
        await owner.press(words("form.skip"))


async def test_every_step_can_be_loaded_again_at_its_address(owner: Owner) -> None:
    await owner.look()
    await each(owner, "form.agree")
    for text in ("Sari", "Keripik Sari"):
        await owner.write(text)
        await again(owner)
    await each(owner, "form.skip", "form.back", "form.skip", "form.save", "form.resume")
    await skipped(owner, "form.proof.button")
    await each(owner, "form.why", "form.to_question", "form.proof.button", "form.proof.agree")
    await owner.upload(("a.jpg", photo()))
    await again(owner)
    await each(owner, "form.proof.show", "form.proof.to_all", "form.to_question")
    await skipped(owner, "form.review.finish")
    await again(owner)
    await each(owner, "form.review.finish", "form.result.report")
    await owner.look()
    await each(owner, "form.result.history", "form.result.title", "form.result.news")


async def test_what_was_done_is_said_once(owner: Owner) -> None:
    await owner.begin()
    await owner.write("Sari")
    assert owner.says(words("form.recorded", answer="Sari"))

    await owner.look(owner.address)

    assert not owner.says(words("form.recorded", answer="Sari"))


@pytest.mark.parametrize("said", ["%%%", "_w==", "a" * 5000])
async def test_words_of_a_cookie_that_is_none_of_ours_are_not_said(owner: Owner, said: str) -> None:
    owner.client.cookies.set("ovop-said", said)

    await owner.look()

    assert owner.status == 200
    assert 'role="status"><p>' not in owner.page


async def test_a_very_long_notice_fits_into_what_browsers_keep(owner: Owner) -> None:
    await owner.to_evidence()

    await owner.upload(*((f"{'長' * 40}{number}.jpg", b"no picture") for number in range(20)))

    assert owner.says(words("error.file_unknown"))


async def test_an_answer_on_an_earlier_page_changes_that_one_and_the_form_stays(owner: Owner) -> None:
    await owner.begin()
    await owner.write("Sari")
    name = owner.page
    await owner.write("Keripik Sari")
    stands = owner.heading()

    owner.page = name
    await owner.write("Keripik Bu Sari")

    assert owner.heading() == stands
    assert owner.says(words("form.changed_old", item=words("form.short.business"), answer="Keripik Bu Sari"))


async def test_unclear_words_on_an_earlier_page_are_asked_there_again(owner: Owner) -> None:
    await owner.begin()
    for _ in range(5):
        await owner.press(words("form.skip"))
    since, stands = owner.page, owner.heading()
    await owner.press(words("form.skip"))

    owner.page = since
    await owner.write("entahlah")

    assert owner.heading() == stands
    assert owner.says(words("form.ask.since_unclear"))
    await owner.look()
    assert owner.heading() != stands


async def test_looking_at_an_earlier_step_moves_nothing(owner: Owner, sqlite_database: Database) -> None:
    await owner.to_evidence()
    evidence = owner.address
    await owner.press(words("form.to_question"))
    await owner.press(words("form.skip"))
    stands = owner.heading()

    await owner.look(evidence)
    assert 'class="upload"' in owner.page
    await owner.look()

    assert owner.heading() == stands


async def test_which_of_several_areas_was_meant_is_asked_again(owner: Owner) -> None:
    await owner.begin()
    for _ in range(3):
        await owner.press(words("form.skip"))
    await owner.write("malang")
    assert owner.says(words("form.ask.area_which"))
    await again(owner)

    await owner.press("Kabupaten Malang")

    assert owner.says(words("form.recorded", answer="Kabupaten Malang"))


async def test_a_question_in_the_middle_is_asked_once_however_often_its_page_is_loaded(owner: Owner, thinker: ScriptedThinker) -> None:
    await owner.begin()
    await owner.write("sentra itu apa?")

    await again(owner)

    assert owner.says("Paling sedikit lima usaha")
    assert thinker.heard == ["sentra itu apa?"]


async def test_nobody_sees_the_answer_of_another(owner: Owner, client: httpx.AsyncClient) -> None:
    await owner.begin()
    await owner.write("sentra itu apa?")
    address = owner.address
    client.cookies.clear()

    await owner.look(address)

    assert not owner.says("Paling sedikit lima usaha")


async def test_copies_of_ones_data_are_made_once_and_shown_again(owner: Owner, sqlite_database: Database) -> None:
    await owner.begin()
    await owner.look("/privacy")
    await owner.press(words("own.export"))
    files = owner.links()

    await again(owner)

    assert owner.links() == files
    async with sqlite_database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(ExportRow)) == len(files)


async def test_the_question_before_erasing_can_be_loaded_again_and_after_it_nothing_is_there(owner: Owner) -> None:
    await owner.begin()
    await owner.look("/privacy")
    await owner.press(words("own.erase"))
    asked = owner.address
    await again(owner)

    await owner.press(words("own.erase_yes"))
    assert owner.says(words("own.erased"))
    await owner.look(asked)

    assert owner.heading() != "Hapus semua data?"


@pytest.mark.parametrize("action", ["pick.yes", "finish", "again.yes", "send.yes", "drop.1", "agree"])
async def test_an_address_does_nothing_but_show(owner: Owner, sqlite_database: Database, action: str) -> None:
    await owner.to_result()
    before = await kept(sqlite_database)

    await owner.look(f"/penilaian?lihat=1.@result.{action}")

    assert owner.status == 200
    assert await kept(sqlite_database) == before


async def kept(database: Database) -> list[tuple[object, ...]]:
    """Return how the assessments stand."""
    async with database.reading() as session:
        found = await session.execute(select(AssessmentRow.state, AssessmentRow.place, AssessmentRow.revision, AssessmentRow.closed_at))
    return [tuple(row) for row in found]
