"""The vector index: derived from the corpus, built in a directory of its own, switched to by replacing a pointer file."""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from knowledge.embedding import NAME
from knowledge.entries import CENTRE, DECOY, Entry
from knowledge.intact import is_whole, seal
from knowledge.neighbours import Row
from knowledge.tuning import Tuning, Vectors, centres
from knowledge.vectors import VectorCache, replace

COLLECTION = "passages"
LAYOUT = "3"
AT_ONCE = 1000
BREADTH = 2000
"""How wide Chroma itself searches, for an index of more than `neighbours.MOST` entries: of the 400 nearest of 8,100 it finds 99.96 %."""

Progress = Callable[[int, int], None]


class Model(Protocol):
    """What an index needs of an embedding model (see `E5Embeddings`)."""

    def embed_query(self, text: str) -> list[float]: ...  # noqa: D102 - as LangChain names it
    def embed_many(self, texts: Sequence[str], progress: Callable[[int], None] = ...) -> list[list[float]]: ...  # noqa: D102


class IndexBusy(RuntimeError):  # noqa: N818 - a state, said as such
    """Another process holds the index directory: embedded Chroma is for one process only."""


class IndexFailed(RuntimeError):  # noqa: N818 - likewise
    """The index could not be written; its text says why."""


class Index(Protocol):
    """Where an index lives: a directory of this process, or tables that several share (`knowledge.store_postgres`)."""

    def open(self, entries: Sequence[Entry], model: Model, progress: Progress) -> VectorStore:
        """Return the index of exactly these entries: the one that is there if it is whole, else a new one."""

    def rows(self) -> Iterator[Row]:
        """Yield all that the opened index holds, in any order."""

    def rest(self) -> None:
        """Give back what only a search in the store itself needs: its rows were read."""

    def current(self) -> str | None:
        """Return the digest of the index in use, if one was finished."""

    def close(self) -> None:
        """Give back what is held."""


