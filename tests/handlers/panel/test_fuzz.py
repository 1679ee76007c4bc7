"""Whatever comes to any address of the panel and to the webhook: never an error of ours, never a page of the staff for strangers."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.db.database import Database
from bot.domain.staff import Deed, Grant, Role
from bot.services.authorize import ALLOWED
from tests.databases import SqliteHome
from tests.fakes import FixedClock
from tests.handlers.panel.full import Full, filled, full

HUGE = "9" * 40
ODD = (
    "", "0", "1", "-1", HUGE, "1e9", "\0", "a\0b", "é", "\u202e", "'; drop table staff;--", "<script>", "../../etc/passwd", "%", "NaN",
    "x" * 5000,
)  # fmt: skip
NAMES = (
    "sort", "turun", "hal", "berkas", "state", "daerah", "umur", "produk", "nilai", "area", "span", "page", "topic", "item", "option",
    "comment", "staff", "role", "name", "office", "why", "text", "title", "question", "answer", "number", "code", "language", "here",
    "fate", "version", "sure", "areas", "due_at", "zone", "repeat", "seen_within", "gaps", "lists", "label_1", "url_1", "list_name",
    "list_codes",
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(ODD), st.text(max_size=12))
FIELDS = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=6)), WORDS, max_size=6)
PARTS = st.sampled_from(("1", "2", "0", "-1", HUGE, "%00", "%ff", "%2e%2e", "x", "%F0%9F%98%80", "1%0a", "a" * 300))
HEADERS = st.sampled_from(
    (
        {}, {"hx-request": "true"}, {"accept-language": "\xff\xfe"}, {"cookie": "ovop-panel=\xff"}, {"content-length": "abc"},
        {"x-forwarded-for": "x, y"}, {"user-agent": "\xe9" * 300}, {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/x-www-form-urlencoded; charset=\xff"}, {"origin": "null"},
    )
)  # fmt: skip
BODIES = st.one_of(st.none(), st.binary(max_size=60), st.sampled_from((b"csrf=%FF%00", b"--x\r\n\r\n", b"&=&=;", b"a" * 5000)))


OPEN = (("/panel/masuk", ""), ("/panel/masuk/kode", ""), ("/panel/masuk/tunggu", ""), ("/panel/bahasa", ""))
SLOWLY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
LEAVE = "/panel/keluar"


@dataclass
class Fuzzed:
    """The panel, a browser of a member who may do everything, one of a member who may do little, and one of nobody."""

    panel: Full
    member: Any
    local: Any
    stranger: Any


@pytest.fixture
async def fuzzed(sqlite_home: SqliteHome) -> AsyncIterator[Fuzzed]:
    database = Database(await sqlite_home.migrated())
    panel = await full(database, FixedClock())
    desk = panel.desk
    local = await desk.member(Grant(Role.BROADCASTER, "32"))
    yield Fuzzed(panel, await desk.signed_in(panel.member), await desk.signed_in(local), desk.browser())
    await database.dispose()


async def asked(browser: Any, data: Any, fuzzed: Fuzzed, token: str) -> tuple[str, str, httpx.Response]:
    """Send something odd; return what it was, the deed of its address, and what came back."""
    method = data.draw(st.sampled_from(("GET", "POST")))
    routes = [route for route in fuzzed.panel.routes(method) if route[0] != LEAVE]
    path, deed = data.draw(st.sampled_from([*routes, *OPEN]))
    parts = {name: data.draw(PARTS) for name in re.findall(r"\{(\w+)\}", path)}
    url = f"http://panel.test{filled(path, **parts)}?{urlencode(data.draw(FIELDS), errors='replace')}"
    headers = [(name.encode(), words.encode("latin-1")) for name, words in data.draw(HEADERS).items()]
    carried: dict[str, Any] = {}
    if method == "POST":
        body = data.draw(BODIES)
        form = urlencode(data.draw(FIELDS) | {"csrf": token}, errors="replace").encode()
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
        carried = {"content": form if body is None else body}
    return f"{method} {url}", deed, await browser.request(method, url, headers=headers, **carried)


@SLOWLY
@given(data=st.data())
async def test_nothing_that_a_member_sends_is_an_error_of_ours(fuzzed: Fuzzed, data: Any) -> None:
    what, _, answer = await asked(fuzzed.member, data, fuzzed, fuzzed.member.csrf)

    assert answer.status_code < 500, (what, answer.text)


@SLOWLY
@given(data=st.data())
async def test_a_session_of_somebody_else_opens_only_what_their_role_may(fuzzed: Fuzzed, data: Any) -> None:
    what, deed, answer = await asked(fuzzed.local, data, fuzzed, fuzzed.member.csrf)

    assert answer.status_code < 500, (what, answer.text)
    if deed and Role.BROADCASTER not in ALLOWED[Deed(deed)]:
        assert answer.status_code in {303, 403, 404}, what


@SLOWLY
@given(data=st.data())
async def test_a_stranger_never_gets_a_page_of_the_staff(fuzzed: Fuzzed, data: Any) -> None:
    what, deed, answer = await asked(fuzzed.stranger, data, fuzzed, fuzzed.member.csrf)

    assert answer.status_code < 500, (what, answer.text)
    if deed:
        assert answer.status_code in {303, 403, 404}, what
        assert answer.headers.get("location", "/panel/masuk") == "/panel/masuk"
    assert "Batik Tulis" not in answer.text
