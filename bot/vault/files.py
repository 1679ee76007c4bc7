"""Files that are there whole or not at all, for nobody else to read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make `folder` and what is above it, mode 0700, so that it survives a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    if os.name == "nt":  # folders cannot be opened there
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write_aside(place: Path, content: bytes, suffix: str) -> Path:
    """Write `content` durably beside `place`, mode 0600, under a name that nobody else uses."""
    aside = place.with_name(f"{secrets.token_hex(8)}{suffix}")
    opened = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(opened, "wb") as file:  # noqa: PTH123 - of a number, not of a path
            file.write(content)
            file.flush()
            os.fsync(opened)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def write_whole(place: Path, content: bytes, suffix: str) -> None:
    """Have `content` at `place`, whole and durable, or what was there before."""
    aside = write_aside(place, content, suffix)
    try:
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(place.parent)


def write_once(place: Path, content: bytes, suffix: str) -> None:
    """Have `content` at `place` unless something is there: of two processes at once, one is the first."""
    aside = write_aside(place, content, suffix)
    try:
        with suppress(FileExistsError):
            os.link(aside, place)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(place.parent)
