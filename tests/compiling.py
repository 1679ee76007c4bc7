"""Statements are compiled once for all databases of a session of tests, not anew for each test that opens one.

SQLAlchemy keeps what it compiled with the engine, by dialect. Each test has engines of its own, so most of what a test of
some statements did was to compile them. Here the dialects of one driver count as the same, and keep it in one place.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

_COMPILED: LRUCache[Any, Any] = LRUCache(5_000)


class _Shared:
    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine._compiled_cache = _COMPILED


class SharedSqlite(_Shared, SQLiteDialect_aiosqlite):
    """SQLite of all tests."""

    supports_statement_cache = True  # asked of each class itself


class SharedPostgres(_Shared, PGDialect_asyncpg):
    """PostgreSQL of all tests."""

    supports_statement_cache = True


def compile_once() -> None:
    """Give these dialects to all engines that are made from now on."""
    registry.register("sqlite.aiosqlite", __name__, SharedSqlite.__name__)
    registry.register("postgresql.asyncpg", __name__, SharedPostgres.__name__)
