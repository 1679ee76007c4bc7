"""The border of a site: what nobody foresaw is logged once under an incident id, and the person told."""

import logging
import secrets
from collections.abc import Collection
from typing import Protocol

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.delivery.trouble import story
from handlers.guarding import Proxies, SafeHeaders, SameOrigin

logger = logging.getLogger(__name__)


class Words(Protocol):
    """Says in the person's language why there is no page."""

    async def stranger(self, request: Request) -> Response:
        """Answer a form that another site sent."""

    def unforeseen(self, request: Request, incident: str) -> Response:
        """Answer; ask the database nothing, since that may be what failed."""


class Border:
    """Catches what nobody foresaw. It logs kinds and places only: messages of errors may hold what a person wrote."""

    def __init__(self, app: ASGIApp, words: Words) -> None:
        """Wrap `app`."""
        self._app = app
        self._words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with words and an incident id where `app` raises."""
        has_started = False

        async def sending(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the border of the channel: an incident is recorded, the person told
            incident = secrets.token_hex(4)
            logger.error("incident %s\n%s", incident, story(error))  # noqa: TRY400 - see the class
            if scope["type"] == "http" and not has_started:
                await self._words.unforeseen(Request(scope), incident)(scope, receive, send)


def borders(words: Words, trusted_proxies: Collection[str]) -> list[Middleware]:
    """Return what every request passes on its way to a page, from outside to inside."""
    return [
        Middleware(Proxies, trusted=trusted_proxies),
        Middleware(SafeHeaders),
        Middleware(GZipMiddleware, minimum_size=1024),
        Middleware(Border, words=words),
        Middleware(SameOrigin, refuse=words.stranger),
    ]
