"""Bring a database to the tables of this version, with no file of settings: the application does it when it starts."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.db.engine import WRITES, engine_for

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x0707  # any number, the same in every process of this product


class Dangling(Exception):  # noqa: N818 - read as "rows are dangling"
    """A migration left rows that point to nothing; it was undone."""


def config_for(connection: Connection) -> Config:
    """Return alembic's settings for work on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.attributes["connection"] = connection
    return config


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to `revision`. Several processes may do so at once."""
    await in_one_transaction(url, lambda connection: command.upgrade(config_for(connection), revision))


async def downgrade(url: str, revision: str) -> None:
    """Take the database at `url` back to `revision` ("base" empties it)."""
    await in_one_transaction(url, lambda connection: command.downgrade(config_for(connection), revision))


async def at_head(url: str) -> bool:
    """Tell whether the database at `url` has the tables of this version."""
    engine = engine_for(url)
    try:
        async with engine.execution_options(**{WRITES: False}).connect() as connection:
            return await connection.run_sync(_is_at_head)
    finally:
        await engine.dispose()


def _is_at_head(connection: Connection) -> bool:
    scripts = ScriptDirectory.from_config(config_for(connection))
    return MigrationContext.configure(connection).get_current_heads() == tuple(scripts.get_heads())


async def in_one_transaction(url: str, work: Callable[[Connection], object]) -> None:
    """Do `work` on the database at `url`, all of it or nothing. Raises `Dangling` when rows would point to nothing."""
    engine = engine_for(url, foreign_keys=False)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_wait_in_line)
            await connection.run_sync(work)
            await connection.run_sync(_refuse_dangling)
    finally:
        await engine.dispose()


def _wait_in_line(connection: Connection) -> None:
    """Let one process migrate at a time, and then let no step wait long for a table that is in use.

    SQLite's transaction holds the write lock from its beginning. The line forms before alembic starts: it keeps what it
    works on in module globals, so two upgrades in one event loop would mix them up.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))


def _refuse_dangling(connection: Connection) -> None:
    """Make up for SQLite's foreign keys being off while tables are rebuilt."""
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise Dangling
