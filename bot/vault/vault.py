"""The vault: bytes by content address, encrypted, outside the database."""

import asyncio
import hmac
import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import FileGone
from bot.vault.files import make_folder, sync_folder, write_whole

_log = logging.getLogger(__name__)

DIGEST = re.compile(r"[0-9a-f]{64}")
TEMPORARY = ".tmp"
FORGOTTEN = 3600.0  # seconds: a temporary file as old as this belongs to nobody any more
_NONCE = 12


class Missing(LookupError):  # noqa: N818 - a state, said as such
    """Nothing lies under that digest (any more)."""


class Tampered(LookupError):  # noqa: N818 - a state, said as such
    """What lies there was changed, moved, cut off, or written with another key."""


class Vault:
    """Stores bytes in `folder`. A name is an HMAC of its content: it tells nothing, and the same content lies there once."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Take the 32 bytes of `open_key`; nothing is made before something is put."""
        self._folder = folder
        self._address_key = _derived(key, b"ovop vault address")
        self._cipher = AESGCM(_derived(key, b"ovop vault cipher"))

    async def put(self, content: bytes) -> str:
        """Keep `content`, durably once this returns, and return its digest. The same again only renews the file's time."""
        return await asyncio.to_thread(self._put, content)

    async def get(self, digest: str) -> bytes:
        """Return what was put. Raises `Missing`, `Tampered`."""
        return await asyncio.to_thread(self._get, digest)

    async def give(self, digest: str) -> bytes:
        """Return what was put, for somebody who asked for it; what is damaged is logged. Raises `FileGone`."""
        try:
            return await self.get(digest)
        except Missing:
            raise FileGone from None
        except Tampered:
            _log.error("damaged in the vault: %s", digest)
            raise FileGone from None

    async def remove(self, digest: str) -> None:
        """Forget what lies there; nothing happens where nothing does."""
        await asyncio.to_thread(self._remove, digest)

    async def digests(self, rested: float = 0.0) -> set[str]:
        """Return what lies here untouched for `rested` seconds, and delete temporary files that a crash left.

        Whoever sweeps what no row names asks for an hour of rest: a file is put before its row is committed.
        """
        return await asyncio.to_thread(self._digests, rested)

    def _put(self, content: bytes) -> str:
        digest = hmac.digest(self._address_key, content, "sha256").hex()
        place = self._place(digest)
        with suppress(Missing, Tampered):  # what was damaged is written anew
            if self._get(digest) == content:
                os.utime(place)
                return digest
        nonce = secrets.token_bytes(_NONCE)
        make_folder(place.parent)
        write_whole(place, nonce + self._cipher.encrypt(nonce, content, digest.encode()), TEMPORARY)
        return digest

    def _get(self, digest: str) -> bytes:
        try:
            kept = self._place(digest).read_bytes()
        except FileNotFoundError:
            raise Missing(digest) from None
        try:
            return self._cipher.decrypt(kept[:_NONCE], kept[_NONCE:], digest.encode())
        except (InvalidTag, ValueError):
            raise Tampered(digest) from None

    def _remove(self, digest: str) -> None:
        with suppress(Missing, FileNotFoundError):
            place = self._place(digest)
            place.unlink()
            sync_folder(place.parent)

    def _digests(self, rested: float) -> set[str]:
        now = time.time()
        found = set()
        for path, age in self._files(now):
            if path.suffix == TEMPORARY and age > FORGOTTEN:
                path.unlink(missing_ok=True)
            elif DIGEST.fullmatch(digest := path.parent.name + path.name) and age >= rested:
                found.add(digest)
        return found

    def _files(self, now: float) -> Iterator[tuple[Path, float]]:
        for path in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):  # another process was quicker
                yield path, max(0.0, now - path.stat().st_mtime)

    def _place(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):  # never becomes a path
            msg = "not a digest"
            raise Missing(msg)
        return self._folder / digest[:2] / digest[2:]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
