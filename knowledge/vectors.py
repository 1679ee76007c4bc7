"""Embeddings already made: those that come with the corpus, and those of this installation. A corrected passage costs one."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from knowledge.tuning import Vectors

SHIPPED = Path(__file__).with_name("shipped_vectors.npz")
SAVED_AFTER = 2000

Embed = Callable[[Sequence[str], Callable[[int], None]], list[list[float]]]


class VectorCache:
    """Vectors by text and model name, in `.npz` files that may be deleted at any time: `path` is written, `shipped` only read.

    They are kept as 16-bit floats, and rounded so when freshly made: an index is the same wherever its vectors came from.
    """

    def __init__(self, path: Path, model: str, shipped: Path = SHIPPED) -> None:
        """Name the files and the model."""
        self._path, self._model, self._shipped = path, model, shipped

    def of(self, texts: Sequence[str], embed: Embed, progress: Callable[[int, int], None]) -> dict[str, Vectors]:
        """Return a vector for each text, calling `embed` only for those not made before.

        They are saved as they come: a first start that was broken off goes on where it stood.
        """
        known, keys = _load(self._shipped) | _load(self._path), {text: self._key(text) for text in texts}
        missing = [text for text, key in keys.items() if key not in known]
        done = len(keys) - len(missing)

        def more(count: int) -> None:
            nonlocal done
            done += count
            progress(done, len(keys))

        for start in range(0, len(missing), SAVED_AFTER):
            part = missing[start : start + SAVED_AFTER]
            known |= {keys[text]: np.asarray(vector, np.float16) for text, vector in zip(part, embed(part, more), strict=True)}
            _save(self._path, {key: known[key] for key in keys.values() if key in known})
        return {text: known[key].astype(np.float32) for text, key in keys.items()}

    def save(self, path: Path, vectors: Mapping[str, Vectors]) -> None:
        """Write vectors by text to a file, whole or not at all."""
        _save(path, {self._key(text): vector for text, vector in vectors.items()})

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._model}\0{text}".encode()).hexdigest()[:20]


def _load(path: Path) -> dict[str, Vectors]:
    with suppress(Exception), np.load(path) as stored:  # a spoilt cache is made anew
        return dict(zip(map(str, stored["keys"]), stored["vectors"], strict=True))
    return {}


def _save(path: Path, vectors: Mapping[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new.npz")
    np.savez(new, keys=np.array(list(vectors)), vectors=np.array(list(vectors.values()), dtype=np.float16))
    new.replace(path)


def replace(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
