"""Telling a whole index from a damaged one: the sums of its files, taken when it was finished.

Chroma does not look: a truncated vector file answers wrongly, and a truncated header ends the process (chromadb 1.5.9).
"""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

SEAL = "seal.json"
DATABASE = "chroma.sqlite3"


def seal(directory: Path) -> None:
    """Write down the sums of a finished index; one without them counts as half built."""
    (directory / SEAL).write_text(json.dumps(_sums(directory)), encoding="utf-8")


def is_whole(directory: Path) -> bool:
    """Tell whether `directory` holds a finished index whose files are as they were."""
    try:
        told = json.loads((directory / SEAL).read_text(encoding="utf-8"))
        return bool(told == _sums(directory)) and _is_sound(directory / DATABASE)
    except (OSError, ValueError, sqlite3.Error):
        return False


def _sums(directory: Path) -> dict[str, str]:
    """Return a sum for each file but the seal and the database, which SQLite changes on opening and checks by itself."""
    files = (path for path in directory.rglob("*") if path.is_file() and path.name != SEAL and not path.name.startswith(DATABASE))
    return {path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
