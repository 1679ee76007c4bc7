"""One browser for the tests of a module, and a database in its event loop."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.db.database import Database
from tests.databases import SqliteHome
from tests.handlers.web.browsing import CHROMIUM, QUIET


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="module")
async def sqlite_database(sqlite_home: SqliteHome) -> AsyncIterator[Database]:
    opened = Database(await sqlite_home.migrated())
    yield opened
    await opened.dispose()
