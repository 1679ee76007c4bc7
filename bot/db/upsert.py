"""Insert a row or update the one that is there, in one statement: both databases can, each by its own construct."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.base import Base
from bot.db.database import WriteSession

Insert = postgresql.Insert | sqlite.Insert
Finished = TypeVar("Finished")


def for_each_database(table: Table, finish: Callable[[Insert], Finished]) -> dict[str, Finished]:
    """Return an insertion by the name of the dialect, made once as `finish` wants it: making one costs more than running it."""
    return {"sqlite": finish(sqlite.insert(table)), "postgresql": finish(postgresql.insert(table))}


def insert_or_update(
    session: WriteSession,
    table: type[Base],
    *,
    key: Mapping[str, object],
    new: Mapping[str, object] | None = None,
    always: Mapping[str, object],
) -> Insert:
    """Return the statement: the row is found by `key`; `new` is set on a new row only, `always` in either case."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    inserting = make(table).values({**key, **(new or {}), **always})
    return inserting.on_conflict_do_update(index_elements=list(key), set_=dict(always))
