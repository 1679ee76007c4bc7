"""The form in a real Chromium: what a lost connection, quick fingers and a browser without JavaScript make of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, Request, Route, expect
from sqlalchemy import select

from bot.db.assessment_models import EvidenceRow, GivenRow, ProfileRow, RevisionRow
from bot.db.database import Database
from bot.domain.people import Language
from bot.services.form.finishing import drawn
from bot.texts import say
from tests.fakes import FixedClock, ScriptedThinker
from tests.filling import Forms
from tests.handlers.web.browsing import IN_CHROMIUM, PHONE
from tests.handlers.web.stage import serving, site_on
from tests.pictures import photo

pytestmark = IN_CHROMIUM
PHOTO: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}


def words(key: str, **values: str | int) -> str:
    return say(Language.INDONESIAN, key, **values)


@pytest_asyncio.fixture(loop_scope="module")
async def address(sqlite_database: Database, thinker: ScriptedThinker, tmp_path: Path) -> AsyncIterator[str]:
    async with serving(site_on(sqlite_database, thinker, forms=Forms(sqlite_database, FixedClock(), tmp_path, draw=drawn))) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A phone at the first question of the form."""
    context = await browser.new_context(viewport=PHONE, locale="id-ID", base_url=address)
    opened = await context.new_page()
    await opened.goto("/penilaian")
    await press(opened, "form.agree")
    await expect(opened.locator("#text")).to_be_visible()
    yield opened
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def plain(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A phone without JavaScript, at the intro."""
    context = await browser.new_context(viewport=PHONE, locale="id-ID", base_url=address, java_script_enabled=False)
    opened = await context.new_page()
    await opened.goto("/penilaian")
    yield opened
    await context.close()


async def press(page: Page, key: str, **values: str | int) -> None:
    await page.get_by_role("button", name=words(key, **values), exact=True).first.click()


async def write(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.click(".send")


async def heads(page: Page, number: int) -> None:
    await expect(page.locator("#step")).to_have_text(words("form.count_profile", number=number, all=6))


async def to_a_question(page: Page) -> None:
    for text in ("Bu Sari", "Keripik Bu Sari", "kripik singkong", "kab malang", "tidak", "2015"):
        before = await page.locator("#step").inner_text()
        await write(page, text)
        await expect(page.locator("#step")).not_to_have_text(before)


async def rows(database: Database, table: type) -> list[object]:
    async with database.reading() as session:
        return list(await session.scalars(select(table)))


async def test_offline_nothing_typed_is_lost_and_it_goes_on_where_it_was(page: Page, sqlite_database: Database) -> None:
    await page.context.set_offline(offline=True)
    await write(page, "Bu Sari")
    await expect(page.get_by_role("alert")).to_have_text(words("web.form_lost"))
    await expect(page.locator("#text")).to_have_value("Bu Sari")
    await heads(page, 1)

    await page.context.set_offline(offline=False)
    await page.click(".send")

    await heads(page, 2)
    await expect(page.get_by_role("alert")).to_be_hidden()
    (profile,) = await rows(sqlite_database, ProfileRow)
    assert profile.owner_name == "Bu Sari"  # type: ignore[attr-defined]


async def test_a_step_whose_answer_was_lost_counts_once(page: Page, sqlite_database: Database) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await to_a_question(page)
    await page.route("**/penilaian", lose)
    await page.locator("[data-verb=pick]").first.click()
    await expect(page.get_by_role("alert")).to_have_text(words("web.form_lost"))
    await page.unroute("**/penilaian")
    await page.locator("[data-verb=pick]").first.click()

    await expect(page.locator("#step")).to_contain_text("Pertanyaan 2 ")
    assert len(await rows(sqlite_database, GivenRow)) == 1


async def test_photos_whose_upload_broke_are_chosen_still_and_kept_once(page: Page, sqlite_database: Database) -> None:
    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await to_a_question(page)
    await press(page, "form.proof.button")
    await press(page, "form.proof.agree")
    await page.set_input_files("#file", PHOTO)
    await page.route("**/penilaian/berkas", lose)
    await press(page, "web.upload")
    await expect(page.get_by_role("alert")).to_have_text(words("web.form_lost"))
    await page.unroute("**/penilaian/berkas")

    await press(page, "web.upload")

    await expect(page.locator(".form")).to_contain_text(words("form.proof.more", count=1))
    assert len(await rows(sqlite_database, EvidenceRow)) == 1


@pytest.mark.parametrize("is_typed", [True, False])
async def test_quick_fingers_send_one_step_once(page: Page, *, is_typed: bool) -> None:
    may_go = asyncio.Event()
    sent: list[str] = []

    async def hold(route: Route) -> None:
        await may_go.wait()
        await route.continue_()

    def count(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    page.on("request", count)
    await page.route("**/penilaian*", hold)
    await page.route("**/penilaian/*", hold)
    await page.fill("#text", "Bu Sari")
    button = page.locator(".send") if is_typed else page.get_by_role("button", name=words("form.skip"), exact=True)
    for _ in range(4):
        await button.click(force=True)
    await expect(page.locator("#sending")).to_have_text(words("web.form_sending"))
    assert len(sent) == 1
    may_go.set()

    await heads(page, 2)
    assert len(sent) == 1


async def test_a_double_click_without_javascript_moves_one_step(plain: Page) -> None:
    await press(plain, "form.agree")
    await heads(plain, 1)

    await plain.get_by_role("button", name=words("form.skip"), exact=True).dblclick()

    await heads(plain, 2)


async def test_the_whole_form_works_without_javascript(plain: Page, sqlite_database: Database) -> None:
    await press(plain, "form.agree")
    await to_a_question(plain)
    await _questions_and_evidence(plain)
    while not await plain.get_by_role("button", name=words("form.review.finish")).count():
        await plain.locator("[data-verb=pick]").first.click()
    await press(plain, "form.review.finish")
    await expect(plain.locator("#step")).to_have_text(words("form.result.title"), timeout=45_000)
    await expect(plain.locator(".shown")).to_be_visible()
    await press(plain, "form.result.report")
    async with plain.expect_download() as waiting:
        await plain.locator("a.file").click()
    assert (await waiting.value).suggested_filename.endswith(".pdf")
    assert len(await rows(sqlite_database, RevisionRow)) == 1
    await plain.goto("/privacy")
    await press(plain, "own.erase")
    await press(plain, "own.erase_yes")
    await expect(plain.locator(".form")).to_contain_text(words("own.erased"))
    assert await rows(sqlite_database, RevisionRow) == []


async def _questions_and_evidence(page: Page) -> None:
    """A question in between, why it is asked, a photo, and back to the question."""
    await write(page, "sentra itu apa?")
    await expect(page.locator(".aside .answer")).to_contain_text("Paling sedikit lima usaha")
    await press(page, "form.why")
    await press(page, "form.to_question")
    await press(page, "form.proof.button")
    await press(page, "form.proof.agree")
    await page.set_input_files("#file", PHOTO)
    await press(page, "web.upload")
    await expect(page.locator(".form")).to_contain_text(words("form.proof.more", count=1))
    await press(page, "form.to_question")
    await expect(page.locator("#step")).to_contain_text("Pertanyaan 1 ")


@pytest.mark.parametrize("is_scripted", [False, True])
async def test_the_browsers_back_and_reload_show_the_steps_again(page: Page, plain: Page, *, is_scripted: bool) -> None:
    opened = page if is_scripted else plain
    if not is_scripted:
        await press(opened, "form.agree")
    await heads(opened, 1)
    await write(opened, "Bu Sari")
    await heads(opened, 2)
    await write(opened, "Keripik Bu Sari")
    await heads(opened, 3)

    await opened.go_back()
    await heads(opened, 2)
    await opened.go_back()
    await heads(opened, 1)
    await opened.go_forward()
    await heads(opened, 2)
    await opened.reload()
    await heads(opened, 2)
    await write(opened, "Keripik Sari Rasa")

    await heads(opened, 3)
    await expect(opened.locator(".said").last).to_contain_text("Keripik Sari Rasa")
