"""Draws the pages of the panel: the only place that knows its templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.areas import CLOCKS, WESTERN
from bot.domain.people import Language
from bot.domain.staff import Deed, Staff
from bot.services.authorize import areas
from bot.texts import say
from handlers.assets import Assets
from handlers.templates import templates

TEMPLATES = Path(__file__).parent / "templates"
SPOKEN = "ovop-panel-language"


@dataclass(frozen=True, slots=True)
class Rendering:
    """Templates that escape whatever is put into them; `menu` is what the panel is made of."""

    environment: Environment
    menu: Sequence[tuple[str, str, Deed]] = ()
    has_telegram: bool = True

    @classmethod
    def load(cls, assets: Assets, menu: Sequence[tuple[str, str, Deed]], *, has_telegram: bool = True) -> "Rendering":
        """Read the templates."""
        environment = templates(TEMPLATES, assets)
        environment.filters["local"] = local
        return cls(environment, menu, has_telegram)

    def page(self, request: Request, name: str, status: int = 200, **values: object) -> Response:
        """Return a whole page, or the piece of one that htmx asked for, where the template has a block `piece`."""
        language = language_of(request)
        actor = getattr(request.state, "actor", None)
        menu = [(key, path) for key, path, deed in self.menu if isinstance(actor, Staff) and areas(actor, deed)]
        template = self.environment.get_template(name)
        context = {
            "t": partial(say, language), "language": language, "actor": actor, "menu": menu, "here": request.url.path,
            "again": address_of(request),
            "has_telegram": self.has_telegram,
            "csrf": getattr(request.state, "csrf", ""), **values,
        }  # fmt: skip
        is_piece = "hx-request" in request.headers and "piece" in template.blocks and status < 400  # noqa: PLR2004 - errors are pages
        words = "".join(template.blocks["piece"](template.new_context(context))) if is_piece else template.render(context)
        return HTMLResponse(words, status)


def address_of(request: Request) -> str:
    """Return where a page can be loaded again, filters and all; for what a form led to, the page with the form ("" where not known)."""
    if request.method != "POST":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    _, here, path = request.headers.get("referer", "").partition(f"//{request.headers.get('host', '')}/panel/")
    return f"/panel/{path}" if here else ""


def language_of(request: Request) -> Language:
    """Return the language that was chosen in the panel, else the browser's, else Indonesian."""
    chosen = request.cookies.get(SPOKEN, "") or request.headers.get("accept-language", "")[:2].lower()
    return Language(chosen) if chosen in set(Language) else Language.INDONESIAN


def local(moment: datetime, zone: str = WESTERN) -> str:
    """Return a moment by the clocks of a zone: "24-11-2026 10.00 WIB"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%d-%m-%Y %H.%M} {CLOCKS.get(zone, '')}".strip()
