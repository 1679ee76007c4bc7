"""How near a question is to each passage: one exact product with all vectors, or a search in the store where they are too many.

The store's own search is approximate (Chroma) or slow to read (both carry 400 rows with all that is in them), so an index of
this corpus' size is read once, at opening, and both stores give the same answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from knowledge.entries import CENTRE, DECOY
from knowledge.lexical import Scores
from knowledge.tuning import Vectors, unit

if TYPE_CHECKING:  # half a second at each start of what needs no index
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import VectorStore

NEIGHBOURS = 400
MOST = 50_000
"""Entries that are held in memory, at 1,536 bytes each (77 MB); a product with all of them takes some 10 ms."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a store holds it. `vector` is (n,), 32-bit floats; the rest is as in `Entry`."""

    id: str
    vector: Vectors
    passage: str
    part: str


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of one question.

    `best` has for each passage that of its nearest entry, `centre` that of its centre, both (passages,); `decoy` is that of the
    nearest decoy, `nearest_decoy` its id. What is not among the `NEIGHBOURS` nearest entries has the cosine of the last of them.
    """

    best: Scores
    centre: Scores
    decoy: float
    nearest_decoy: str = ""


class Neighbours(Protocol):
    """Tells how near a question is to each passage."""

    def of(self, question: str) -> Nearness:
        """Return the cosines of `question`."""

    def vector(self, question: str) -> Vectors:
        """Return where `question` lies, as a unit vector."""


class Held:
    """All vectors of an index in memory, in the order of their ids: whichever store they came from, equal ones come out equally."""

    def __init__(self, rows: Iterable[Row], places: dict[str, int], embeddings: "Embeddings") -> None:
        """Keep the vectors (m, n) as 32-bit floats. `places` numbers the passages, `embeddings` embeds questions."""
        ordered = sorted(rows, key=lambda row: row.id)
        self._embeddings, self._passages = embeddings, len(places)
        self._vectors = unit(np.array([row.vector for row in ordered], dtype=np.float32))
        self._own = _Group.of(ordered, places, centre=False)
        self._centres = _Group.of(ordered, places, centre=True)
        decoys = [(n, row.id) for n, row in enumerate(ordered) if row.passage == DECOY]
        self._decoys, self._decoy_ids = np.array([n for n, _ in decoys], dtype=np.intp), [name for _, name in decoys]

    def vector(self, question: str) -> Vectors:
        """Return where `question` lies, as a unit vector."""
        return np.asarray(self._embeddings.embed_query(question), dtype=np.float32)

    def of(self, question: str) -> Nearness:
        """Return the cosines of `question`."""
        cosines = self._vectors @ np.asarray(self._embeddings.embed_query(question), dtype=np.float32)
        last = max(len(cosines) - NEIGHBOURS, 0)
        floor = float(np.partition(cosines, last)[last])
        own, centres = self._own.best(cosines, self._passages, floor), self._centres.best(cosines, self._passages, floor)
        return Nearness(own, centres, *self._decoy(cosines[self._decoys], floor))

    def _decoy(self, cosines: Vectors, floor: float) -> tuple[float, str]:
        """Return how near the nearest decoy is, and its id."""
        nearest = int(np.argmax(cosines)) if len(cosines) else -1
        return (float(cosines[nearest]), self._decoy_ids[nearest]) if nearest >= 0 and cosines[nearest] > floor else (floor, "")


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that lead to passages: `rows` (k,) into the vectors, `places` (k,) of their passages."""

    rows: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[Row], places: dict[str, int], *, centre: bool) -> Self:
        chosen = [(n, places[row.passage]) for n, row in enumerate(rows) if row.passage != DECOY and (row.part == CENTRE) is centre]
        pairs = np.array(chosen, dtype=np.intp).reshape(-1, 2)
        return cls(pairs[:, 0], pairs[:, 1])

    def best(self, cosines: Vectors, passages: int, floor: float) -> Scores:
        scores = np.full(passages, floor)
        np.maximum.at(scores, self.places, cosines[self.rows].astype(np.float64))
        return scores


class Searched:
    """The store's own search, for an index too large to hold."""

    def __init__(self, store: "VectorStore", places: dict[str, int]) -> None:
        """Keep the store; `places` numbers the passages."""
        self._store, self._places = store, places

    def vector(self, question: str) -> Vectors:
        """Return where `question` lies, as a unit vector."""
        embeddings = self._store.embeddings
        return np.asarray(embeddings.embed_query(question) if embeddings else [0.0], dtype=np.float32)

    def of(self, question: str) -> Nearness:
        """Return the cosines of `question`, as near to exact as the store's search is."""
        rows = self._store.similarity_search_with_score(question, k=NEIGHBOURS)
        found = [(document.metadata["passage"], document.metadata["part"], 1.0 - distance) for document, distance in rows]
        floor = min((cosine for _, _, cosine in found), default=0.0)
        best, centre = np.full(len(self._places), floor), np.full(len(self._places), floor)
        decoys = [(1.0 - distance, document.id or "") for document, distance in rows if document.metadata["passage"] == DECOY]
        decoy, name = max(decoys, default=(floor, ""))
        for passage, part, cosine in found:
            if passage == DECOY:
                continue
            scores, place = (centre if part == CENTRE else best), self._places[passage]
            scores[place] = max(scores[place], cosine)
        return Nearness(best, centre, decoy, name)
