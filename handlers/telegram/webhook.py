"""The webhook: Telegram posts an update, and hears 200 only after it was taken."""

import hmac
import json
import logging
import re
from asyncio import sleep
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.delivery.lanes import Closed
from handlers.telegram.inbox import Receive

LIMIT = 1024 * 1024
BREATH = 0.05
"""Seconds for which a chat that writes faster than it is answered waits for its 200: Telegram posts its next update only then."""
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HEADER = b"x-telegram-bot-api-secret-token"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Takes updates from whoever knows the secret."""

    secret: bytes
    receive: Receive

    async def __call__(self, request: Request) -> Response:
        """Answer 200 when the update was taken, 503 when it should come again, 4xx when it is not Telegram's."""
        if not self._is_telegram(request):
            return Response(status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        raw = _object(body)
        if raw is None:
            return Response(status_code=400)
        return Response(status_code=200) if await self._is_stored(raw) else Response(status_code=503, headers={"Retry-After": "1"})

    async def _is_stored(self, raw: dict[str, Any]) -> bool:
        try:
            if not await self.receive(raw):
                await sleep(BREATH)
        except Closed:
            return False
        except Exception as error:  # noqa: BLE001 - not stored, for whatever reason: Telegram brings it again
            _log.warning("an update could not be stored (%s)", type(error).__name__)
            return False
        return True

    def _is_telegram(self, request: Request) -> bool:
        """Compare bytes in a time that tells nothing; as text, a header that is not ASCII would raise."""
        given = [value for name, value in request.scope["headers"] if name == HEADER]
        return len(given) == 1 and hmac.compare_digest(given[0], self.secret)


def webhook_route(path: str, secret: str, receive: Receive) -> Route:
    """Return the route for Telegram to post to. Raises `ValueError` for a secret that Telegram would not take."""
    if not SECRET.fullmatch(secret):
        message = "the webhook's secret wants 1 to 256 letters, digits, _ or -"
        raise ValueError(message)
    return Route(path, Webhook(secret.encode(), receive).__call__, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """Return the body, or None where it is over the limit; what comes beyond is not read."""
    kept = bytearray()
    try:
        async for chunk in request.stream():
            kept += chunk
            if len(kept) > LIMIT:
                return None
    except ClientDisconnect:
        return b""
    return bytes(kept)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None
