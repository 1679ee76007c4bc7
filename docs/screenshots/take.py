"""Takes the pictures: `python -m docs.screenshots.take` starts the product on empty folders, and uses it.

With `officers` behind it, only those of the officers' pages.
"""

import asyncio
import random
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect
from pypdfium2 import PdfDocument

from bot.db.database import Database
from bot.domain.people import Language
from bot.texts import say
from docs.screenshots.made_up import MadeUp
from tests.acceptance.ministry import DESKTOP
from tests.acceptance.newsroom import Story
from tests.acceptance.officers import ASKERS, ASSESSOR, KEMENTERIAN, MINISTRY, Officers
from tests.acceptance.product import Product, indexed, installed
from tests.botapi import BotApi
from tests.handlers.web.browsing import CHROMIUM, PHONE, QUIET
from tests.pictures import photo

HERE = Path(__file__).parent
TYPED = ("Bu Sari", "Keripik Bu Sari", "kripik singkong", "kab malang")


ADMIN, MOST = 603, 2_400
SCALE = 1.5
"""Of the pages of a report, against 72 dots an inch."""
SHOWN = {"region": "/panel/daerah?area=35", "figures": "/panel/angka", "audit": "/panel/jejak", "staff": "/panel/petugas"}


async def main(only: str = "") -> None:
    """Take all pictures, or `only` those of the officers."""
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
            if not only:
                await owners(Path(folder) / "data", chromium)
                async with BotApi() as api:
                    await Story(Path(folder) / "panel", api, chromium, picture, owners=120).told()
            await officers(Path(folder) / "officers", chromium)
            await chromium.close()


async def owners(data: Path, chromium: Browser) -> None:
    """Take those of the web page."""
    async with Product(data) as product:
        page = await chromium.new_page(viewport=PHONE, base_url=product.url, locale="id-ID", reduced_motion="reduce")
        await story(page)


async def officers(data: Path, chromium: Browser) -> None:
    """Take those of what officers do, in a province that is made up, with two stories in it."""
    await indexed()
    async with BotApi() as api, Officers(installed(data), api, chromium, in_both_sizes) as at_work:
        await at_work.invited(ADMIN, "Bu Ayu", "admin", KEMENTERIAN)
        database = Database(f"sqlite+aiosqlite:///{data / 'ovop.db'}")
        await MadeUp(database, random.Random(7)).filled()  # noqa: S311 - no secret
        await database.dispose()
        await at_work.returns_one(await at_work.desk(ASSESSOR))
        for person, question in ASKERS.items():
            await at_work.writes(person, question)
        await at_work.asked_on_the_page()
        await at_work.taken(await at_work.desk(MINISTRY))
        page = await at_work.signed_in(ADMIN, DESKTOP)
        for name, path in SHOWN.items():
            await page.goto(path)
            await in_both_sizes(page, f"panel-{name}")


async def in_both_sizes(page: Page, name: str) -> None:
    """Keep a picture of a page of the panel, on a desk and on a phone, in few colours: so it stays small."""
    if name.startswith("panel-sign-in"):
        return
    before = page.viewport_size or DESKTOP
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        await page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        taken = Image.open(BytesIO(await page.screenshot(full_page=True)))
        tall = taken.crop((0, 0, taken.width, min(taken.height, MOST)))
        tall.convert("RGB").quantize(64).save(HERE / f"{name}-{size['width']}.png", optimize=True)
    await page.set_viewport_size(before)


async def picture(page: Page, name: str) -> None:
    """Keep a picture of a page of the panel."""
    await taken(page, name, is_whole=True)


async def story(page: Page) -> None:
    """Fill in an assessment as an owner of a food business in Malang does."""
    await page.goto("/penilaian")
    await taken(page, "form-intro")
    await press(page, "form.agree")
    for words in TYPED:
        await page.fill("#text", words)
        await page.click(".send")
        await stands(page)
    await taken(page, "form-typed")
    await page.click("[data-verb=pick] >> nth=0")
    await stands(page)
    await press(page, "form.skip")
    await answered(page)
    await press(page, "form.review.finish")
    await taken(page, "form-result", is_whole=True)
    await paper(page)
    await page.goto("/privacy")
    await taken(page, "privacy", is_whole=True)


async def answered(page: Page) -> None:
    """Answer all, and show evidence once."""
    has_shown = False
    while not await page.get_by_role("button", name=words("form.review.finish")).count():
        if not has_shown and await page.get_by_role("button", name=words("form.proof.button")).count():
            has_shown = True
            await taken(page, "form-question")
            await evidence(page)
        await page.click("[data-verb=pick] >> nth=1")
        await stands(page)
    await taken(page, "form-summary", is_whole=True)


async def evidence(page: Page) -> None:
    """Send two photos."""
    await press(page, "form.proof.button")
    await press(page, "form.proof.agree")
    files = [{"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)} for colour in ("teal", "brown")]
    await page.set_input_files("#file", files)  # type: ignore[arg-type] # a mapping as the function takes it
    await page.click(".upload button")
    await stands(page)
    await taken(page, "form-evidence")
    await press(page, "form.to_question")


async def paper(page: Page) -> None:
    """Keep the chart as it is sent, and the pages of the report."""
    chart = await _content(page, "img.shown", "src")
    (HERE / "chart.png").write_bytes(chart)
    await press(page, "form.result.report")
    report = PdfDocument(await _content(page, "a.file", "href"))
    for number, one in enumerate(report, 1):
        one.render(scale=SCALE).to_pil().convert("RGB").quantize(64).save(HERE / f"report-{number}.png", optimize=True)
    report.close()


async def _content(page: Page, selector: str, attribute: str) -> bytes:
    path = await page.locator(selector).first.get_attribute(attribute)
    return await (await page.request.get(f"{path}")).body()


async def press(page: Page, key: str) -> None:
    """Press what says the words of `key`."""
    await page.get_by_role("button", name=words(key)).first.click()
    await stands(page)


async def stands(page: Page) -> None:
    """Wait until what was pressed is done."""
    await expect(page.locator("body.sending")).to_have_count(0, timeout=30_000)


async def taken(page: Page, name: str, *, is_whole: bool = False) -> None:
    """Keep a picture."""
    await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=HERE / f"{name}.png", full_page=is_whole)


def words(key: str) -> str:
    """Return the words of a key, as an owner reads them."""
    return say(Language.INDONESIAN, key)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
