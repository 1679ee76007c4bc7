"""Embeddings already made, on disk: a corrected passage costs one embedding, not all of them."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from knowledge.tuning import Vectors

SAVED_AFTER = 2000

Embed = Callable[[Sequence[str], Callable[[int], None]], list[list[float]]]


class VectorCache:
    """Vectors by text and model name, in one `.npz` file. It may be deleted at any time."""

    def __init__(self, path: Path, model: str) -> None:
        """Name the file and the model."""
        self._path, self._model = path, model

    def of(self, texts: Sequence[str], embed: Embed, progress: Callable[[int, int], None]) -> dict[str, Vectors]:
        """Return a vector for each text, calling `embed` only for those not made before.

        They are saved as they come: a first start that was broken off goes on where it stood.
        """
        known, keys = self._load(), {text: self._key(text) for text in texts}
        missing = [text for text, key in keys.items() if key not in known]
        done = len(keys) - len(missing)

        def more(count: int) -> None:
            nonlocal done
            done += count
            progress(done, len(keys))

        for start in range(0, len(missing), SAVED_AFTER):
            part = missing[start : start + SAVED_AFTER]
            known |= {keys[text]: np.asarray(vector, np.float32) for text, vector in zip(part, embed(part, more), strict=True)}
            self._save({key: known[key] for key in keys.values() if key in known})
        return {text: known[key] for text, key in keys.items()}

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._model}\0{text}".encode()).hexdigest()[:20]

    def _load(self) -> dict[str, Vectors]:
        with suppress(Exception), np.load(self._path) as stored:  # a spoilt cache is made anew
            return dict(zip(map(str, stored["keys"]), stored["vectors"], strict=True))
        return {}

    def _save(self, vectors: dict[str, Vectors]) -> None:
        new = self._path.with_suffix(".new.npz")
        np.savez(new, keys=np.array(list(vectors)), vectors=np.array(list(vectors.values())))
        new.replace(self._path)


def replace(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
