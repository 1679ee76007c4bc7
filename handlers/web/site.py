"""Puts the chat page together: its routes, and what every request passes on its way."""

from collections.abc import Collection
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from bot.domain.errors import Told
from bot.services.announcing.noticing import Notices
from bot.services.filling import Filling
from bot.services.introduce import Introduce
from bot.services.own import Own
from bot.services.rate import Rate
from bot.services.recall import Recall
from bot.services.speak import Speak
from bot.services.wait import Wait
from handlers.assets import Assets
from handlers.bordering import borders
from handlers.pace import Pace
from handlers.web.asks import Asks
from handlers.web.border import Words
from handlers.web.files import FilePages
from handlers.web.forms import FormPages
from handlers.web.render import Renderer
from handlers.web.screens import Screens
from handlers.web.visit import Tongue
from handlers.web.web import Web

TAPS = 120
"""Taps on a form in a minute: they cost a hundredth of a question, and quick fingers are no attack."""


def create_site(  # noqa: PLR0913 - the services it is made of
    *,
    ask: Asks,
    rate: Rate,
    wait: Wait,
    recall: Recall,
    speak: Speak,
    introduce: Introduce,
    filling: Filling,
    own: Own,
    notices: Notices,
    pace: Pace | None = None,
    trusted_proxies: Collection[str] = (),
) -> Starlette:
    """Return the chat page as an ASGI application, to be served at the root of its host.

    `trusted_proxies` are the addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Run uvicorn with
    `proxy_headers=False`: by default it believes them from loopback itself.
    """
    assets = Assets.load(Path(__file__).parent / "static")
    renderer = Renderer.load(assets)
    tongue = Tongue(speak)
    words = Words(tongue, renderer)
    pace = pace or Pace()
    web = Web(ask, rate, wait, recall, speak, introduce, tongue, renderer, pace, notices)
    tapping = Pace(per_session=TAPS, per_address=3 * TAPS)
    screens = Screens(recall.database, renderer)
    pages = FormPages(filling.assess, filling.fill, own, ask, recall, tongue, screens, tapping, pace)
    files = FilePages(filling.assess, filling.attach, filling.vault, tongue, screens, pace)
    return Starlette(
        routes=_routes(web, pages, files, assets),
        exception_handlers={Told: words.told, HTTPException: words.refused},
        middleware=borders(words, trusted_proxies),
    )


def _routes(web: Web, pages: FormPages, files: FilePages, assets: Assets) -> list[BaseRoute]:
    return [
        Route("/", web.home),
        Route("/messages", web.message, methods=["POST"]),
        Route("/choices/{token}", web.choice, methods=["POST"]),
        Route("/ratings/{token}", web.rating, methods=["POST"]),
        Route("/petugas/{token}", web.officer, methods=["POST"]),
        Route("/language", web.language, methods=["POST"]),
        Route("/help", web.help),
        Route("/privacy", pages.rights),
        Route("/penilaian", pages.show),
        Route("/penilaian", pages.press, methods=["POST"]),
        Route("/penilaian/tulis", pages.write, methods=["POST"]),
        # a phone that dropped the page loads its address again, with GET
        Route("/penilaian/tulis", pages.show),
        Route("/penilaian/berkas", pages.show),
        Route("/penilaian/berkas", files.upload, methods=["POST"]),
        Route("/berkas/{digest}", files.file),
        Route("/pengumuman/{id:int}/{digest}", web.file),
        Route("/healthz", web.health),
        Route("/static/{name}", assets.serve),
    ]
