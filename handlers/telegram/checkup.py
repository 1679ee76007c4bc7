"""What the Bot API says about our token, our webhook and our clock, for `doctor`: asked plainly, no bot is started."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

SECONDS = 10.0
REFUSALS = frozenset({401, 404})
"""What Telegram answers to a token that is none."""


class ApiUnreachable(Exception):  # noqa: N818 - read as "the API is unreachable"
    """The Bot API gave no answer that can be understood; the argument says of what kind it was."""


class ApiRefused(Exception):  # noqa: N818 - likewise
    """The Bot API does not know this token."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found. `skew` is how many seconds our clock is ahead; None where the answer had no date."""

    name: str
    webhook: str
    waiting: int
    trouble: str
    skew: float | None


async def checkup(token: str, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> Checkup:
    """Ask getMe and getWebhookInfo. Raises `ApiUnreachable` and `ApiRefused`, neither with the token in it."""
    root = base_url.rstrip("/").removesuffix("/bot")
    async with httpx.AsyncClient(base_url=f"{root}/bot{token}/", timeout=SECONDS, transport=transport) as client:
        me, skew = await _asked(client, "getMe")
        webhook, _ = await _asked(client, "getWebhookInfo")
    return Checkup(
        name=str(me.get("username", "")),
        webhook=str(webhook.get("url", "")),
        waiting=int(webhook.get("pending_update_count", 0)),
        trouble=str(webhook.get("last_error_message", "")),
        skew=skew,
    )


async def _asked(client: httpx.AsyncClient, method: str) -> tuple[dict[str, Any], float | None]:
    try:
        response = await client.get(method)
        found = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ApiUnreachable(type(error).__name__) from None  # the message of httpx may hold the address, and it the token
    if response.status_code in REFUSALS:
        raise ApiRefused
    if not (isinstance(found, dict) and isinstance(found.get("result"), dict)):
        answer = f"HTTP {response.status_code}"
        raise ApiUnreachable(answer)
    return found["result"], _ahead(response.headers.get("Date", ""))


def _ahead(date: str) -> float | None:
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):
        return None
