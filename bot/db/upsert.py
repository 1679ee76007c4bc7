"""Insert a row or update the one that is there, in one statement: both databases can, each by its own construct."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert
Finished = TypeVar("Finished")


def for_each_database(table: Table, finish: Callable[[Insert], Finished]) -> dict[str, Finished]:
    """Return an insertion by the name of the dialect, made once as `finish` wants it: making one costs more than running it."""
    return {"sqlite": finish(sqlite.insert(table)), "postgresql": finish(postgresql.insert(table))}
