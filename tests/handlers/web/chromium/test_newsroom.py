"""An announcement from the invitation to the report, in Chromium and over Telegram, with two kills in the middle."""

from pathlib import Path

import openpyxl
from playwright.async_api import Browser, Page

from tests.acceptance.newsroom import FIRST_OWNER, Story
from tests.acceptance.product import indexed, installed
from tests.botapi import BotApi
from tests.handlers.web.browsing import IN_CHROMIUM, serious

pytestmark = IN_CHROMIUM


async def test_everybody_hears_once_whatever_is_killed(browser: Browser, tmp_path: Path) -> None:
    async def is_clean(page: Page, name: str) -> None:
        assert await serious(page) == [], name
        assert await page.evaluate("document.documentElement.scrollWidth") <= await page.evaluate("innerWidth"), name

    await indexed()
    async with BotApi() as api:
        story = Story(installed(tmp_path / "data"), api, browser, is_clean, owners=150)
        table = openpyxl.load_workbook(await story.told()).active
        reached = story.reached()

    assert table is not None
    fates = [row[4] for row in table.iter_rows(min_row=2, values_only=True)]
    assert len(fates) == story.owners
    assert set(fates) <= {"terkirim", "belum pasti"}
    assert set(reached.values()) == {1}
    assert set(reached) <= {FIRST_OWNER + 2 * number for number in range(story.owners)}
    assert fates.count("terkirim") <= len(reached) <= story.owners
    assert fates.count("belum pasti") <= 40  # what was on its way at the two kills
