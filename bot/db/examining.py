"""Looking at a database without changing it, for `doctor`."""

import asyncio
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from bot.db.driver import is_sound, sqlite_version
from bot.db.engine import engine_for
from bot.db.migrating import at_head

_HAS_VECTORS = """
SELECT count(*) FROM pg_available_extensions, pg_roles
WHERE name = 'vector' AND rolname = current_user AND (installed_version IS NOT NULL OR rolsuper)
"""  # it is no trusted extension: only a superuser may create it


@dataclass(frozen=True, slots=True)
class SqliteState:
    """A SQLite file. `journal` is empty where the file is not there yet; `is_whole` is what SQLite's quick check says."""

    version: str
    is_sound: bool
    journal: str = ""
    is_whole: bool = True
    is_at_head: bool = False


@dataclass(frozen=True, slots=True)
class PostgresState:
    """A PostgreSQL database. `has_vectors`: the extension pgvector is in it, or our role can put it there."""

    version: str
    has_vectors: bool
    is_at_head: bool


async def examined(url: str) -> SqliteState | PostgresState:
    """Return what can be seen at `url`. Raises what the driver raises where it cannot be opened."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        state = await asyncio.to_thread(_sqlite, Path(address.database or ""))
        return replace(state, is_at_head=await at_head(url)) if state.journal else state
    return await _postgres(url)


def _sqlite(file: Path) -> SqliteState:
    version = sqlite_version()
    if not file.is_file():
        return SqliteState(version, is_sound(version))
    driver: Any = import_module("sqlite3")
    connection = driver.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        connection.close()
    return SqliteState(version, is_sound(version), journal, verdict == "ok")


async def _postgres(url: str) -> PostgresState:
    engine = engine_for(url)
    try:
        async with engine.connect() as connection:
            version = str(await connection.scalar(text("SHOW server_version"))).partition(" ")[0]
            vectors = bool(await connection.scalar(text(_HAS_VECTORS)))
    finally:
        await engine.dispose()
    return PostgresState(version, vectors, await at_head(url))
