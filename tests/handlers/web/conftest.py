"""The chat page without a browser: a client that keeps cookies and posts as a page of the same origin does."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from starlette.applications import Starlette

from bot.db.database import Database
from tests.fakes import ScriptedThinker
from tests.handlers.web.stage import scripted, site_on

Visiting = Callable[..., httpx.AsyncClient]


@pytest.fixture
def thinker() -> ScriptedThinker:
    return scripted()


@pytest.fixture
def site(sqlite_database: Database, thinker: ScriptedThinker) -> Starlette:
    return site_on(sqlite_database, thinker)


@pytest.fixture
async def visiting() -> AsyncIterator[Visiting]:
    """Make clients for a site, each with its own cookies; they are closed at the end."""
    clients: list[httpx.AsyncClient] = []

    def visit(app: Starlette, *, host: str = "http://localhost", address: str = "127.0.0.1") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, client=(address, 50_000))
        headers = {"Sec-Fetch-Site": "same-origin"}
        clients.append(httpx.AsyncClient(transport=transport, base_url=host, headers=headers))
        return clients[-1]

    yield visit
    for client in clients:
        await client.aclose()


@pytest.fixture
def client(visiting: Visiting, site: Starlette) -> httpx.AsyncClient:
    return visiting(site)
