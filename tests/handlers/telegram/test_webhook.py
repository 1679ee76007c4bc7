"""The webhook: who is let in, what is taken, and when Telegram hears that it was."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.db.database import Database
from bot.delivery.lanes import Closed
from handlers.telegram import webhook
from handlers.telegram.errors import TokenRefused, WebhookRefused
from handlers.telegram.webhook import BREATH, LIMIT, webhook_route
from tests.botapi import BotApi, Failure
from tests.handlers.telegram.stage import Stage

SECRET = "a-Secret_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
JSON = {"content-type": "application/json"}


@pytest.fixture
async def idle(bot_api: BotApi, sqlite_database: Database) -> AsyncIterator[Stage]:
    stage = Stage(bot_api, sqlite_database)
    await stage.office.start()
    yield stage
    await stage.stop()


def client_of(stage: Stage) -> httpx.AsyncClient:
    app = Starlette(routes=[stage.telegram.route("/hook", SECRET)])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot", headers=JSON)


async def post(client: httpx.AsyncClient, update: Any, secret: str | bytes | None = SECRET) -> int:
    value = secret.encode() if isinstance(secret, str) else secret
    headers = httpx.Headers([(HEADER.encode(), value)] if value is not None else [])
    return (await client.post("/hook", content=json.dumps(update), headers=headers)).status_code


async def test_an_update_with_the_secret_is_taken_and_answered(idle: Stage) -> None:
    await idle.telegram.listen("https://bot.example/hook", SECRET)
    async with client_of(idle) as client:
        status = await post(client, {"update_id": 1, "message": idle.api.message("berapa usaha?")})
        again = await post(client, {"update_id": 1, "message": idle.api.message("berapa usaha?")})
    await idle.quiet()

    assert (status, again) == (200, 200)
    assert [sent.text[:6] for sent in idle.api.sent] == ["Paling"]
    assert idle.api.webhook == {"url": "https://bot.example/hook", "secret_token": SECRET}
    assert idle.api.called("setWebhook")[0]["allowed_updates"][0] == "message"


@pytest.mark.parametrize(
    "secret",
    [None, "", "wrong", SECRET + "x", SECRET[:-1], "sébuah".encode(), "rahasia\xff".encode("latin-1"), b"\x80"],
)
async def test_whoever_does_not_know_the_secret_is_refused(idle: Stage, secret: str | bytes | None) -> None:
    await idle.telegram.listen("https://bot.example/hook", SECRET)
    async with client_of(idle) as client:
        status = await post(client, {"update_id": 1, "message": idle.api.message("x")}, secret)

    assert status == 403
    assert len(idle.office.inbox.lanes) == 0


async def test_two_secrets_are_refused(idle: Stage) -> None:
    async with client_of(idle) as client:
        answer = await client.post("/hook", content="{}", headers=[(HEADER, SECRET), (HEADER, "x")])

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"content-type": "text/plain"}, 415),
        (b"{", JSON, 400),
        (b"[1]", JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"[" * 200_000, JSON, 400),
        (b'"' + b"x" * LIMIT + b'"', JSON, 413),
        (b"{}", {"content-type": "application/json; charset=utf-8"}, 200),
        (b'{"update_id": "x"}', JSON, 200),
    ],
)
async def test_what_is_no_update_is_refused_with_its_reason(
    idle: Stage, body: bytes, headers: dict[str, str], status: int
) -> None:
    await idle.telegram.listen("https://bot.example/hook", SECRET)
    async with client_of(idle) as client:
        answer = await client.post("/hook", content=body, headers={**headers, HEADER: SECRET})

    assert answer.status_code == status


async def test_other_methods_are_not_allowed(idle: Stage) -> None:
    async with client_of(idle) as client:
        assert (await client.get("/hook", headers={HEADER: SECRET})).status_code == 405


async def test_what_cannot_be_taken_now_is_to_come_again(idle: Stage) -> None:
    async with client_of(idle) as client:
        before = await post(client, {"update_id": 1, "message": idle.api.message("berapa usaha?")})
        await idle.telegram.listen("https://bot.example/hook", SECRET)
        after = await post(client, {"update_id": 1, "message": idle.api.message("berapa usaha?")})
    await idle.quiet()

    assert (before, after) == (503, 200)
    assert len(idle.api.sent) == 1


async def test_telegram_hears_200_only_after_the_update_was_taken() -> None:
    taken: list[Any] = []

    async def receive(raw: Any) -> bool:
        taken.append(raw)
        if len(taken) < 2:
            raise Closed
        return True

    app = Starlette(routes=[webhook_route("/hook", SECRET, receive)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot", headers=JSON) as client:
        statuses = [await post(client, {"update_id": 1}) for _ in range(2)]

    assert statuses == [503, 200]


async def test_a_chat_that_writes_faster_than_it_is_answered_waits_for_its_200(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def receive(raw: Any) -> bool:
        return raw["update_id"] == 1

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(webhook, "sleep", pause)
    app = Starlette(routes=[webhook_route("/hook", SECRET, receive)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot", headers=JSON) as client:
        statuses = [await post(client, {"update_id": number}) for number in (1, 2)]

    assert statuses == [200, 200]
    assert pauses == [BREATH]


@pytest.mark.parametrize("secret", ["", "with blank", "é", "x" * 257])
def test_a_secret_that_telegram_would_not_take_is_refused_at_once(secret: str) -> None:
    async def receive(raw: Any) -> bool:
        return True

    with pytest.raises(ValueError, match="secret"):
        webhook_route("/hook", secret, receive)


async def test_an_address_that_telegram_does_not_take_is_an_error_with_its_reason(idle: Stage) -> None:
    with pytest.raises(WebhookRefused, match="https url must be provided"):
        await idle.telegram.listen("http://bot.example/hook", SECRET)


async def test_a_webhook_is_set_as_soon_as_telegram_is_there(idle: Stage) -> None:
    idle.api.fail("getMe", Failure(500), times=2)
    idle.api.fail("setWebhook", Failure.flood(3))
    await idle.telegram.listen("https://bot.example/hook", SECRET)

    assert idle.api.webhook["url"] == "https://bot.example/hook"
    assert 3 in idle.pauses.asked


async def test_a_wrong_token_is_said_when_listening_too(idle: Stage) -> None:
    idle.api.token = "987654321:BBFakeFakeFakeFakeFakeFakeFakeFake_-0"
    with pytest.raises(TokenRefused):
        await idle.telegram.listen("https://bot.example/hook", SECRET)
