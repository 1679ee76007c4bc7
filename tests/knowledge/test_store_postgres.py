"""The index that workers share: built once, the same answers as the embedded one, swept when nobody searches it."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psycopg
import pytest

from knowledge.answering import Answerer, Reply
from knowledge.embedding import DIMENSIONS
from knowledge.entries import CENTRE, Entry
from knowledge.evaluation.golden import Golden, read_golden
from knowledge.evaluation.measuring import search
from knowledge.opening import SHIPPED, Opened, open_library
from knowledge.store import IndexDirectory, IndexFailed
from knowledge.store_postgres import IndexDatabase
from tests.databases import PostgresHome
from tests.knowledge.stage import words

SAMPLE = 60
"""Golden questions that are asked of both; with `OVOP_TEST_WHOLE=1` in the environment all are."""


class LetterModel:
    """Embeds by hashing: the same text always gives the same direction."""

    def __init__(self) -> None:
        self.embedded = 0
        self.hold = threading.Event()
        self.hold.set()

    def embed_query(self, text: str) -> list[float]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
        vector = np.random.default_rng(seed).normal(size=DIMENSIONS)
        return [float(value) for value in vector / np.linalg.norm(vector)]

    def embed_many(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> list[list[float]]:
        self.hold.wait(20)
        self.embedded += len(texts)
        progress(len(texts))
        return [self.embed_query(text) for text in texts]


def entries(*words: str) -> list[Entry]:
    texts = [Entry(f"{word}#id", f"tentang {word}", word, "text") for word in words]
    return [*texts, *(Entry(f"{word}#{CENTRE}", f"{CENTRE} {word}", word, CENTRE) for word in words)]


def nothing(_done: int, _all: int) -> None:
    """Show no progress."""


@pytest.fixture
async def url(postgres_home: PostgresHome) -> str:
    return await postgres_home.migrated()


@pytest.fixture
def model() -> LetterModel:
    return LetterModel()


@pytest.fixture
def opened(url: str, tmp_path: Path) -> Iterator[Callable[[], IndexDatabase]]:
    """Indexes of workers that each have a folder of their own."""
    indexes: list[IndexDatabase] = []

    def another() -> IndexDatabase:
        indexes.append(IndexDatabase(url, tmp_path / f"{len(indexes)}.npz"))
        return indexes[-1]

    yield another
    for index in indexes:
        index.close()


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'knowledge'").fetchall()
    return {str(name) for (name,) in rows}


def test_what_is_nearest_is_found_with_its_cosine(opened: Callable[[], IndexDatabase], model: LetterModel) -> None:
    store = opened().open(entries("batik", "tenun", "rotan"), model, nothing)

    (first, distance), *rest = store.similarity_search_with_score("tentang tenun", k=400)

    assert first.metadata == {"passage": "tenun", "part": "text"}
    assert distance == pytest.approx(0, abs=1e-6)
    assert len(rest) == 5


def test_it_gives_the_same_neighbours_as_the_embedded_index(
    opened: Callable[[], IndexDatabase], model: LetterModel, tmp_path: Path
) -> None:
    held = entries(*(f"kata {number}" for number in range(300)))
    directory = IndexDirectory(tmp_path / "chroma")
    ours = opened().open(held, model, nothing).similarity_search_with_score("tentang apa", k=50)
    theirs = directory.open(held, model, nothing).similarity_search_with_score("tentang apa", k=50)
    directory.close()

    assert [found.metadata["passage"] for found, _ in ours] == [found.metadata["passage"] for found, _ in theirs]
    assert [distance for _, distance in ours] == pytest.approx([distance for _, distance in theirs], abs=1e-5)


def test_a_second_worker_uses_what_the_first_has_built(opened: Callable[[], IndexDatabase], model: LetterModel) -> None:
    first, second = opened(), opened()
    first.open(entries("batik"), model, nothing)
    embedded = model.embedded

    second.open(entries("batik"), model, nothing)

    assert model.embedded == embedded
    assert first.current() == second.current() is not None


def test_workers_that_start_together_build_once(opened: Callable[[], IndexDatabase], model: LetterModel) -> None:
    model.hold.clear()
    with ThreadPoolExecutor(4) as pool:
        opening = [pool.submit(opened().open, entries("batik", "tenun"), model, nothing) for _ in range(4)]
        model.hold.set()
        found = [each.result(30).similarity_search("tentang batik", k=1)[0].metadata["passage"] for each in opening]

    assert found == ["batik"] * 4
    assert model.embedded == 2


def test_a_changed_corpus_gets_its_own_index_and_the_old_one_stays_while_it_is_searched(
    opened: Callable[[], IndexDatabase], model: LetterModel, url: str
) -> None:
    old, new, later = opened(), opened(), opened()
    searched = old.open(entries("batik"), model, nothing)

    new.open(entries("batik", "tenun"), model, nothing)

    assert searched.similarity_search("tentang batik", k=1)[0].metadata["passage"] == "batik"
    assert len(tables(url)) == 4
    old.close()
    later.open(entries("batik", "tenun"), model, nothing)
    assert tables(url) == {"indexes", "current", f"passages_{new.current()}"}


def test_what_a_killed_builder_left_is_built_anew(opened: Callable[[], IndexDatabase], model: LetterModel, url: str) -> None:
    index = opened()
    index.open(entries("batik"), model, nothing)
    with psycopg.connect(url) as connection:
        connection.execute(f"DELETE FROM knowledge.passages_{index.current()} WHERE part = 'text'")  # type: ignore[call-overload]  # noqa: S608

    store = opened().open(entries("batik"), model, nothing)

    assert len(store.similarity_search("tentang batik", k=10)) == 2


def test_a_search_goes_on_after_the_database_closed_its_connections(
    opened: Callable[[], IndexDatabase], model: LetterModel, url: str
) -> None:
    store = opened().open(entries("batik"), model, nothing)
    store.similarity_search("tentang batik", k=1)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert store.similarity_search("tentang batik", k=1)[0].metadata["passage"] == "batik"


def test_a_database_that_cannot_be_reached_is_told_without_its_password(model: LetterModel, tmp_path: Path) -> None:
    index = IndexDatabase("postgresql://bot:rahasia@127.0.0.1:1/none", tmp_path / "vectors.npz")

    with pytest.raises(IndexFailed, match="pgvector") as raised:
        index.open(entries("batik"), model, nothing)

    assert "rahasia" not in f"{raised.value} {raised.value.__cause__}"


async def test_an_index_that_was_never_built_has_no_digest(opened: Callable[[], IndexDatabase]) -> None:
    assert opened().current() is None


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    library = open_library(SHIPPED, tmp_path_factory.mktemp("index"), words)
    yield library
    library.close()


def test_the_golden_set_is_answered_the_same_on_both(chroma: Opened, url: str, tmp_path: Path) -> None:
    shared = open_library(SHIPPED, tmp_path, words, database=url)
    golden = read_golden()
    sample = golden if os.environ.get("OVOP_TEST_WHOLE") else golden[:: len(golden) // SAMPLE]
    try:
        different = [each.id for each in sample if told(chroma, each) != told(shared, each)]
    finally:
        shared.close()

    assert different == []


def told(opened: Opened, golden: Golden) -> tuple[Reply, list[str]]:
    """Return the whole reply (outcome, text, cited passages), and which passages were found, in their order."""
    answerer = Answerer(opened.library)
    thinking = search(answerer, golden.question)
    return answerer.answer(golden.question, golden.before), [hit.passage.id for hit in thinking.found.hits] if thinking else []


def test_both_hold_the_same_rows(opened: Callable[[], IndexDatabase], model: LetterModel, tmp_path: Path) -> None:
    held = entries(*(f"kata {number}" for number in range(600)))
    ours, directory = opened(), IndexDirectory(tmp_path / "chroma")
    for index in (ours, directory):
        index.open(held, model, nothing)
    first, second = (sorted(index.rows(), key=lambda row: row.id) for index in (ours, directory))
    directory.close()

    assert [(row.id, row.passage, row.part) for row in first] == sorted((each.id, each.passage, each.part) for each in held)
    assert [(row.id, row.passage, row.part) for row in first] == [(row.id, row.passage, row.part) for row in second]
    assert np.array([row.vector for row in first]) == pytest.approx(np.array([row.vector for row in second]), abs=1e-6)
    assert list(IndexDatabase("postgresql://", tmp_path / "none.npz").rows()) == []
