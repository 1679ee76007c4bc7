"""Which SQLite is used, and how the engine without an event loop is made."""

import pytest
from sqlalchemy import text

from bot.db.database import Database
from bot.db.driver import is_sound, sqlite_version, use_fixed_sqlite
from bot.db.sync import libpq_address, sync_engine_for
from tests.databases import Home, SqliteHome

PROMISES = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("version", "sound"),
    [("3.6.23", True), ("3.7.0", False), ("3.40.1", False), ("3.51.2", False), ("3.51.3", True), ("3.53.4", True), ("4.0", True)],
)
def test_a_version_with_the_wal_reset_bug_is_known(version: str, sound: bool) -> None:  # noqa: FBT001 - a row of a table
    assert is_sound(version) is sound


@pytest.mark.skipif(not use_fixed_sqlite(), reason="there is no wheel pysqlite3 for this machine")
async def test_both_engines_use_a_sqlite_without_the_bug(sqlite_database: Database, sqlite_home: SqliteHome) -> None:
    async with sqlite_database.reading() as session:
        found = {str(await session.scalar(text("SELECT sqlite_version()")))}
    engine = sync_engine_for(await sqlite_home.empty())
    with engine.connect() as connection:
        found.add(str(connection.scalar(text("SELECT sqlite_version()"))))
    engine.dispose()

    assert found == {sqlite_version()}
    assert is_sound(sqlite_version())


async def test_the_synchronous_engine_keeps_sqlites_promises_too(sqlite_home: SqliteHome) -> None:
    engine = sync_engine_for(await sqlite_home.empty())
    with engine.connect() as connection:
        found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in PROMISES}
    engine.dispose()

    assert found == PROMISES


async def test_the_synchronous_engine_opens_the_same_database(home: Home) -> None:
    url = await home.migrated()
    engine = sync_engine_for(url)
    with engine.connect() as connection:
        count = connection.scalar(text("SELECT count(*) FROM people"))
    engine.dispose()

    assert count == 0


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("postgres://u:p@host/db", "postgresql://u:p@host/db"),
        ("postgresql+asyncpg://u:p@host/db?ssl=require", "postgresql://u:p@host/db?sslmode=require"),
        ("postgresql://u:p@host/db?sslmode=require", "postgresql://u:p@host/db?sslmode=require"),
    ],
)
def test_an_address_is_rewritten_as_libpq_reads_it(url: str, plain: str) -> None:
    assert libpq_address(url) == plain
