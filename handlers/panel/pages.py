"""A page of the panel: nothing is served without a rule that says who may see it."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.errors import NotAllowed
from bot.domain.staff import Deed, Staff
from bot.services.authorize import authorize
from bot.services.staffing import Staffing
from handlers.guarding import SAFE, host_cookie
from handlers.panel.rendering import Rendering

Handle = Callable[[Request, Staff], Awaitable[Response]]
SIGN_IN, COOKIE = "/panel/masuk", "ovop-panel"
MOST_FIELDS, MOST_FILES, MOST_BODY = 200, 10, 64 * 1024 * 1024
WRITTEN = 20
"""Characters from which on what a form brings was written by its sender: shorter ones are easily written again."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address: whoever may do `deed` anywhere gets to `handle`, which narrows what it does to the actor's areas."""

    path: str
    deed: Deed
    handle: Handle
    methods: tuple[str, ...] = ("GET",)


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets members of the staff in, and nobody else."""

    staffing: Staffing
    rendering: Rendering

    def route(self, page: Page) -> Route:
        """Return the guarded route of a page."""

        async def guarded(request: Request) -> Response:
            secret = request.cookies.get(host_cookie(request, COOKIE), "")
            actor = await self.staffing.actor(secret) if secret else None
            if actor is None:
                return RedirectResponse(SIGN_IN, 303)
            authorize(actor, page.deed)
            request.state.actor, request.state.csrf, request.state.rendering = actor, token_of(secret), self.rendering
            try:
                if request.method not in SAFE:
                    await _checked(request)
                return await page.handle(request, actor)
            finally:
                await request.close()  # what was sent up is forgotten

        return Route(inside(page.path), guarded, methods=list(page.methods), name=f"{page.deed}:{page.path}")


class Part(Protocol):
    """A part of the panel: its pages, and how it stands in the menu (key of its words, address, who sees it)."""

    menu: ClassVar[Sequence[tuple[str, str, Deed]]]

    def pages(self) -> Sequence[Page]:
        """Return its pages."""


def inside(path: str) -> str:
    """Return an address as it is inside the panel, which is mounted at its root."""
    return path.removeprefix("/panel") or "/"


def draw(request: Request, name: str, status: int = 200, **values: object) -> Response:
    """Return a page, drawn by a template of the panel."""
    rendering: Rendering = request.state.rendering
    return rendering.page(request, name, status, **values)


def number_of(value: object, digits: int = 12) -> int:
    """Return the number of a row that a form or an address names; 0, which none has, where it is none of so many digits."""
    said = str(value)
    return int(said) if said.isdecimal() and said.isascii() and len(said) <= digits else 0


def token_of(secret: str) -> str:
    """Return the token of a session's forms: whoever cannot read the cookie cannot make it."""
    return hmac.new(secret.encode(), b"form", sha256).hexdigest()[:32]


async def _checked(request: Request) -> None:
    """Read the form once, and refuse it without the session's token. Raises `NotAllowed`."""
    told = request.headers.get("content-length", "0")
    if number_of(told) > MOST_BODY or (told != "0" and not number_of(told)):
        raise NotAllowed
    form = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)
    written = [value for name, value in form.multi_items() if name != "csrf" and isinstance(value, str)]
    request.state.written = [value for value in written if len(value) >= WRITTEN]
    given = request.headers.get("x-csrf") or form.get("csrf") or ""
    if not hmac.compare_digest(str(given).encode(), request.state.csrf.encode()):
        raise NotAllowed
