"""How near a question is to each passage: the same whatever order the store gives its rows in, and as the store's own search says."""

from collections.abc import Iterator

import numpy as np
import pytest
from langchain_core.vectorstores import VectorStore

from knowledge.neighbours import NEIGHBOURS, Held, Row, Searched
from knowledge.store import IndexDirectory, TunedEmbeddings
from knowledge.tuning import Tuning
from tests.knowledge.stage import HashModel, some_entries

COUNT = 300
PLACES = {f"p{number}": number for number in range(COUNT)}
SIZE = 8


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Row], VectorStore]]:
    directory = IndexDirectory(tmp_path_factory.mktemp("index"))
    store = directory.open(some_entries(COUNT), HashModel(), lambda _done, _all: None)
    yield list(directory.rows()), store
    directory.close()


@pytest.fixture
def embeddings() -> TunedEmbeddings:
    return TunedEmbeddings(HashModel(), Tuning(np.zeros(SIZE, np.float32), np.eye(SIZE, dtype=np.float32)))


def held(index: tuple[list[Row], VectorStore]) -> Held:
    rows, store = index
    assert store.embeddings is not None
    return Held(rows, PLACES, store.embeddings)


@pytest.mark.parametrize("question", ["teks 7", "tanya teks 250", "apa saja", ""])
def test_what_is_held_in_memory_says_what_the_store_says(index: tuple[list[Row], VectorStore], question: str) -> None:
    ours, theirs = held(index).of(question), Searched(index[1], PLACES).of(question)

    assert ours.best == pytest.approx(theirs.best, abs=1e-5)
    assert ours.centre == pytest.approx(theirs.centre, abs=1e-5)
    assert ours.decoy == pytest.approx(theirs.decoy, abs=1e-5)


def test_every_row_is_read_once(index: tuple[list[Row], VectorStore]) -> None:
    told = sorted((row.id, row.passage, row.part) for row in index[0])

    assert told == sorted((entry.id, entry.passage, entry.part) for entry in some_entries(COUNT))


def test_the_order_of_the_rows_changes_no_bit(index: tuple[list[Row], VectorStore]) -> None:
    rows, store = index
    one, other = held(index).of("teks 7"), held((rows[::-1], store)).of("teks 7")

    assert (one.best == other.best).all()
    assert (one.centre == other.centre).all()


def test_what_is_far_has_the_cosine_of_the_last_neighbour(index: tuple[list[Row], VectorStore]) -> None:
    near = held(index).of("teks 7")
    floor = near.best.min()

    assert len(index[0]) > NEIGHBOURS
    assert near.best[7] == pytest.approx(1, abs=1e-5)
    assert (near.best == floor).sum() > 1
    assert near.centre.min() == floor


def test_an_index_smaller_than_the_neighbours_and_without_decoys_is_searched(embeddings: TunedEmbeddings) -> None:
    vectors = np.eye(SIZE, dtype=np.float32)[:2]
    rows = [Row(f"p{number}#id", vector, f"p{number}", "text") for number, vector in enumerate(vectors)]
    near = Held(rows, {"p0": 0, "p1": 1}, embeddings).of("teks")
    asked = np.asarray(embeddings.embed_query("teks"))

    assert near.best == pytest.approx(np.maximum(asked[:2], asked[:2].min()))
    assert near.decoy == near.centre[0] == pytest.approx(asked[:2].min())
