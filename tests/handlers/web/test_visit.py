"""The language a browser asks for."""

import pytest
from starlette.requests import Request

from handlers.web.visit import Visitor, hint_of, visitor_of


def asking(header: str) -> Request:
    headers = [(b"accept-language", header.encode("latin-1"))]
    return Request({"type": "http", "headers": headers, "scheme": "http", "path": "/", "server": ("localhost", 80)})


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("", None),
        ("id-ID,id;q=0.9,en-US;q=0.8", "id"),
        ("in", "id"),
        ("jv, en;q=0.1", "id"),
        ("su", "id"),
        ("en-GB", "en"),
        ("fr, de;q=0.5", None),
        ("id;q=0.2, EN;q=0.9", "en"),
        ("en;q=0", None),
        ("en;q=zzz, id;q=0.1", "id"),
        (";;;,,,=;q=", None),
        ("*", None),
        ("en," * 10_000, "en"),
    ],
)
def test_the_best_spoken_wish_is_the_hint(header: str, hint: str | None) -> None:
    assert hint_of(asking(header)) == hint


def test_a_visitor_stays_the_same_within_a_request() -> None:
    request = asking("")

    assert visitor_of(request) is visitor_of(request)
    assert visitor_of(request).is_new


def test_a_session_shows_in_no_log_and_no_address() -> None:
    visitor = Visitor("s" * 32, is_new=False)

    assert "s" * 32 not in repr(visitor)
    assert "s" * 32 not in visitor.sender.id
