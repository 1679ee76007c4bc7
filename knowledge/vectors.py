"""Embeddings already made, on disk: a corrected passage costs one embedding, not all of them."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from knowledge.tuning import Vectors

Embed = Callable[[Sequence[str], Callable[[int], None]], list[list[float]]]


class VectorCache:
    """Vectors by text and model name, in one `.npz` file. It may be deleted at any time."""

    def __init__(self, path: Path, model: str) -> None:
        """Name the file and the model."""
        self._path, self._model = path, model

    def of(self, texts: Sequence[str], embed: Embed, progress: Callable[[int, int], None]) -> dict[str, Vectors]:
        """Return a vector for each text, calling `embed` only for those not made before."""
        known, wanted = self._load(), list(dict.fromkeys(texts))
        missing = [text for text in wanted if self._key(text) not in known]
        done = len(wanted) - len(missing)

        def more(count: int) -> None:
            nonlocal done
            done += count
            progress(done, len(wanted))

        made = {text: np.asarray(vector, np.float32) for text, vector in zip(missing, embed(missing, more), strict=True)}
        vectors = {text: made[text] if text in made else known[self._key(text)] for text in wanted}
        if missing:
            self._save(vectors)
        return vectors

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._model}\0{text}".encode()).hexdigest()[:20]

    def _load(self) -> dict[str, Vectors]:
        with suppress(Exception), np.load(self._path) as stored:  # a spoilt cache is made anew
            return dict(zip(map(str, stored["keys"]), stored["vectors"], strict=True))
        return {}

    def _save(self, vectors: dict[str, Vectors]) -> None:
        new = self._path.with_suffix(".new.npz")
        np.savez(new, keys=np.array([self._key(text) for text in vectors]), vectors=np.array(list(vectors.values())))
        os.replace(new, self._path)


def replace(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
