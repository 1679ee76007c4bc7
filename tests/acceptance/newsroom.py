"""The story of an announcement, in real browsers and over Telegram at once: told once, for a test and for the pictures in `docs`."""

import asyncio
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, expect

from bot.db.database import Database
from tests.acceptance.ministry import DESKTOP, PATIENCE_MS, Ministry, words
from tests.acceptance.product import Product
from tests.announcing import Newsroom, Owner
from tests.botapi import Sent
from tests.fakes import FixedClock
from tests.handlers.web.browsing import PHONE
from tests.pictures import photo

AUTHOR, OTHER, FIRST_OWNER = 501, 502, 1001
OFFICE = "Dinas Perindustrian Kab. Malang"


@dataclass
class Story(Ministry):
    """A ministry with two members of the staff, and `owners` who agreed to announcements."""

    owners: int = 200

    async def told(self) -> Path:
        """Tell it all; return the table of recipients that was downloaded."""
        self.product = await self.running().__aenter__()
        try:
            await self.invited(AUTHOR, "Bu Rini", "broadcaster", OFFICE)
            await self.invited(OTHER, "Pak Joko", "broadcaster", OFFICE)
            await self.owners_agree()
            desktop = await self.signed_in(AUTHOR, DESKTOP)
            phone = await self.signed_in(OTHER, PHONE)
            await self.composed(desktop)
            await self.approved(phone)
            await self.paused(desktop)
            await self.killed_and_gone_on()
            return await self.reported(desktop)
        finally:
            await self.product.stop()

    async def owners_agree(self) -> None:
        """Let owners be there who agreed to announcements: half in Malang."""
        database = Database(f"sqlite+aiosqlite:///{self.data / 'ovop.db'}")
        room = Newsroom(database, FixedClock())
        areas = ("35.07", "35.73")
        await room.owners(*(Owner(str(FIRST_OWNER + number), area=areas[number % 2]) for number in range(2 * self.owners)))
        await database.dispose()

    async def composed(self, page: Page) -> None:
        """Write it, with a photo and buttons, for one area; look at it; ask for approval."""
        await page.goto("/panel/kabar")
        await page.get_by_role("button", name=words("news.panel.new")).click()
        await page.fill("#text", "*Pameran produk OVOP* di alun-alun Kepanjen.\n\nSabtu jam 8 pagi. Gratis, cukup bawa tiga contoh produk.")
        await page.set_input_files("#files", [{"name": "stan.jpg", "mimeType": "image/jpeg", "buffer": photo("teal", (1200, 600))}])
        await page.fill("#label_1", "Daftar")
        await page.fill("#url_1", "https://disperin.malangkab.go.id/pameran")
        await page.fill("#label_2", "Tanya soal ini")
        await page.fill("#question_2", "Apa itu OVOP?")
        await page.fill("#areas", "kab malang")
        await page.locator("#areas").blur()
        await expect(page.locator("#count")).to_contain_text(f"{self.owners} orang", timeout=PATIENCE_MS)
        await expect(page.locator("#preview")).to_contain_text("Pameran produk OVOP", timeout=PATIENCE_MS)
        await self.seen(page, "panel-announcement-edit")
        await page.get_by_role("button", name=words("news.panel.save"), exact=True).click()
        await self.after(lambda: page.get_by_role("button", name=words("news.panel.submit")).click(), at_least=2)
        await self.seen(page, "panel-announcement-asked")

    async def approved(self, page: Page) -> None:
        """Approve it on a phone; owners begin to hear."""
        await page.goto("/panel/kabar/1")
        await self.seen(page, "panel-announcement-approve-phone")
        await page.get_by_role("button", name=words("news.panel.approve")).click()
        await expect(page.locator("main")).to_contain_text(words("news.chat.approved"), timeout=PATIENCE_MS)
        await self.api.until(lambda: len(self.reached()) > self.owners // 5, within=60)

    async def paused(self, page: Page) -> None:
        """Pause it on the page that changes by itself; then nothing more goes."""
        await page.goto("/panel/kabar/1")
        await expect(page.locator("progress")).to_be_visible(timeout=PATIENCE_MS)
        await page.get_by_role("button", name=words("news.button.pause")).click()
        await expect(page.locator("#progress")).to_contain_text(words("news_stage.paused"), timeout=PATIENCE_MS)
        await asyncio.sleep(1.0)  # what was on its way has arrived
        already = len(self.reached())
        assert already < self.owners
        await asyncio.sleep(2.0)
        assert len(self.reached()) == already
        await self.seen(page, "panel-announcement-paused")

    async def killed_and_gone_on(self) -> None:
        """Kill the product, and begin again; the author goes on from the chat; then kill it once more in the middle."""
        await self.api.until(lambda: bool(self.told_progress()), within=60)
        await self.product.stop(signal.SIGKILL)
        self.product = await self._again()
        self.api.press(self.told_progress()[0], "f:1.@news.go", person=AUTHOR)
        already = len(self.reached())
        await self.api.until(lambda: len(self.reached()) > already + 20, within=60)
        await self.product.stop(signal.SIGKILL)
        self.product = await self._again()
        end = words("news_stage.finished")
        await self.api.until(lambda: any(end in one.text for one in self.api.sent if one.chat_id == AUTHOR), within=90)

    async def reported(self, page: Page) -> Path:
        """Look at how it ended, on another page: the one before loads itself anew at the end; take the recipients along."""
        page = await page.context.new_page()
        await page.goto(f"{self.product.url}/panel/kabar/1")
        await expect(page.locator("#progress")).to_contain_text(words("news_stage.finished"), timeout=PATIENCE_MS)
        await self.seen(page, "panel-announcement-finished")
        async with page.expect_download() as waiting:
            await page.get_by_role("link", name=words("news.panel.download")).click()
        found = self.data.parent / "penerima.xlsx"
        await (await waiting.value).save_as(found)
        await page.goto(f"{self.product.url}/panel/kabar")
        await self.seen(page, "panel-announcements")
        return found

    def reached(self) -> Counter[int]:
        """Return how often each owner got it."""
        return Counter(one.chat_id for one in self.api.sent if one.chat_id >= FIRST_OWNER)

    def told_progress(self) -> list[Sent]:
        """Return the messages in which the author hears how far it is."""
        steers = {words("news.button.pause"), words("news.button.go")}
        return [one for one in self.api.sent if one.chat_id == AUTHOR and not steers.isdisjoint(one.buttons)]

    async def _again(self) -> Product:
        again = self.running()
        again.port = self.product.port
        return await again.__aenter__()
