"""A food maker in Malang fills in the whole assessment on a phone: over two weeks, a restart, a question and a change of mind."""

from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, FilePayload, Page, expect
from pypdf import PdfReader

from bot.db.database import Database
from bot.domain.people import Language
from bot.services.form.finishing import drawn
from bot.texts import say
from tests.fakes import FixedClock, ScriptedThinker
from tests.filling import Forms
from tests.handlers.web.browsing import IN_CHROMIUM, PHONE, serious
from tests.handlers.web.stage import serving, site_on
from tests.pictures import photo

pytestmark = IN_CHROMIUM


def words(key: str, **values: str | int) -> str:
    return say(Language.INDONESIAN, key, **values)


def text_of(pdf: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(pdf).pages)


async def stands(page: Page) -> None:
    """Wait for the new step: a press marks the body at once. The first report of a process takes seconds on a busy machine."""
    await expect(page.locator("body.sending")).to_have_count(0, timeout=45_000)


async def press(page: Page, key: str, **values: str | int) -> None:
    await page.get_by_role("button", name=words(key, **values), exact=True).first.click()
    await stands(page)


async def write(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.click(".send")
    await stands(page)


async def pick(page: Page, number: int = 0) -> None:
    await page.locator("[data-verb=pick]").nth(number).click()
    await stands(page)


async def is_clean(page: Page) -> None:
    """Nothing serious in either colour scheme, nothing wider than the phone, nothing too small to hit."""
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        assert await serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    heights = await page.locator("main button:visible, .composer button:visible").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(heights, default=44) >= 44


async def until_item(page: Page, number: int) -> None:
    while not (await page.locator("#step").inner_text()).startswith(words("form.count", number=number, all=0).partition(" dari")[0] + " "):
        await pick(page)


async def test_an_owner_fills_it_in_over_a_week_sees_the_result_and_erases_it(
    browser: Browser, sqlite_database: Database, thinker: ScriptedThinker, tmp_path: Path
) -> None:
    clock = FixedClock()
    forms = Forms(sqlite_database, clock, tmp_path, draw=drawn)
    context = await browser.new_context(viewport=PHONE, locale="id-ID")
    page = await context.new_page()
    async with serving(site_on(sqlite_database, thinker, forms=forms)) as address:
        await page.goto(f"{address}/")
        await page.get_by_role("link", name=words("web.form_short"), exact=True).first.click()
        await is_clean(page)
        await press(page, "form.agree")
        for text in ("bu sari", "Keripik Bu Sari", "kripik singkong", "kab malang"):
            await write(page, text)
        await expect(page.locator(".said:visible")).to_contain_text("Malang")
        await pick(page)
        await write(page, "5 tahun lalu")
        await until_item(page, 9)
        await press(page, "form.save")
        await expect(page.locator(".form")).to_contain_text("Tersimpan.")

    clock.pass_by(timedelta(days=7))
    again = Forms(sqlite_database, clock, tmp_path, draw=drawn)
    async with serving(site_on(sqlite_database, thinker, forms=again), port=int(address.rpartition(":")[2])):
        await page.goto(f"{address}/penilaian")
        await expect(page.locator("#step")).to_contain_text("Pertanyaan 9 ")
        await _questions_and_evidence(page)
        await _finishes(page)
        code = await _takes_the_report(page)
        await _asks_for_review_and_erases(page, address)
    assert code not in "".join(thinker.heard)
    await context.close()


async def _questions_and_evidence(page: Page) -> None:
    await write(page, "sentra itu apa?")
    await expect(page.locator(".aside .answer")).to_contain_text("Paling sedikit lima usaha")
    await expect(page.locator("#step")).to_contain_text("Pertanyaan 9 ")
    while not await page.get_by_role("button", name=words("form.proof.button"), exact=True).count():
        await pick(page)
    await press(page, "form.proof.button")
    await press(page, "form.proof.agree")
    files: list[FilePayload] = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)} for colour in ("teal", "brown")
    ]
    await page.set_input_files("#file", files)
    await page.get_by_role("button", name=words("web.upload")).click()
    await expect(page.locator(".form")).to_contain_text(words("form.proof.more", count=2))
    await is_clean(page)
    await press(page, "form.to_question")
    await is_clean(page)


async def _finishes(page: Page) -> None:
    while not await page.get_by_role("button", name=words("form.review.finish")).count():
        await pick(page)
    await is_clean(page)
    await page.get_by_role("button", name="4", exact=True).click()
    await expect(page.locator("#step")).to_contain_text("Pertanyaan 4 ")
    await pick(page, 1)
    await expect(page.locator("#step")).to_have_text(words("form.review.title"))
    await press(page, "form.review.finish")
    await expect(page.locator("#step")).to_have_text(words("form.result.title"))
    chart = page.locator(".shown")
    await expect(chart).to_be_visible()
    await is_clean(page)
    await expect(page.locator(".form")).to_contain_text("Kesiapan: ")


async def _takes_the_report(page: Page) -> str:
    shown = await page.locator(".form").inner_text()
    code = shown.partition("Kode laporan: ")[2][:9]
    await press(page, "form.result.report")
    async with page.expect_download() as waiting:
        await page.locator("a.file").click()
    download = await waiting.value
    assert download.suggested_filename == f"OVOP-{code}.pdf"
    assert code in text_of(await download.path())
    await page.get_by_role("link", name=words("form.see")).click()
    return code


async def _asks_for_review_and_erases(page: Page, address: str) -> None:
    await press(page, "form.result.send")
    await press(page, "form.send.agree")
    await expect(page.locator(".form")).to_contain_text("Terkirim untuk")
    await page.goto(f"{address}/privacy")
    await is_clean(page)
    await press(page, "own.erase")
    await press(page, "own.erase_yes")
    await expect(page.locator(".form")).to_contain_text(words("own.erased"))
    await page.goto(f"{address}/penilaian")
    await expect(page.get_by_role("button", name=words("form.agree"))).to_be_visible()