class TunedEmbeddings(Embeddings):
    """Questions are embedded and tuned; the vectors of entries were made before, by text."""

    def __init__(self, model: Model, tuning: Tuning, made: dict[str, list[float]] | None = None) -> None:
        """Keep the model, the tuning that the index was built with, and what was made for building it."""
        self._model, self._tuning, self._made = model, tuning, made or {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors made before."""
        return [self._made[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        vector = np.asarray([self._model.embed_query(text)], dtype=np.float32)
        return [float(value) for value in self._tuning.apply(vector)[0]]


class IndexDirectory:
    """Where indexes lie: `<digest>-<random>/` each, `current` naming the one in use, `vectors.npz` the embeddings already made."""

    def __init__(self, path: Path) -> None:
        """Take the directory for this process; raise `IndexBusy` when another one has it."""
        self.path = path
        self._cache = VectorCache(path / "vectors.npz", NAME)
        self._client: Client | None = None
        self._store: Chroma | None = None
        path.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path / "lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBusy(str(path)) from error

    def close(self) -> None:
        """Shut the index and give the directory back."""
        self._shut()
        self._lock.release()

    def current(self) -> str | None:
        """Return the digest of the index in use, if one was finished."""
        return self._pointed().partition("-")[0] or None

    def open(self, entries: Sequence[Entry], model: Model, progress: Progress) -> VectorStore:
        """Return the index of exactly these entries: the one that is there if it is whole, else a new one."""
        digest = digest_of(entries)
        store = self._there(entries, model) if self.current() == digest else None
        if store is None:
            try:
                store = self._build(f"{digest}-{secrets.token_hex(4)}", entries, model, progress)
            except ChromaError as error:
                raise IndexFailed(str(error)) from error
        self._sweep(self._pointed())
        self._store = store
        return store

    def rows(self) -> Iterator[Row]:
        """Yield all that the opened index holds, in any order."""
        if (store := self._store) is not None:
            for start in range(0, _size(store), AT_ONCE):
                yield from _rows(store, start)

    def rest(self) -> None:
        """Shut Chroma, which holds the vectors once more."""
        self._shut()

    def _pointed(self) -> str:
        with suppress(OSError, UnicodeDecodeError):
            return (self.path / "current").read_text(encoding="utf-8").strip()
        return ""

    def _there(self, entries: Sequence[Entry], model: Model) -> Chroma | None:
        """Return the index that the pointer names; None where it is damaged in any way: building it anew mends that."""
        place = self.path / self._pointed()
        with suppress(Exception):
            if is_whole(place):
                store = self._chroma(place, TunedEmbeddings(model, Tuning.load(place / "tuning.npz")))
                if _size(store) == len(entries):
                    return store
        self._shut()
        return None

    def _build(self, name: str, entries: Sequence[Entry], model: Model, progress: Progress) -> Chroma:
        """Build under a new name (Chroma remembers paths, also bad ones), then point to it. What failed is taken away."""
        place = self.path / name
        place.mkdir()
        try:
            store = self._filled(place, entries, model, progress)
            seal(place)
        except BaseException:
            self._shut()
            shutil.rmtree(place, ignore_errors=True)
            raise
        replace(self.path / "current", name.encode())
        return store

    def _filled(self, place: Path, entries: Sequence[Entry], model: Model, progress: Progress) -> Chroma:
        texts = [entry.text for entry in entries if entry.part != CENTRE]
        tuning, made = tuned(entries, self._cache.of(texts, model.embed_many, progress))
        tuning.save(place / "tuning.npz")
        store = self._chroma(place, TunedEmbeddings(model, tuning, made))
        for start in range(0, len(entries), AT_ONCE):
            part = entries[start : start + AT_ONCE]
            documents = [Document(entry.text, metadata={"passage": entry.passage, "part": entry.part}) for entry in part]
            store.add_documents(documents, ids=[entry.id for entry in part])
        if (size := _size(store)) != len(entries):
            msg = f"index holds {size} of {len(entries)} entries"
            raise RuntimeError(msg)
        return self._chroma(place, TunedEmbeddings(model, tuning))

    def _chroma(self, place: Path, embeddings: TunedEmbeddings) -> Chroma:
        if self._client is None:
            settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(place))
            self._client = Client(settings=settings)
        cosine = CreateCollectionConfiguration(hnsw=CreateHNSWConfiguration(space="cosine", ef_search=BREADTH))
        return Chroma(COLLECTION, embeddings, client=self._client, collection_configuration=cosine)

    def _shut(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._store = None

    def _sweep(self, keep: str) -> None:
        """Remove the indexes that are not in use."""
        for path in self.path.iterdir():
            if path.is_dir() and path.name != keep:
                shutil.rmtree(path, ignore_errors=True)


def tuned(entries: Sequence[Entry], raw: dict[str, Vectors]) -> tuple[Tuning, dict[str, list[float]]]:
    """Fit the tuning to the entries (`raw` has their embeddings by text); return it with each text's vector, centres included."""
    own = [entry for entry in entries if entry.part not in {CENTRE, DECOY}]
    groups = [entry.passage for entry in own]
    tuning = Tuning.fit(np.array([raw[entry.text] for entry in own]), groups)
    texts = list(raw)
    fitted = dict(zip(texts, tuning.apply(np.array([raw[text] for text in texts])), strict=True))
    middle = centres(np.array([fitted[entry.text] for entry in own]), groups)
    fitted |= {entry.text: middle[entry.passage] for entry in entries if entry.part == CENTRE}
    return tuning, {text: vector.tolist() for text, vector in fitted.items()}


def _size(store: Chroma) -> int:
    return len(store.get(include=[])["ids"])


def _rows(store: Chroma, start: int) -> Iterator[Row]:
    """Yield up to `AT_ONCE` rows from `start` on."""
    got = store.get(include=["embeddings", "metadatas"], limit=AT_ONCE, offset=start)
    for name, vector, told in zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), got["metadatas"], strict=True):
        yield Row(name, vector, told["passage"], told["part"])


def digest_of(entries: Sequence[Entry]) -> str:
    """Return what names the index of these entries: their content, the model and the layout."""
    digest = hashlib.sha256(f"{NAME}\0{LAYOUT}".encode())
    for entry in entries:
        digest.update(f"{entry.id}\0{entry.text}\0{entry.passage}\0{entry.part}\1".encode())
    return digest.hexdigest()[:20]
