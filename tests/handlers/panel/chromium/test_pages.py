"""Every page of the panel in a browser, on a phone and a desk: nothing serious for axe, nothing wider than the screen."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from bot.db.database import Database
from tests.fakes import FixedClock
from tests.handlers.panel.full import Full, filled, full
from tests.handlers.web.browsing import IN_CHROMIUM, PHONE, serious
from tests.handlers.web.stage import serving

pytestmark = IN_CHROMIUM
DESK: ViewportSize = {"width": 1280, "height": 800}
FILES = ("bukti", "berkas=", "static", ".xlsx", ".csv", ".pdf", "unduh")
MOST = 60
"""Pages that are looked at in one size at most."""


@dataclass
class Served:
    """The panel at an address, and the code of a member who may see all of it."""

    panel: Full
    url: str
    code: str


@pytest_asyncio.fixture(loop_scope="module")
async def served(sqlite_database: Database) -> AsyncIterator[Served]:
    panel = await full(sqlite_database, FixedClock())
    async with serving(panel.desk.app) as url:
        yield Served(panel, url, await panel.desk.staffing.code(panel.member.id))


async def sign_in(page: Page, served: Served) -> None:
    await page.goto(f"{served.url}/panel/masuk")
    assert await serious(page) == []
    await page.fill("#code", served.code)
    await page.click("form[action='/panel/masuk/kode'] button")
    await page.wait_for_url("**/panel/")


async def links(page: Page) -> list[str]:
    found = await page.locator("a[href^='/panel']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return [link for link in found if not any(part in link for part in FILES)]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_no_page_is_serious_for_axe_nor_too_wide(browser: Browser, served: Served, size: ViewportSize) -> None:
    context = await browser.new_context(viewport=size, locale="id-ID")
    page = await context.new_page()
    await sign_in(page, served)
    addresses = [filled(path) for path, _ in served.panel.routes("GET")]
    wanted = [address for address in addresses if not any(part in address for part in FILES)]
    seen = set[str]()
    faults = list[str]()
    while wanted and len(seen) < MOST:
        address = wanted.pop(0)
        plain = re.sub(r"[?#].*", "", address)
        if plain in seen:
            continue
        seen.add(plain)
        answer = await page.goto(f"{served.url}{address}")
        assert answer is not None
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 500, address  # what is not there is a page too
        faults += [f"{address}: {fault}" for fault in await serious(page)]
        if await page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            faults.append(f"{address}: wider than the screen")
        wanted += await links(page)
    await context.close()

    assert faults == []
    assert seen >= {
        "/panel/", "/panel/petugas", "/panel/antrean/1", "/panel/antrean/1/lihat/1", "/panel/daerah", "/panel/kabar/1",
        "/panel/pertanyaan/1",
    }  # fmt: skip
