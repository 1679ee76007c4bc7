"""Puts the panel together: its parts, and what every request passes on its way."""

from collections.abc import Collection, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.db.database import Database
from bot.domain.errors import NotAllowed, Told, TooMany
from bot.domain.staff import Deed
from bot.services.browse import Browse
from bot.services.carrying import Carry
from bot.services.staffing import Staffing
from bot.texts import say
from handlers.assets import Assets
from handlers.bordering import borders
from handlers.pace import Pace
from handlers.panel.entrance import Entrance
from handlers.panel.members import Members
from handlers.panel.pages import Gate, Page, Part
from handlers.panel.rendering import Rendering, address_of, language_of

STATIC = Path(__file__).parent / "static"


def create_panel(
    *, database: Database, staffing: Staffing, tell: Carry | None, parts: Sequence[Part] = (), trusted_proxies: Collection[str] = ()
) -> Starlette:
    """Return the panel as an ASGI application, to be mounted at /panel. `tell` is None where there is no Telegram."""
    assets = Assets.load(STATIC, "/panel/static")
    everything = [Members(Browse(database, staffing.clock), staffing), *parts]
    rendering = Rendering.load(assets, [entry for part in everything for entry in part.menu], has_telegram=tell is not None)
    entrance = Entrance(database, staffing, rendering, tell, Pace(per_session=10, per_address=10))
    words = _Words(rendering)
    return Starlette(
        routes=routes(Gate(staffing, rendering), everything, entrance, assets),
        exception_handlers={Told: words.told, HTTPException: words.refused},
        middleware=borders(words, trusted_proxies),
    )


def routes(gate: Gate, parts: Sequence[Part], entrance: Entrance, assets: Assets) -> list[BaseRoute]:
    """Return all routes: the guarded pages of all parts, the way in, the files of the panel."""
    pages = [Page("/panel/keluar", Deed.SEE_PANEL, entrance.leave, ("POST",)), *(page for part in parts for page in part.pages())]
    return [*map(gate.route, pages), *entrance.routes(), Route("/static/{name}", assets.serve)]


class _Words:
    """Says an error in the language of the panel."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering

    async def told(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, Told):
            raise error
        status = 403 if isinstance(error, NotAllowed) else 429 if isinstance(error, TooMany) else 400
        return self._page(request, status, say(language_of(request), error.text_key, **error.values))

    async def refused(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        key = {404: "web.error.not_found", 405: "web.error.wrong_method"}.get(error.status_code, "web.error.bad_request")
        return self._page(request, error.status_code, say(language_of(request), key))

    async def stranger(self, request: Request) -> Response:
        return self._page(request, 403, say(language_of(request), "web.error.forbidden"))

    def unforeseen(self, request: Request, incident: str) -> Response:
        return self._page(request, 500, say(language_of(request), "error.unknown", incident=incident))

    def _page(self, request: Request, status: int, words: str) -> Response:
        back = address_of(request) if request.method == "POST" else ""
        written = getattr(request.state, "written", ())
        return self._rendering.page(request, "error.html", status, words=words, back=back, written=written)
