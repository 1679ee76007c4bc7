"""Whatever is posted to the webhook: who does not know the secret gets nothing, and nothing is an error of ours."""

import json

import httpx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.handlers.telegram.stage import Stage
from tests.handlers.telegram.test_webhook import SECRET, client_of, idle

__all__ = ["idle"]
HUGE = 10**40
KEYS = st.sampled_from(("update_id", "message", "callback_query", "chat", "from", "id", "text", "date", "entities", "data", "type"))
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.just(HUGE), st.floats(allow_nan=False), st.text(max_size=10),
        st.just("\0"), st.just("\ud800"),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)  # fmt: skip
UPDATES = st.fixed_dictionaries(
    {"update_id": st.integers(0, 2**63)},
    optional=dict.fromkeys(("message", "edited_message", "callback_query", "my_chat_member", "inline_query", "channel_post"), VALUES),
)
BODIES = st.one_of(
    UPDATES.map(lambda body: json.dumps(body).encode()),
    st.dictionaries(KEYS, VALUES, max_size=5).map(lambda body: json.dumps(body).encode()),
    VALUES.map(lambda body: json.dumps(body).encode()),
    st.binary(max_size=50),
    st.sampled_from((b"", b"[" * 10_000, b'{"update_id":NaN}', b'{"update_id":1e999}', b'{"a":1}' + b" " * 2_000_000)),
)
SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
async def listening(idle: Stage) -> Stage:
    await idle.telegram.listen("https://bot.example/hook", SECRET)
    return idle


async def post(client: httpx.AsyncClient, body: bytes, secret: bytes, kind: bytes) -> int:
    headers = [(b"x-telegram-bot-api-secret-token", secret), (b"content-type", kind)]
    return (await client.post("/hook", content=body, headers=headers)).status_code


@SLOWLY
@given(body=BODIES, kind=st.sampled_from((b"application/json", b"application/json; charset=\xff", b"text/plain", b"")))
async def test_whatever_telegram_would_send_is_taken_or_refused_but_is_no_error(listening: Stage, body: bytes, kind: bytes) -> None:
    async with client_of(listening) as client:
        assert await post(client, body, SECRET.encode(), kind) in {200, 400, 413, 415}
        await listening.office.inbox.settle()


@SLOWLY
@given(body=BODIES, secret=st.one_of(st.binary(max_size=40), st.sampled_from((b"", b"\xff", SECRET.encode() + b" ", SECRET.encode()[:-1]))))
async def test_who_does_not_know_the_secret_is_not_heard(listening: Stage, body: bytes, secret: bytes) -> None:
    assume(secret != SECRET.encode())
    async with client_of(listening) as client:
        assert await post(client, body, secret, b"application/json") == 403
