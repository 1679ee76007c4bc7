"""The key of the vault: a file of its own, so that a copy of the files alone opens nothing."""

import base64
import binascii
import secrets
from pathlib import Path

from bot.vault.files import make_folder, write_once

SIZE = 32


class KeyUnusable(ValueError):  # noqa: N818 - a state, said as such
    """The file of the key holds something else than 32 bytes in base64. It is never made anew: what it locked would be lost."""


def open_key(path: Path) -> bytes:
    """Return the key at `path`; where there is none, make it, mode 0600. Processes that start at once get the same one."""
    if not path.exists():
        make_folder(path.parent)
        write_once(path, base64.b64encode(secrets.token_bytes(SIZE)) + b"\n", ".tmp")
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != SIZE:
        raise KeyUnusable(str(path))
    return key
