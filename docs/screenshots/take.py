"""Takes the pictures: `python -m docs.screenshots.take` starts the product on empty folders, and uses it."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright, expect

from bot.domain.people import Language
from bot.texts import say
from tests.acceptance.newsroom import Story
from tests.acceptance.product import Product
from tests.botapi import BotApi
from tests.handlers.web.browsing import CHROMIUM, PHONE, QUIET
from tests.pictures import photo

HERE = Path(__file__).parent
TYPED = ("Bu Sari", "Keripik Bu Sari", "kripik singkong", "kab malang")


async def main() -> None:
    """Take all pictures."""
    with TemporaryDirectory() as folder:
        async with Product(Path(folder) / "data") as product, async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
            page = await chromium.new_page(viewport=PHONE, base_url=product.url, locale="id-ID", reduced_motion="reduce")
            await story(page)
            async with BotApi() as api:
                await Story(Path(folder) / "panel", api, chromium, picture, owners=120).told()
            await chromium.close()


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
    asyncio.run(main())
