"""A SQLite connection that works where it is called: a short statement takes 10 microseconds, the trip to a thread 200.

What may wait for the disk or for another process (taking the write lock, committing, changing modes) still goes to the
thread. So it is for short statements only; whoever reads much, reads with an ordinary connection.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from bot.db.driver import use_fixed_sqlite

use_fixed_sqlite()  # before aiosqlite, which keeps the SQLite that is there when it is imported

import aiosqlite  # noqa: E402 - see above

WAITING = ("BEGIN IMMEDIATE", "COMMIT", "VACUUM", "ATTACH")


class Inline(aiosqlite.Connection):
    """Overrides the one place where aiosqlite hands a call to its thread."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as there
        if not self._running or self._connection is None or self._may_wait(fn, args):
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call] # it has no types
        return fn(*args, **kwargs)

    def _may_wait(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if args and isinstance(args[0], str):
            statement = args[0]
            return statement.startswith(WAITING) or (statement.startswith("PRAGMA") and "query_only" not in statement)
        return getattr(fn, "__name__", "") in {"commit", "close", "executescript"} and getattr(fn, "__self__", None) is self._connection


def connect(database: str, **options: Any) -> Inline:  # noqa: ANN401 - those of sqlite3.connect
    """Return a connection to be awaited; for `async_creator_fn` of SQLAlchemy's aiosqlite dialect."""
    # looked up now: another SQLite may have been put in its place (see `bot.db.driver`)
    connection = Inline(lambda: import_module("sqlite3").connect(database, **(options | {"check_same_thread": False})), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does with its own
    return connection
