"""Which SQLite is used: one without the WAL-reset bug, where its wheel is there."""

import sys
from functools import cache
from importlib import import_module

FIRST_BAD, FIRST_GOOD = (3, 7, 0), (3, 51, 3)
"""From the first version with a WAL to the last with the bug: two connections, a checkpoint that races a commit, a corrupt file."""


@cache
def use_fixed_sqlite() -> bool:
    """Have all that is imported from now on use the SQLite of the wheel `pysqlite3`; return whether it is there.

    aiosqlite and SQLAlchemy look the driver up by its name when they are first used, and Debian 12 brings SQLite 3.40.
    """
    try:
        fixed, names = import_module("pysqlite3"), import_module("pysqlite3.dbapi2")
    except ImportError:  # no wheel for this machine: `doctor` tells what it means
        return False
    for name in [name for name in sys.modules if name.partition(".")[0] == "aiosqlite"]:
        del sys.modules[name]  # somebody imported it earlier: it would go on with the driver it knows
    sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = fixed, names
    return True


def sqlite_version() -> str:
    """Return the version of the SQLite in use."""
    use_fixed_sqlite()
    return str(import_module("sqlite3").sqlite_version)


def is_sound(version: str) -> bool:
    """Tell whether a version of SQLite is free of the bug."""
    numbers = tuple(map(int, version.split(".")))
    return not FIRST_BAD <= numbers < FIRST_GOOD
