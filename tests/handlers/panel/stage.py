"""The panel on a real database, with people who are signed in; what it would say on Telegram is collected."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.db.database import Database
from bot.domain.people import Address, Channel
from bot.domain.screens import Screen
from bot.domain.staff import Grant, Role, Staff
from bot.services.staffing import Staffing
from handlers.panel.pages import Part
from handlers.panel.site import create_panel
from tests.fakes import FixedClock

ORIGIN = {"origin": "http://panel.test", "host": "panel.test"}


@dataclass
class Desk:
    """The panel, and how to get in."""

    database: Database
    clock: FixedClock
    parts: tuple[Part, ...] = ()
    has_telegram: bool = True
    told: list[tuple[Address, Screen]] = field(default_factory=list)
    _chats: int = 100

    def __post_init__(self) -> None:
        self.staffing = Staffing(self.database, self.clock)
        tell = self._tell if self.has_telegram else None
        panel = create_panel(database=self.database, staffing=self.staffing, tell=tell, parts=self.parts)
        self.app = Starlette(routes=[Mount("/panel", panel)])

    async def member(self, *grants: Grant) -> Staff:
        """Return a member who took an invitation for each grant."""
        self._chats += 1
        for grant in grants:
            code = await self.staffing.invite(None, f"Petugas {self._chats}", "Dinas Perindustrian", grant)
            async with self.database.writing() as session:
                found = await self.staffing.redeem(session, Address(Channel.TELEGRAM, str(self._chats)), code)
        return found

    def browser(self) -> httpx.AsyncClient:
        """Return a browser that nobody signed in with."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://panel.test", headers=ORIGIN)

    async def signed_in(self, member: Staff) -> httpx.AsyncClient:
        """Return a browser that a member signed in with; `client.csrf` is the token of its forms."""
        browser: Any = self.browser()
        code = await self.staffing.code(member.id)
        entered = await browser.post("/panel/masuk/kode", data={"code": code})
        assert entered.status_code == 303, entered.text
        page = await browser.get("/panel/")
        browser.csrf = page.text.partition('name="csrf" value="')[2].partition('"')[0]
        found: httpx.AsyncClient = browser
        return found

    def _tell(self, address: Address, screen: Screen, key: str) -> tuple[()]:
        self.told.append((address, screen))
        return ()


ADMIN = Grant(Role.ADMIN)
EVERYBODY = tuple(Grant(role, area) for role in Role for area in ("", "35", "35.07"))
