"""Who may do what: every address of the panel x every role x own and other areas, from the table of routes itself."""

from collections.abc import Iterator

import pytest
from starlette.routing import Route

from bot.db.database import Database
from bot.domain.errors import NotAllowed
from bot.domain.staff import Deed, Grant, Role, Staff
from bot.services.authorize import ALLOWED, areas, authorize
from tests.fakes import FixedClock
from tests.handlers.panel.parts import all_parts
from tests.handlers.panel.stage import Desk

OPEN = {"/masuk", "/masuk/tunggu", "/masuk/kode", "/bahasa", "/static/{name}"}
"""Addresses that need no session; each is listed here with open eyes."""


@pytest.fixture
def desk(sqlite_database: Database, clock: FixedClock) -> Desk:
    return Desk(sqlite_database, clock, all_parts(sqlite_database, clock))


def guarded(desk: Desk) -> Iterator[tuple[Route, Deed]]:
    for route in desk.app.routes[0].app.routes:  # type: ignore[attr-defined] # the panel, mounted
        deed = route.name.partition(":")[0]
        if deed in set(Deed):
            yield route, Deed(deed)


def test_no_route_is_without_a_rule(desk: Desk) -> None:
    found = {route.path for route in desk.app.routes[0].app.routes}  # type: ignore[attr-defined]

    assert found - {route.path for route, _ in guarded(desk)} == OPEN


def test_every_deed_has_its_roles() -> None:
    assert set(ALLOWED) == set(Deed)


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("own", "asked", "lies_in"),
    [
        ("", "35.07", True),
        ("", "", True),
        ("35", "35.07", True),
        ("35.07", "35.07", True),
        ("35.07", "35", False),
        ("35", "3", False),
        ("35.07", "35.08", False),
        ("3", "35.07", False),
    ],
)
def test_a_deed_is_allowed_to_its_roles_within_their_area_only(deed: Deed, role: Role, own: str, asked: str, lies_in: bool) -> None:  # noqa: FBT001
    actor = Staff(1, "x", "y", (Grant(role, own),))
    if role in ALLOWED[deed] and lies_in:
        assert authorize(actor, deed, asked) is actor
    else:
        with pytest.raises(NotAllowed):
            authorize(actor, deed, asked)
    assert areas(actor, deed) == ((own,) if role in ALLOWED[deed] else ())


async def test_every_address_is_closed_to_strangers_and_to_other_roles(desk: Desk) -> None:
    browsers = {role: await desk.signed_in(await desk.member(Grant(role, "35.07"))) for role in Role}
    stranger = desk.browser()
    for route, deed in sorted(guarded(desk), key=lambda pair: pair[0].path == "/keluar"):  # last: it signs out
        path = "/panel" + route.path.replace("{id}", "1").replace("{name}", "x").replace("{digest}", "x").replace("{item}", "x")
        for method in (route.methods or set()) - {"HEAD"}:
            response = await stranger.request(method, path)
            assert (response.status_code, response.headers["location"]) == (303, "/panel/masuk"), path
            for role, browser in browsers.items():
                response = await browser.request(method, path, data={"csrf": browser.csrf} if method == "POST" else None)
                assert response.status_code < 500, (path, role, response.text)
                assert (response.status_code == 403) >= (role not in ALLOWED[deed]), (path, role)
