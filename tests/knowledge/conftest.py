"""The shipped library, opened once a session."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.answering import Answerer, Library, Reply
from knowledge.embedding import E5Embeddings
from knowledge.entries import entries, read_decoys
from knowledge.evaluation.golden import Golden, read_golden
from knowledge.lexicon import Lexicon
from knowledge.opening import SHIPPED, Opened, open_library
from knowledge.passages import Corpus
from knowledge.sources import load_corpus
from knowledge.store import IndexDirectory
from tests.knowledge.stage import patiently, words

KEPT = Path(__file__).parents[2] / "build" / "test-index"
"""The index of the shipped corpus, kept between runs: only the first one embeds everything (some minutes)."""


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus(SHIPPED)


@pytest.fixture(scope="session")
def opened(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Open a copy of the kept index, so that its lock is free for other pytest processes while this one runs."""
    place = tmp_path_factory.mktemp("library") / "index"
    kept = patiently(lambda: IndexDirectory(KEPT))
    try:
        kept.open(list(entries(corpus, read_decoys(SHIPPED / "decoys.tsv"))), E5Embeddings(), lambda _done, _all: None)
        shutil.copytree(KEPT, place, ignore=shutil.ignore_patterns("lock", "vectors*"))
    finally:
        kept.close()
    library = open_library(SHIPPED, place, words)
    yield library
    library.close()
    shutil.rmtree(place)


@pytest.fixture(scope="session")
def library(opened: Opened) -> Library:
    return opened.library


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    return Answerer(library)


@pytest.fixture(scope="session")
def lexicon(library: Library) -> Lexicon:
    return library.lexicon


@pytest.fixture(scope="session")
def golden() -> list[Golden]:
    return read_golden()


@pytest.fixture(scope="session")
def replies(answerer: Answerer, golden: list[Golden]) -> dict[str, Reply]:
    """Answer the golden set once."""
    return {each.id: answerer.answer(each.question, each.before) for each in golden}
