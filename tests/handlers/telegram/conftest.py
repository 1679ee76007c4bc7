"""What tests of Telegram can ask for."""

from collections.abc import AsyncIterator

import pytest

from bot.db.database import Database
from tests.botapi import BotApi
from tests.handlers.telegram.stage import Stage


@pytest.fixture
async def stage(bot_api: BotApi, sqlite_database: Database) -> AsyncIterator[Stage]:
    """A bot that polls."""
    async with Stage(bot_api, sqlite_database).running() as running:
        yield running
