"""The lexical leg of retrieval: BM25 over stems and over character 4-grams (bm25s)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.stemming import fourgrams, stems

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bm25:
    """BM25 (Lucene's variant, k1 1.5, b 0.75) over documents cut by `cut`."""

    cut: Callable[[str], list[str]]
    ranker: bm25s.BM25
    known: frozenset[str]
    size: int

    @classmethod
    def over(cls, documents: Sequence[str], cut: Callable[[str], list[str]]) -> "Bm25":
        """Index `documents`."""
        tokens = [cut(document) or ["-"] for document in documents]
        ranker = bm25s.BM25(method="lucene")
        ranker.index(tokens, show_progress=False)
        return cls(cut, ranker, frozenset(token for document in tokens for token in document), len(documents))

    def scores(self, question: str) -> Scores:
        """Return one score a document, 0 where nothing matches."""
        tokens = [token for token in self.cut(question) if token in self.known]
        if not tokens:
            return np.zeros(self.size)
        return np.asarray(self.ranker.get_scores(tokens), dtype=np.float64)


def by_stems(documents: Sequence[str]) -> Bm25:
    """Index stems: finds words in other forms (`mendaftarkan`, `pendaftaran`)."""
    return Bm25.over(documents, stems)


def by_fourgrams(documents: Sequence[str]) -> Bm25:
    """Index character 4-grams: finds misspelt words."""
    return Bm25.over(documents, fourgrams)
