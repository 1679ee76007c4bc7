"""Signing in without a password, bound to the browser that asked; signing out everywhere; the language of the panel."""

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.db.database import Database
from bot.domain.errors import CodeGone
from bot.domain.people import Address, Language
from bot.domain.screens import Action, Button, Screen
from bot.domain.staff import Staff
from bot.services.carrying import Carry, carried
from bot.services.speak import language_at
from bot.services.staffing import STAFF, Staffing
from bot.texts import say
from handlers.guarding import host_cookie, is_https
from handlers.pace import Pace
from handlers.panel.pages import COOKIE, SIGN_IN, inside, number_of
from handlers.panel.rendering import SPOKEN, Rendering, language_of

BROWSER = "ovop-panel-browser"
HOME = "/panel/"
LONGEST_CODE = 40
LAPSED = "habis"


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way in. These pages are open to everybody: whoever is not signed in sees them."""

    database: Database
    staffing: Staffing
    rendering: Rendering
    tell: Carry | None
    pace: Pace

    def routes(self) -> list[Route]:
        """Return the pages that need no session, and no other page is without one."""
        return [
            Route(inside(SIGN_IN), self.show),
            Route(inside(SIGN_IN), self.ask, methods=["POST"]),
            Route(inside(f"{SIGN_IN}/tunggu"), self.wait, methods=["POST"]),
            Route(inside(f"{SIGN_IN}/kode"), self.code, methods=["POST"]),
            Route("/bahasa", self.speak, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show how to sign in."""
        wrong = say(language_of(request), "panel_sign_in.lapsed") if LAPSED in request.query_params else ""
        return self._page(request, wrong=wrong)

    async def ask(self, request: Request) -> Response:
        """Show two digits, and have the bot ask the member to pick them."""
        form = await request.form(max_fields=4, max_files=0)
        self.pace.take("sign-in", request.client.host if request.client else "")
        browser, number = secrets.token_urlsafe(24), number_of(str(form.get("number", "")).strip(), 9)
        digits, address = await self.staffing.ask(browser, number)
        if address is not None and self.tell is not None:
            await self._tell(self.tell, number, address)
        response = self._page(request, digits=digits)
        response.set_cookie(BROWSER, browser, max_age=300, path="/panel", httponly=True, samesite="strict", secure=is_https(request))
        return response

    async def wait(self, request: Request) -> Response:
        """Let the browser in where its member picked the digits; else it asks again, until its time is over."""
        browser = request.cookies.get(BROWSER, "")
        secret = await self.staffing.enter(browser, request.headers.get("user-agent", ""))
        if secret is not None:
            return _entered(request, secret, _led(request, HOME))
        return Response(status_code=204) if await self.staffing.waits(browser) else _led(request, f"{SIGN_IN}?{LAPSED}=1")

    async def code(self, request: Request) -> Response:
        """Let in whoever brings a one-time code from the command line, or an invitation where it holds here. Raises `TooMany`."""
        form = await request.form(max_fields=4, max_files=0)
        self.pace.take("code", request.client.host if request.client else "")
        agent, code = request.headers.get("user-agent", ""), str(form.get("code", ""))[:LONGEST_CODE] or "-"
        here = request.cookies.get(host_cookie(request, COOKIE), "")
        secret = await self.staffing.enter("", agent, code)
        secret = secret or await self.staffing.join(here, agent, code, has_telegram=self.tell is not None)
        if secret is None:
            return self._page(request, 403, wrong=say(language_of(request), CodeGone.text_key))
        return _entered(request, secret, RedirectResponse(HOME, 303))

    async def leave(self, request: Request, actor: Staff) -> Response:
        """Sign out everywhere."""
        await self.staffing.leave(actor)
        response = RedirectResponse(SIGN_IN, 303)
        response.delete_cookie(host_cookie(request, COOKIE))
        return response

    async def speak(self, request: Request) -> Response:
        """Speak another language from now on."""
        form = await request.form(max_fields=4, max_files=0)
        chosen, here = str(form.get("language", "")), str(form.get("here", HOME))
        is_ours = here.startswith(HOME) and not here.startswith("//")
        response = RedirectResponse(here if is_ours else HOME, 303)
        if chosen in set(Language):
            response.set_cookie(SPOKEN, chosen, max_age=365 * 86400, path="/panel", samesite="lax", secure=is_https(request))
        return response

    def _page(self, request: Request, status: int = 200, *, digits: str = "", wrong: str = "") -> Response:
        return self.rendering.page(request, "sign_in.html", status, digits=digits, wrong=wrong)

    async def _tell(self, tell: Carry, staff_id: int, address: Address) -> None:
        async with self.database.writing() as session:
            numbers = await self.staffing.offered(session, staff_id)
            language = await language_at(session, address)
            row = tuple(Button(Action(0, STAFF, "digits", number), number) for number in numbers)
            refuse = Button(Action(0, STAFF, "digits", "00"), say(language, "panel.not_me"))
            screen = Screen(language, say(language, "panel.pick_digits"), (row, (refuse,)))
            key = f"sign-in:{staff_id}:{secrets.token_hex(6)}"
            await carried(session, tell, address, screen, key)


def _led(request: Request, to: str) -> Response:
    return Response(headers={"HX-Redirect": to}) if "hx-request" in request.headers else RedirectResponse(to, 303)


def _entered(request: Request, secret: str, response: Response) -> Response:
    response.set_cookie(host_cookie(request, COOKIE), secret, path="/", httponly=True, samesite="lax", secure=is_https(request))
    response.delete_cookie(BROWSER, path="/panel")
    return response
