"""The unit of work: sessions that read, sessions that write, and nobody holds one for long."""

import errno
from asyncio import Lock
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.db.engine import WRITES, engine_for


class Conflict(Exception):  # noqa: N818 - read as "there is a conflict"
    """A constraint refused a row: the same was already done, or what it belongs to is gone."""


_AWAY = ("08", "53", "57", "58")
"""Classes of PostgreSQL's errors: connection, resources (as of the disk), stopped by an operator, system."""
_AWAY_SQLITE = ("locked", "busy", "full", "disk I/O", "unable to open", "readonly")
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def is_away(error: BaseException) -> bool:
    """Tell whether the database cannot be reached, or the disk is full: what was asked for is not at fault, and will be done later."""
    if isinstance(error, OSError):  # of a file that lies beside the database
        return error.errno in _FULL
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or state:
        return error.connection_invalidated or str(state).startswith(_AWAY)
    return any(words in str(error.orig) for words in _AWAY_SQLITE)


class ReadSession(AsyncSession):
    """A session whose transaction cannot write, and which serves for one transaction only."""

    _core: AsyncConnection | None = None

    async def core(self) -> AsyncConnection:
        """Return the connection under the session, for statements without the ORM: asking the session each time costs as much as one."""
        if self._core is None:
            self._core = await self.connection()
        return self._core


class WriteSession(ReadSession):
    """A session that is committed when its block ends well, and only then."""


class Database:
    """One database, SQLite or PostgreSQL, by its address."""

    def __init__(self, url: str) -> None:
        """Prepare for `url`; connections are made when the first session needs one."""
        self.engine = engine_for(url)
        self._reader = self.engine.execution_options(postgresql_readonly=True, **{WRITES: False})
        self._quick = self.engine
        # SQLite has one writer: waiting in line here is fair and costs nothing, its own waiting sleeps and polls.
        sqlite = self.engine.dialect.name == "sqlite"
        if sqlite:
            self._quick = engine_for(url, inline=True)
        self._glancer = self._quick.execution_options(postgresql_readonly=True, **{WRITES: False})
        self._turn: AbstractAsyncContextManager[object] = Lock() if sqlite else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """Yield a session on a consistent view that cannot change anything."""
        async with ReadSession(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[ReadSession]:
        """Yield the same for a few short statements, such as by a key: on SQLite they run where they are called."""
        async with ReadSession(self._glancer, expire_on_commit=False, autoflush=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[WriteSession]:
        """Yield a session and commit it at the end of the block. Raises `Conflict` when a constraint refuses a row."""
        async with self._turn, WriteSession(self._quick, expire_on_commit=False) as session:
            try:
                yield session
                await session.commit()
            except IntegrityError:
                # Not chained: PostgreSQL's message quotes the refused row, which holds what a person wrote.
                raise Conflict from None

    async def scrub(self) -> None:
        """Empty SQLite's write-ahead log, which still holds what was deleted. PostgreSQL does so by itself, in its own time."""
        if self.engine.dialect.name == "sqlite":
            async with self._turn, self.engine.connect() as connection:
                driver = (await connection.get_raw_connection()).dbapi_connection
                await driver.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr] # an aiosqlite one

    async def dispose(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        if self._quick is not self.engine:
            await self._quick.dispose()
