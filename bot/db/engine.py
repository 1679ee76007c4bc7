"""How a connection is made: drivers, pragmas and the way a transaction begins."""

import logging
from importlib import import_module
from time import sleep
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.db.driver import use_fixed_sqlite

_PRAGMAS = ("busy_timeout = 10000", "synchronous = FULL", "secure_delete = ON")
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}

WRITES = "bot_writes"
"""Execution option of an engine whose transactions take SQLite's write lock when they begin."""


def address_of(url: str | URL) -> URL:
    """Return `url` with the asynchronous driver named, as plain addresses do not name one."""
    plain = make_url(url)
    named = plain.set(drivername=_DRIVERS.get(plain.drivername, plain.drivername))
    if named.get_backend_name() == "postgresql" and "sslmode" in named.query:
        mode = named.query["sslmode"]
        return named.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return named


def engine_for(url: str | URL, *, foreign_keys: bool = True, inline: bool = False) -> AsyncEngine:
    """Return an engine that shows no parameter in logs or errors, since parameters are what people wrote.

    `inline` is for short statements on SQLite (see `bot.db.inline`). `foreign_keys=False` is for migrations on SQLite: they
    drop a table to rebuild it, which would empty the tables that point to it.
    """
    _keep_rows_out_of_logs()
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        use_fixed_sqlite()
    is_sqlite = address.get_backend_name() == "sqlite"
    # imported late: aiosqlite binds the SQLite that is there when it is imported
    how = {"async_creator_fn": import_module("bot.db.inline").connect} if inline and is_sqlite else {}
    engine = create_async_engine(address, hide_parameters=True, pool_pre_ping=not is_sqlite, connect_args=how)
    if is_sqlite:
        _prepare_sqlite(engine, foreign_keys=foreign_keys)
    return engine


def _keep_rows_out_of_logs() -> None:
    """At DEBUG these two print values and rows, and `hide_parameters` does not reach there. INFO may be asked for."""
    for name in ("aiosqlite", "sqlalchemy.engine"):
        logger = logging.getLogger(name)
        if logger.level < logging.INFO:
            logger.setLevel(logging.WARNING)


def _write_ahead(cursor: DBAPICursor) -> None:
    """Switch to the write-ahead log. While another does the same to a new file, SQLite refuses at once, whatever its time-out."""
    for tries_left in reversed(range(100)):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except import_module("sqlite3").OperationalError as error:  # looked up now, as in `bot.db.inline`
            if "locked" not in str(error) or not tries_left:
                raise
            sleep(0.02)
        else:
            return


def _prepare_sqlite(engine: AsyncEngine, *, foreign_keys: bool) -> None:
    """Set the pragmas, and begin transactions ourselves: Python's driver begins late, and never for DDL."""

    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        try:
            prepared(connection)
        except Exception:
            connection.close()  # else its thread would wait for work for ever
            raise

    def prepared(connection: DBAPIConnection) -> None:
        driver: Any = connection
        driver.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}"):
            cursor.execute(f"PRAGMA {pragma}")
        _write_ahead(cursor)
        cursor.close()

    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, True)
        driver: Any = connection.connection.dbapi_connection
        if connection.info.get(WRITES) != writes:  # each statement is a trip to the driver's thread: not one too many
            driver.run_async(lambda raw: raw.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}"))
            connection.info[WRITES] = writes
        driver.run_async(lambda raw: raw.execute("BEGIN IMMEDIATE" if writes else "BEGIN"))

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)
