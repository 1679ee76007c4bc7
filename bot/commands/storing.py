"""For commands that work on the database: it is brought up to date, opened, and closed again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.commands.terminal import settings, told
from bot.db.database import Database
from bot.db.migrating import upgrade

Found = TypeVar("Found")


def with_database(work: Callable[[Database], Awaitable[Found]]) -> Found:
    """Return what `work` makes of the database."""

    async def run() -> Found:
        chosen = settings()
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        await upgrade(chosen.database_url)
        database = Database(chosen.database_url)
        try:
            return await work(database)
        finally:
            await database.dispose()

    with told():
        return asyncio.run(run())
