"""What stories of the staff share: the product as an agency starts it, invitations, the way into the panel, and waiting for the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.domain.people import Language
from bot.texts import say
from tests.acceptance.product import Product, command
from tests.botapi import BotApi, Sent

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PATIENCE_MS = 30_000

Seen = Callable[[Page, str], Awaitable[None]]
"""Is shown a page, with a name for what is on it."""


async def not_looked_at(_page: Page, _name: str) -> None:
    """Look at nothing."""


@dataclass
class Ministry:
    """The product with a bot, members of its staff by their chats, and a browser in which they work."""

    data: Path
    api: BotApi
    browser: Browser
    seen: Seen = not_looked_at
    numbers: dict[int, str] = field(default_factory=dict)
    product: Product = field(init=False)

    def running(self) -> Product:
        """Return the product, as an agency starts it with a token."""
        return Product(self.data, {"OVOP_TELEGRAM__TOKEN": self.api.token, "OVOP_TELEGRAM__BASE_URL": self.api.url})

    async def invited(self, person: int, name: str, role: str, office: str, area: str = "") -> None:
        """Invite somebody at the command line; they take the invitation on Telegram."""
        code, out, err = await command(self.data, "staff", "invite", "--role", role, "--name", name, "--office", office, "--area", area)
        assert code == 0, err
        said = await self.said(person, lambda: self.api.write(out.strip(), person=person))
        assert name in said.text
        self.numbers[person] = "".join(sign for sign in said.text.partition("petugas")[2] if sign.isdigit())

    async def signed_in(self, person: int, viewport: ViewportSize) -> Page:
        """Sign in by picking on Telegram what the page shows."""
        context = await self.browser.new_context(
            viewport=viewport, base_url=self.product.url, locale="id-ID", reduced_motion="reduce", accept_downloads=True
        )
        page = await context.new_page()
        await page.goto("/panel/masuk")
        await page.fill("#number", self.numbers[person])
        asked = await self.said(person, lambda: page.get_by_role("button", name=words("panel.show_digits")).click())
        digits = (await page.locator(".digits").inner_text()).strip()
        await self.seen(page, f"panel-sign-in-{viewport['width']}")
        self.api.press(asked, asked.buttons[digits], person=person)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Selamat datang", timeout=PATIENCE_MS)
        return page

    async def after(self, act: Callable[[], object], at_least: int = 1) -> list[Sent]:
        """Do something, and return what the bot sends because of it."""
        before = len(self.api.sent)
        done = act()
        if asyncio.iscoroutine(done):
            await done
        await self.api.until(lambda: len(self.api.sent) >= before + at_least, within=30)
        return self.api.sent[before:]

    async def said(self, person: int, act: Callable[[], object]) -> Sent:
        """Do something, and return the message that is then new to somebody, or no longer the same."""

        def now() -> dict[int, tuple[Sent, str]]:
            return {one.message["message_id"]: (one, f"{one.text}{one.buttons}") for one in self.api.sent if one.chat_id == person}

        before = now()

        def new() -> list[Sent]:
            return [one for number, (one, shown) in now().items() if number not in before or before[number][1] != shown]

        done = act()
        if hasattr(done, "__await__"):
            await done
        await self.api.until(new, within=30)
        return new()[-1]


def words(key: str, **values: str | int) -> str:
    """Return the words of a key, as the staff reads them."""
    return say(Language.INDONESIAN, key, **values)
