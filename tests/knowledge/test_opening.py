"""Opening a library, also on foreign texts."""

from pathlib import Path

import pytest

from knowledge.answering import Answerer, Outcome
from knowledge.opening import index_is_current, open_library
from knowledge.sources import CorpusBroken
from knowledge.store import IndexBusy, IndexDirectory
from tests.knowledge.stage import front, section, words, write

FOREIGN = """{"id": "air", "title": "Air", "text": "Air mengalir dari hulu ke hilir sungai.", "questions": ["ke mana air mengalir?"]}
{"id": "api", "title": "Api", "text": "Api membakar kayu kering di hutan."}
{"id": "angin", "title": "Angin", "text": "Angin bertiup dari laut ke darat pada siang hari."}
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    return write(tmp_path / "alam", "alam.jsonl", FOREIGN).parent


def test_foreign_texts_can_be_searched(foreign: Path, tmp_path: Path) -> None:
    opened = open_library(foreign, tmp_path / "index", words)
    search = opened.library.retriever.search
    assert [search(question, 1).hits[0].passage.id for question in ("ke mana air mengalir?", "kayu terbakar", "angin dari laut")] == [
        "air",
        "api",
        "angin",
    ]
    assert len(search("apa saja", 10).hits) == 3
    opened.close()


@pytest.mark.parametrize(
    "question", ["ke mana air mengalir?", "halo", "apa itu OVOP?", "permenperin 14/2021 pasal 3", "kalau api?", "syaratnya apa", "xyz"]
)
def test_foreign_texts_are_answered_from_or_refused(foreign: Path, tmp_path: Path, question: str) -> None:
    opened = open_library(foreign, tmp_path / "index", words)
    reply = Answerer(opened.library).answer(question)
    assert reply.outcome is not Outcome.ERROR
    assert {cited.passage.id for cited in reply.citations} <= {"air", "api", "angin"}
    opened.close()


def test_progress_is_told_while_building_and_not_afterwards(foreign: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    open_library(foreign, tmp_path / "index", words, lambda done, every: told.append((done, every))).close()
    assert told[-1][0] == told[-1][1] > 0
    told.clear()
    open_library(foreign, tmp_path / "index", words, lambda done, every: told.append((done, every))).close()
    assert told == []


def test_an_index_is_current_until_the_corpus_changes(foreign: Path, tmp_path: Path) -> None:
    assert not index_is_current(foreign, tmp_path / "index")
    open_library(foreign, tmp_path / "index", words).close()
    assert index_is_current(foreign, tmp_path / "index")
    write(foreign, "alam.jsonl", FOREIGN.replace("hilir", "muara"))
    assert not index_is_current(foreign, tmp_path / "index")


def test_a_broken_corpus_is_told_before_the_index_is_touched(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "contoh.md", front() + section(english=None))
    with pytest.raises(CorpusBroken, match=r"contoh\.md:"):
        open_library(tmp_path / "corpus", tmp_path / "index", words)
    assert not (tmp_path / "index").exists()


def test_a_busy_index_is_told(foreign: Path, tmp_path: Path) -> None:
    holder = IndexDirectory(tmp_path / "index")
    with pytest.raises(IndexBusy):
        open_library(foreign, tmp_path / "index", words)
    holder.close()
    open_library(foreign, tmp_path / "index", words).close()


def test_a_failure_while_opening_gives_the_directory_back(foreign: Path, tmp_path: Path) -> None:
    def break_off(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_library(foreign, tmp_path / "index", words, break_off)
    IndexDirectory(tmp_path / "index").close()
