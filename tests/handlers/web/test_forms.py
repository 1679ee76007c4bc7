"""The self-assessment on the page without a browser: presses, words, files, and what goes wrong with them."""

from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.db.database import Database
from bot.domain.people import Language
from bot.texts import say
from handlers.pace import Pace
from handlers.web import files
from tests.fakes import FixedClock, ScriptedThinker
from tests.filling import Forms
from tests.handlers.web.conftest import Visiting
from tests.handlers.web.owner import Owner, words
from tests.handlers.web.stage import site_on
from tests.pictures import photo


@pytest.fixture
def owner(client: httpx.AsyncClient) -> Owner:
    return Owner(client)


async def test_a_stranger_is_told_what_it_is_about_under_one_heading(owner: Owner) -> None:
    await owner.look()

    assert owner.heading() == words("web.form")
    assert owner.page.count("<h1") == 1
    assert owner.says(words("form.agree"))


async def test_whoever_does_not_want_to_begin_is_offered_no_assessment_of_theirs(owner: Owner) -> None:
    await owner.look()

    await owner.press(words("form.not_now"))

    assert f'<a href="/penilaian">{words("way.nilai")}</a>' in owner.page
    assert not owner.says(words("form.see"))


async def test_what_is_typed_is_kept_and_the_next_question_follows(owner: Owner) -> None:
    await owner.begin()

    await owner.write("Sari")

    assert owner.says(words("form.recorded", answer="Sari"))
    assert owner.heading() == words("form.count_profile", number=2, all=6)


async def test_the_same_words_sent_twice_answer_one_question(owner: Owner) -> None:
    await owner.begin()
    first = owner.page

    await owner.write("Sari")
    owner.page = first
    await owner.write("Sari")

    assert owner.heading() == words("form.count_profile", number=2, all=6)
    assert owner.says(words("form.recorded", answer="Sari"))
    assert not any("Sari" in label for _, label in owner.buttons())


