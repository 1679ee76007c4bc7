"""Engines for what cannot wait for an event loop: the engine of long jobs, which runs in threads of its own."""

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.db.driver import use_fixed_sqlite

_PRAGMAS = ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON")


def libpq_address(url: str) -> str:
    """Return the address of a PostgreSQL database as libpq reads it, whichever driver `url` names."""
    plain = make_url(url).set(drivername="postgresql")
    if "ssl" in plain.query:  # as asyncpg spells it
        mode = plain.query["ssl"]
        plain = plain.difference_update_query(["ssl"]).update_query_dict({"sslmode": mode})
    return plain.render_as_string(hide_password=False)


def sync_engine_for(url: str) -> Engine:
    """Return a synchronous engine for the database at `url`, with the pragmas that the asynchronous one has."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    named = make_url(libpq_address(url)).set(drivername="postgresql+psycopg")
    return create_engine(named, hide_parameters=True, pool_pre_ping=True, pool_size=5, max_overflow=10)


def _sqlite(address: URL) -> Engine:
    use_fixed_sqlite()
    engine = create_engine(address.set(drivername="sqlite+pysqlite"), hide_parameters=True)

    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Whoever reads first and writes later in one transaction would be refused as soon as another wrote meanwhile.
        setattr(connection, "isolation_level", "IMMEDIATE")  # noqa: B010 - SQLite's, unknown to the DBAPI's type
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", connected)
    return engine
