"""Draft a migration from what the models have and the tables lack: `python -m bot.db.migrations "add what"`."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import Connection

from bot.db.engine import engine_for
from bot.db.migrating import config_for, upgrade


async def draft(message: str) -> None:
    """Write a dated file beside the others, by comparing with a fresh database."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'draft.db'}"
        await upgrade(url)
        engine = engine_for(url)
        async with engine.connect() as connection:
            await connection.run_sync(_compare, message)
        await engine.dispose()


def _compare(connection: Connection, message: str) -> None:
    command.revision(config_for(connection), message, autogenerate=True)


if __name__ == "__main__":
    asyncio.run(draft(" ".join(sys.argv[1:])))
