"""Two stories of officers, in a browser and over Telegram at once, on one start of the product: for tests and for pictures in `docs`."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Self

from playwright.async_api import Page, expect

from tests.acceptance.ministry import DESKTOP, PATIENCE_MS, Ministry, words
from tests.acceptance.product import command
from tests.botapi import Sent
from tests.handlers.web.browsing import PHONE
from tests.pictures import photo

ASSESSOR, MINISTRY, OWNER = 601, 602, 611
ASKERS = {621: "berapa biaya ikut OVOP?", 622: "ongkos utk gabung OVOP brp ya"}
ON_THE_PAGE = "apakah ikut program ovop dipungut biaya"
DINAS, KEMENTERIAN = "Dinas Perindustrian Kab. Malang", "Direktorat Jenderal IKM, Kementerian Perindustrian"
BUSINESS = ("Bu Siti", "Keripik Mbok Siti", "bikin keripik singkong", "kab malang", "iya di sentra", "2015")
ITEM = "legal-industri"
COMMENT = "Nomor NIB di foto belum terbaca. Mohon difoto ulang dari dekat, atau pilih belum kalau memang belum ada."
OUTCOME = "Sudah siap diusulkan lewat sentra. Pendamping dari dinas akan datang awal bulan."
ANSWER = "Di kantor kami pendaftaran OVOP tidak dipungut biaya. Kalau ada yang menagih, mohon kabari dinas setempat."


@dataclass
class Officers(Ministry):
    """An assessor of a kabupaten and one of the ministry, signed in; owners write to the bot."""

    pages: dict[int, Page] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self.product = await self.running().__aenter__()
        await asyncio.gather(
            self.invited(ASSESSOR, "Bu Rini", "assessor", DINAS, "35.07"), self.invited(MINISTRY, "Pak Joko", "assessor", KEMENTERIAN)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.product.stop()

    async def desk(self, person: int) -> Page:
        """Return the page of somebody of the staff, who signs in once."""
        if person not in self.pages:
            self.pages[person] = await self.signed_in(person, DESKTOP)
        return self.pages[person]

    # What owners do on Telegram

    async def writes(self, person: int, text: str | None = None, **fields: Any) -> Sent:
        """Have somebody write; return what the bot says to them."""
        return await self.said(person, lambda: self.api.write(text, person=person, **fields))

    async def taps(self, label: str, person: int = OWNER) -> Sent:
        """Have somebody tap the latest button that begins so; return the message that shows what comes of it."""
        under = await self._latest(person, label)
        return await self.said(person, lambda: self.api.press(under, _button(under, label), person=person))

    async def fills_in(self) -> str:
        """Fill in the form, with a photo for one item; ask for a review; return the code."""
        await self.writes(OWNER, "/nilai")
        await self.taps(words("form.agree"))
        for said in BUSINESS:
            shown = await self.writes(OWNER, said)
        await self.taps(words("form.proof.button"))
        await self.taps(words("form.proof.agree"))
        shown = await self.writes(OWNER, **self.api.upload(photo("teal")))
        while picks := [label for label, data in shown.buttons.items() if ".pick." in data]:
            shown = await self.taps(picks[0])
        await self.taps(words("form.review.finish"))
        result = (await self._latest(OWNER, words("form.result.send"))).text
        await self.taps(words("form.result.send"))
        await self.taps(words("form.send.agree"))
        return result.partition("Kode laporan: ")[2][:9]

    async def own_data(self) -> dict[str, Any]:
        """Ask for all that is kept; return it."""
        said = await self.after(lambda: self.api.write("/data", person=OWNER), at_least=2)
        (file,) = [one.file.content for one in said if one.file and one.file.name.endswith(".json")]
        found: dict[str, Any] = json.loads(file)
        return found

    # What officers do in the panel

    async def returns_one(self, page: Page) -> tuple[str, bytes, Sent]:
        """Let the owner hand in, and send one item back: return the code, the evidence that was looked at, and what the owner hears."""
        code = await self.fills_in()
        await self.opened(page, code)
        return code, await self.looked_at(page), await self.given_back(page, ITEM)

    async def opened(self, page: Page, code: str) -> None:
        """Find an assessment in the queue, and take it in hand; its owner hears of it."""
        await page.goto("/panel/antrean")
        await self.seen(page, "panel-assessments")
        await page.get_by_role("link", name=code).click()
        await self.said(OWNER, lambda: page.get_by_role("button", name=words("panel.begin_review")).click())

    async def looked_at(self, page: Page) -> bytes:
        """Look at the evidence, on its own page; return the picture."""
        await page.get_by_role("link", name=f"{words('panel.evidence')} 1").click()
        picture = page.locator(".proof img")
        await expect(picture).to_have_js_property("complete", value=True)
        assert await picture.evaluate("image => image.naturalWidth") > 0
        await self.seen(page, "panel-evidence")
        content = await (await page.request.get(str(await picture.get_attribute("src")))).body()
        await page.locator("main a").first.click()
        return content

    async def given_back(self, page: Page, item: str) -> Sent:
        """Give one item back with a comment; return what the owner hears."""
        row = page.locator(f"tr[id='{item}']")
        await row.locator("summary").click()
        await row.locator("textarea").fill(COMMENT)
        await self.seen(page, "panel-assessment")
        return await self.said(OWNER, lambda: row.get_by_role("button", name=words("panel.give_back")).click())

    async def accepted(self, page: Page) -> Sent:
        """Close the review with its outcome; return what the owner hears."""
        await page.fill("#outcome", OUTCOME)
        return await self.said(OWNER, lambda: page.get_by_role("button", name=words("panel.accept")).click())

    async def asked_on_the_page(self) -> Page:
        """Ask in the web chat, on a phone."""
        context = await self.browser.new_context(viewport=PHONE, base_url=self.product.url, locale="id-ID", reduced_motion="reduce")
        page = await context.new_page()
        await page.goto("/")
        await page.fill("#text", ON_THE_PAGE)
        await page.click(".send")
        await expect(page.locator(".answer.not_in_index")).to_be_visible(timeout=PATIENCE_MS)
        return page

    async def taken(self, page: Page) -> None:
        """Take the first group of the queue."""
        await page.goto("/panel/pertanyaan")
        await self.seen(page, "panel-questions")
        await page.get_by_role("link", name=ASKERS[621]).click()
        await page.select_option("#staff", self.numbers[MINISTRY])
        await page.get_by_role("button", name=words("panel.questions.assign")).click()
        await expect(page.locator("#staff")).to_have_value(self.numbers[MINISTRY])
        await page.fill("#text", ANSWER)
        await self.seen(page, "panel-question")

    async def drafted(self, page: Page) -> None:
        """Make a passage of the answer."""
        await page.locator("summary", has_text=words("panel.passages.draft")).click()
        await page.get_by_role("button", name=words("panel.passages.keep_draft")).click()
        await expect(page.locator("#check")).to_contain_text(words("shelving.draft"))
        await self.seen(page, "panel-passage")

    async def audited(self) -> str:
        """Return what the command line says of the trail."""
        code, out, err = await command(self.data, "audit", "verify")
        assert code == 0, err
        return out.strip()

    def heard(self, person: int) -> list[str]:
        """Return all that somebody was told in their chat."""
        return [one.text for one in self.api.sent if one.chat_id == person]

    async def _latest(self, person: int, label: str) -> Sent:
        """Wait for a button that begins so, and return the latest message that has one."""

        def found() -> list[Sent]:
            return [one for one in self.api.sent if one.chat_id == person and _button(one, label)]

        await self.api.until(found, within=30)
        return found()[-1]


def _button(sent: Sent, label: str) -> str:
    """Return what the first button says that begins so; "" where there is none."""
    return next((data for shown, data in sent.buttons.items() if shown.removeprefix("✓ ").startswith(label)), "")