async def test_words_typed_into_a_page_that_lay_open_overnight_are_still_its_answer(
    visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    clock = FixedClock()
    owner = Owner(visiting(site_on(sqlite_database, thinker, forms=Forms(sqlite_database, clock))))
    await owner.begin()
    clock.pass_by(timedelta(days=2))

    await owner.write("Sari")

    assert owner.says(words("form.recorded", answer="Sari"))
    assert thinker.heard == []


async def test_a_question_in_the_middle_is_answered_above_the_form(owner: Owner, thinker: ScriptedThinker) -> None:
    await owner.begin()

    await owner.write("sentra itu apa?")

    assert owner.page.index("Paling sedikit lima usaha") < owner.page.index(words("form.ask.name"))
    assert owner.page.index(words("web.go_on")) < owner.page.index(words("form.ask.name"))
    assert 'class="choices"' not in owner.page, "nothing there leads away from the form"
    assert thinker.heard == ["sentra itu apa?"]


async def test_a_personal_number_is_masked_and_that_is_said(owner: Owner) -> None:
    await owner.begin()

    await owner.write("Sari 3507115708900001")

    assert "3507115708900001" not in owner.page
    assert owner.says(words("own.masked"))


async def test_what_is_written_is_shown_and_never_run(owner: Owner) -> None:
    await owner.begin()
    await owner.write("Sari")

    await owner.write('<img src=x onerror="alert(1)">')

    assert "<img" not in owner.page
    assert "&lt;img src=x" in owner.page


@pytest.mark.parametrize("action", ["", "nonsense", "0.@start.nope", "9999.@name.pick.x", "'; --"])
async def test_a_button_that_says_nothing_leads_to_where_the_form_stands(owner: Owner, action: str) -> None:
    await owner.begin()

    await owner.send(action)

    assert owner.status == 200
    assert owner.says(words("form.ask.name"))


async def test_a_button_of_an_earlier_page_moves_nothing(owner: Owner) -> None:
    await owner.begin()
    skip = next(action for action, label in owner.buttons() if label == words("form.skip"))
    await owner.send(skip)

    await owner.send(skip)

    assert owner.says(words("form.moved"))
    assert owner.heading() == words("form.count_profile", number=2, all=6)


async def test_too_many_taps_are_told_in_words_with_a_way_to_go_on(
    visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    owner = Owner(visiting(site_on(sqlite_database, thinker, Pace(per_session=1, now=lambda: 0.0))))
    await owner.begin()
    await owner.write("Sari")

    await owner.write("Keripik <b>Bu Sari</b>", key="k7")

    assert owner.status == 429
    assert owner.says(words("error.too_many", seconds=60))
    assert "Keripik &lt;b&gt;Bu Sari&lt;/b&gt;</textarea>" in owner.page
    assert 'action="/penilaian/tulis"' in owner.page
    assert 'name="place"' in owner.page


async def test_several_photos_are_kept_at_once_and_one_that_is_none_is_told_by_its_name(owner: Owner) -> None:
    await owner.to_evidence()

    await owner.upload(("a.jpg", photo("teal")), ("<b>.jpg", b"no picture"), ("c.jpg", photo("red")))

    assert owner.says(words("form.proof.more", count=2))
    assert owner.says(f"<b>.jpg: {words('error.file_unknown')}")
    assert "<b>.jpg" not in owner.page


async def test_what_was_uploaded_together_goes_at_once(owner: Owner) -> None:
    await owner.to_evidence()
    await owner.upload(("a.jpg", photo("teal")), ("b.jpg", photo("red")))
    await owner.upload(("c.jpg", photo("green")))

    await owner.press(words("form.proof.remove_album", numbers="1, 2"))

    assert owner.says(words("form.proof.removed_album", count=2))
    assert owner.says(words("form.proof.more", count=1))


async def test_the_same_upload_sent_twice_is_kept_once(owner: Owner) -> None:
    await owner.to_evidence()
    before = owner.page
    await owner.upload(("a.jpg", photo()))
    owner.page = before

    await owner.upload(("a.jpg", photo()))

    assert owner.says(words("form.proof.more", count=1))


async def test_files_go_to_the_item_whose_page_they_come_from(owner: Owner) -> None:
    await owner.to_evidence()
    evidence = owner.page
    await owner.press(words("form.to_question"))
    question = owner.heading()
    await owner.press(words("form.skip"))
    owner.page = evidence

    await owner.upload(("a.jpg", photo()))
    await owner.press(words("form.to_question"))

    assert owner.heading() == question
    assert owner.says(words("form.proof.button_kept"))


async def without_consent(owner: Owner) -> None:
    """Open the page that takes evidence, then take the consent to keep any back on another one."""
    await owner.to_evidence()
    evidence = owner.page
    await owner.look("/privacy")
    await owner.press(words("own.deny.evidence"))
    owner.page = evidence


async def test_files_without_consent_wait_for_it_and_are_not_sent_again(owner: Owner) -> None:
    await without_consent(owner)

    await owner.upload(("a.jpg", photo()))

    assert owner.says(words("form.proof.held"))
    await owner.press(words("form.proof.agree"))
    assert owner.says(words("form.proof.more", count=1))


async def test_files_that_may_not_be_kept_are_forgotten(owner: Owner) -> None:
    await without_consent(owner)
    await owner.upload(("a.jpg", photo()))

    await owner.press(words("form.proof.later"))
    assert owner.says(words("form.proof.let_go"))
    await owner.press(words("form.proof.button"))
    await owner.press(words("form.proof.agree"))
    assert not owner.says(words("form.proof.more", count=1))


async def test_more_than_ten_files_are_kept_up_to_ten(owner: Owner) -> None:
    await owner.to_evidence()

    await owner.upload(*((f"{number}.jpg", photo(size=(40 + number, 40))) for number in range(12)))

    assert owner.says(words("form.proof.more", count=10))
    assert owner.says(words("form.proof.many", most=10))


async def test_an_upload_without_a_file_says_so(owner: Owner) -> None:
    await owner.to_evidence()

    await owner.upload(("", b""))

    assert owner.says(words("web.no_file"))


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
async def test_what_is_no_upload_is_told_in_words(owner: Owner, kind: str) -> None:
    await owner.to_evidence()

    response = await owner.client.post("/penilaian/berkas", content=b"--y\r\n\x00garbage", headers={"Content-Type": kind})

    assert response.status_code == 400
    assert words("web.error.bad_request") in response.text
    assert 'href="/penilaian"' in response.text


@pytest.mark.parametrize("length", ["", "nonsense", "99999999999"])
async def test_an_upload_that_is_too_long_is_told_in_words(owner: Owner, length: str) -> None:
    await owner.to_evidence()
    request = owner.client.build_request("POST", "/penilaian/berkas", data={"key": "k"}, files={"file": ("a.jpg", photo())})
    request.headers["Content-Length"] = length

    response = await owner.client.send(request)

    assert response.status_code == 413
    assert words("web.error.too_much", limit=20, all=files.MOST_BODY >> 20) in response.text


async def test_a_file_is_its_owners_alone_and_nothing_in_it_can_run(owner: Owner, visiting: Visiting, site: Starlette) -> None:
    await owner.to_result()
    chart = owner.links()[0]
    await owner.press(words("form.result.report"))
    report = owner.links()[0]

    shown, saved = await owner.client.get(chart), await owner.client.get(report)
    stranger = await visiting(site).get(report)

    assert (shown.headers["content-type"], shown.headers["content-disposition"]) == ("image/png", "inline")
    assert (saved.headers["content-type"], saved.headers["content-disposition"]) == ("application/pdf", "attachment")
    assert saved.content.startswith(b"report of")
    for response in (shown, saved):
        assert "sandbox" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
    assert stranger.status_code == 404
    assert words("error.file_gone") in stranger.text


async def test_a_finish_that_is_tapped_twice_makes_one_result(owner: Owner) -> None:
    await owner.begin()
    while words("form.review.finish") not in owner.page:
        await owner.press(words("form.skip"))
    finish = next(action for action, label in owner.buttons() if label == words("form.review.finish"))
    await owner.send(finish)
    await owner.send(finish)
    assert owner.says(words("form.result.already"))

    assert owner.heading() == words("form.result.title")
    await owner.press(words("form.result.history"))

    assert not owner.says(words("form.history.same"))


async def test_history_tells_what_went_up_and_which_must_have_is_there_now(owner: Owner) -> None:
    await owner.to_result()
    await owner.press(words("form.result.edit"))
    for number, answer in ("1", "Ya, SK-nya sudah ada"), ("4", "Semuanya"):
        await owner.press(number)
        await owner.press(answer)
    await owner.press(words("form.review.finish"))
    is_said = owner.says(words("form.result.revised"))

    await owner.press(words("form.result.history"))

    assert is_said
    assert owner.says(words("form.history.gained", items="SK sentra"))
    assert owner.says(words("form.history.up", items="Produksi, produk, dan masyarakat"))
    assert not owner.says(words("form.history.same"))


async def test_the_result_says_from_where_its_number_counts(owner: Owner) -> None:
    await owner.to_result()

    assert owner.says(words("form.result.lowest", least=33))


async def test_commands_of_a_chat_are_ways_on_the_page(owner: Owner) -> None:
    await owner.look()

    assert f'<a href="/privacy#keys">{words("way.hapus")}</a>' in owner.page
    assert "/hapus" not in owner.page


async def test_erasing_is_asked_under_its_own_heading_and_stays_on_its_page(owner: Owner) -> None:
    await owner.begin()
    await owner.look("/privacy")

    await owner.press(words("own.erase"))
    assert owner.heading() == "Hapus semua data?"
    assert 'href="/privacy" aria-current="page"' in owner.page
    await owner.press(words("own.erase_yes"))

    assert owner.says(words("own.erased"))
    await owner.look()
    assert owner.says(words("form.agree"))


@pytest.mark.parametrize("path", ["/penilaian", "/penilaian/tulis", "/penilaian/berkas", "/privacy"])
async def test_every_page_of_the_form_can_be_loaded_again(owner: Owner, path: str) -> None:
    assert (await owner.client.get(path)).status_code == 200
    assert (await owner.client.head(path)).status_code == 200


async def test_choosing_a_language_stays_at_the_form(owner: Owner) -> None:
    await owner.begin()

    response = await owner.client.post("/language", data={"language": "en", "here": "/penilaian"})
    await owner.look()

    assert response.headers["location"] == "/penilaian"
    assert owner.says(say(Language.ENGLISH, "form.ask.name"))
