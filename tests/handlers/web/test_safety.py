"""What keeps strangers, floods and accidents out, and what the page says when something goes wrong."""

import asyncio
import logging
import re
import threading
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.db.database import Database
from bot.domain.people import Language
from bot.texts import say
from handlers.pace import Pace
from tests.fakes import ScriptedThinker
from tests.handlers.web.conftest import Visiting
from tests.handlers.web.stage import site_on, tokens_in

SCRIPT = {"X-Ovop-Fragment": "1"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture
async def broken(thinker: ScriptedThinker) -> AsyncIterator[Starlette]:
    """A site whose database cannot be reached."""
    database = Database("sqlite:////nowhere/at/all.db")
    yield site_on(database, thinker)
    await database.dispose()
    for thread in threading.enumerate():  # aiosqlite does not wait for the thread of a connection that failed
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 5)


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/nope", "/healthz", "/messages", "/static/nope.css"])
async def test_every_response_carries_the_safe_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


async def test_over_https_the_cookie_is_bound_to_the_host_and_https_is_remembered(visiting: Visiting, site: Starlette) -> None:
    headers = (await visiting(site, host="https://bot.example").get("/")).headers

    assert headers["strict-transport-security"].startswith("max-age=")
    cookie = headers["set-cookie"]
    assert cookie.startswith("__Host-ovop=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=31536000"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_over_http_the_cookie_has_a_plain_name(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/")).headers["set-cookie"]

    assert cookie.startswith("ovop=")
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize("session", ["", "short", "x" * 33, "../../etc/passwd0000000000000000", "é" * 32])
async def test_a_session_that_we_did_not_make_is_replaced(client: httpx.AsyncClient, session: str) -> None:
    response = await client.get("/", headers=[(b"Cookie", f"ovop={session}".encode())])

    assert re.match(r"ovop=[\w-]{32};", response.headers["set-cookie"])
    assert f"ovop={session};" not in response.headers["set-cookie"]


async def test_a_conversation_can_begin_with_a_form(client: httpx.AsyncClient) -> None:
    await client.post("/messages", data={"text": "sentra?"})

    assert len(tokens_in((await client.get("/")).text)) == 1


async def test_what_is_stored_does_not_open_a_conversation(client: httpx.AsyncClient, sqlite_database: Database) -> None:
    await client.post("/messages", data={"text": "sentra?"})

    async with sqlite_database.engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT external_id FROM people")
        stored = [row[0] for row in rows]
    assert len(stored) == 1
    assert stored != [client.cookies["ovop"]]


def posts_of(site: Starlette) -> list[str]:
    routes = [route for route in site.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    return [route.path.replace("{token}", "t") for route in routes]


async def test_every_form_of_another_site_is_refused(visiting: Visiting, site: Starlette) -> None:
    stranger = visiting(site)
    strange: tuple[dict[str, str], ...] = (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    )
    assert len(posts_of(site)) == 8

    for path in (*posts_of(site), "/nope"):
        for headers in strange:
            del stranger.headers["sec-fetch-site"]
            response = await stranger.post(path, data={"text": "x", "language": "en", "rating": "up"}, headers=headers)
            stranger.headers["Sec-Fetch-Site"] = "same-origin"
            assert response.status_code == 403
            assert say(Language.INDONESIAN, "web.error.forbidden") in response.text


async def test_a_browser_without_fetch_metadata_is_known_by_its_origin(client: httpx.AsyncClient) -> None:
    del client.headers["sec-fetch-site"]

    response = await client.post("/messages", data={"text": "sentra?"}, headers={"Origin": "http://localhost"})

    assert response.status_code == 303


async def test_a_body_over_the_limit_is_not_kept(client: httpx.AsyncClient) -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"a" * 1_000_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = await client.post("/messages", content=flood(), headers=headers)

    assert response.status_code == 413
    assert say(Language.INDONESIAN, "web.error.too_long") in response.text


async def test_what_is_no_form_of_ours_is_refused(client: httpx.AsyncClient) -> None:
    many = "&".join(f"f{number}=1" for number in range(50))
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert (await client.post("/messages", json={"text": "x"})).status_code == 415
    assert (await client.post("/messages", files={"text": b"x"})).status_code == 415
    assert (await client.post("/messages", content=many, headers=form)).status_code == 400
    assert (await client.post("/messages", content=b"text=%ff%fe\xff&&=&%", headers=form)).status_code == 303


async def test_a_flood_is_slowed_and_the_words_are_handed_back(
    visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    client = visiting(site_on(sqlite_database, thinker, Pace(per_session=2, now=lambda: 0.0)))
    await client.get("/")
    for _ in range(2):
        assert (await client.post("/messages", data={"text": "x"})).status_code == 303

    page = await client.post("/messages", data={"text": "<b>tulisan saya", "key": "k9"})
    words = await client.post("/messages", data={"text": "x"}, headers=SCRIPT)

    assert page.status_code == words.status_code == 429
    assert page.headers["retry-after"] == "30"
    assert words.text == say(Language.INDONESIAN, "error.too_many", seconds=30)
    assert "&lt;b&gt;tulisan saya</textarea>" in page.text
    assert 'name="key" value="k9"' in page.text
    assert 'action="/messages"' in page.text


async def test_fresh_sessions_do_not_get_round_the_limit_of_an_address(
    visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    site = site_on(sqlite_database, thinker, Pace(per_address=3, now=lambda: 0.0))

    statuses = [(await visiting(site).post("/messages", data={"text": "x"})).status_code for _ in range(4)]
    elsewhere = await visiting(site, address="10.0.0.9").post("/messages", data={"text": "x"})

    assert statuses == [303, 303, 303, 429]
    assert elsewhere.status_code == 303


async def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only(
    visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker
) -> None:
    async def statuses(trusted: tuple[str, ...]) -> list[int]:
        site = site_on(sqlite_database, thinker, Pace(per_address=1, now=lambda: 0.0), trusted_proxies=trusted)
        clients = [visiting(site, address="10.0.0.1") for _ in range(2)]
        forwarded = [{"X-Forwarded-For": f"6.6.6.6, 9.9.9.{number}"} for number in range(2)]
        data = {"text": "x"}
        return [
            (await client.post("/messages", data=data, headers=headers)).status_code
            for client, headers in zip(clients, forwarded, strict=True)
        ]

    assert await statuses(()) == [303, 429]
    assert await statuses(("10.0.0.1",)) == [303, 303]
    assert await statuses(("10.0.0.1", "9.9.9.0", "9.9.9.1")) == [303, 429]


async def test_a_trusted_proxy_tells_the_scheme(visiting: Visiting, sqlite_database: Database, thinker: ScriptedThinker) -> None:
    behind = visiting(site_on(sqlite_database, thinker, trusted_proxies=("127.0.0.1",)))
    alone = visiting(site_on(sqlite_database, thinker))
    headers = {"X-Forwarded-Proto": "https"}

    assert (await behind.get("/", headers=headers)).headers["set-cookie"].startswith("__Host-ovop=")
    assert (await alone.get("/", headers=headers)).headers["set-cookie"].startswith("ovop=")


async def test_what_fails_is_told_with_an_incident_and_logged_once_without_the_words(
    visiting: Visiting, broken: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = {"text": "rahasia dagang saya", "key": "k7"}

    response = await visiting(broken).post("/messages", data=secret, headers={"Accept-Language": "en"})

    records = [record for record in caplog.records if "incident" in record.getMessage()]
    incident = re.search(r"incident (\w+)", records[0].getMessage())
    assert incident is not None
    assert len(records) == 1
    assert response.status_code == 500
    assert say(Language.ENGLISH, "error.unknown", incident=incident[1]) in unescape(response.text)
    assert "rahasia dagang saya</textarea>" in response.text
    assert "rahasia" not in caplog.text
    assert "OperationalError" in caplog.text


async def test_what_fails_is_told_to_the_script_in_plain_words(visiting: Visiting, broken: Starlette) -> None:
    response = await visiting(broken).post("/messages", data={"text": "x"}, headers=SCRIPT)

    assert response.status_code == 500
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


async def test_a_failing_thought_is_an_answer_like_any_other(client: httpx.AsyncClient, thinker: ScriptedThinker) -> None:
    thinker.failure = RuntimeError("x")

    turn = (await client.post("/messages", data={"text": "x"}, headers=SCRIPT)).text

    assert 'class="answer error"' in turn
    assert 'class="rating"' not in turn


async def test_a_stranger_is_told_that_a_page_is_missing_without_the_database(visiting: Visiting, broken: Starlette) -> None:
    assert (await visiting(broken).get("/nope")).status_code == 404
