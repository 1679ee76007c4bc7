"""The index: built once, mended when anything is wrong with it, never half of it in use, one process at a time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.entries import Entry
from knowledge.store import IndexBusy, IndexDirectory, digest_of
from tests.knowledge import indexing_process
from tests.knowledge.stage import HashModel, some_entries

ROOT = Path(__file__).parents[2]
COUNT = 20
LARGE = 400
"""Enough that Chroma writes its vector files (from 1,000 entries on); below, all lies in its database."""


def opened(place: Path, entries: list[Entry], model: HashModel | None = None) -> tuple[HashModel, list[str]]:
    """Open the index as one process does, ask it something it knows by heart, and return the model and the nearest passages."""
    model = model or HashModel()
    directory = IndexDirectory(place)
    try:
        store = directory.open(entries, model, lambda _done, _all: None)
        found = store.similarity_search_with_score(entries[3 * 7].text, k=3)
        assert found[0][1] == pytest.approx(0, abs=0.01)
        return model, [document.metadata["passage"] for document, _ in found]
    finally:
        directory.close()


def indexes(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir() if path.is_dir())


def files(place: Path) -> dict[str, Path]:
    """Return the files of an index by a name that is the same in every build."""
    return {path.name: path for path in sorted(place.rglob("*")) if path.is_file() and path.name != "lock"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("built") / "index"
    opened(place, some_entries(LARGE))
    return place


@pytest.fixture
def whole(built: Path, tmp_path: Path) -> Path:
    """A copy of a finished index, to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / "index"))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start other processes on an index; those that still run are ended."""
    started: list[subprocess.Popen[str]] = []

    def start(place: Path, how: str, count: int, word: str = "teks") -> subprocess.Popen[str]:
        command = [sys.executable, indexing_process.__file__, str(place), how, str(count), word]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment))  # noqa: S603 - our own script
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_an_index_is_built_once_and_reopened_without_embedding(tmp_path: Path) -> None:
    first, found = opened(tmp_path / "index", some_entries(COUNT))
    again, found_again = opened(tmp_path / "index", some_entries(COUNT))
    assert len(first.embedded) == 2 * COUNT + 1
    assert again.embedded == []
    assert found_again == found
    assert found[0] == "p7"


def test_an_index_of_other_content_replaces_it_and_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    opened(tmp_path, some_entries(COUNT))
    (before,) = indexes(tmp_path)
    corrected = [*some_entries(COUNT), Entry("p99#id", "teks baru", "p99", "text")]
    model, _ = opened(tmp_path, corrected)
    assert model.embedded == ["teks baru"]
    (after,) = indexes(tmp_path)
    assert after != before
    assert IndexDirectory(tmp_path).current() == digest_of(corrected)


def test_the_digest_tells_every_change() -> None:
    entries = [Entry("a#id", "teks", "a", "text"), Entry("b#id", "teks", "b", "text")]
    changed = [
        entries[::-1],
        [entries[0]],
        [*entries[:1], Entry("b#id", "teks.", "b", "text")],
        [*entries[:1], Entry("b#id", "teks", "b", "asked")],
    ]
    assert digest_of(entries) == digest_of(list(entries))
    assert len({digest_of(each) for each in [entries, *changed]}) == len(changed) + 1


def test_progress_counts_up_to_all(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    directory = IndexDirectory(tmp_path)
    directory.open(some_entries(COUNT), HashModel(), lambda done, every: steps.append((done, every)))
    directory.close()
    assert steps[-1] == (2 * COUNT + 1, 2 * COUNT + 1)
    assert steps == sorted(steps)


SPOILT = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "garbage": lambda path: path.write_bytes(bytes(range(128, 256)) * (path.stat().st_size // 128 + 1)),
}
PARTS = [
    "current",
    "seal.json",
    "tuning.npz",
    "vectors.npz",
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "length.bin",
    "link_lists.bin",
    "index_metadata.pickle",
]


def test_every_file_of_an_index_is_tried(built: Path) -> None:
    assert set(files(built)) == set(PARTS)


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_index_mends_itself(whole: Path, part: str, how: str) -> None:
    SPOILT[how](files(whole)[part])
    _, found = opened(whole, some_entries(LARGE))
    assert found[0] == "p7"
    again, _ = opened(whole, some_entries(LARGE))
    assert again.embedded == []
    assert len(indexes(whole)) == 1


def test_an_index_mends_itself_from_the_vectors_already_made(whole: Path) -> None:
    files(whole)["chroma.sqlite3"].unlink()
    model, _ = opened(whole, some_entries(LARGE))
    assert model.embedded == []


def test_vectors_that_are_lost_are_made_again_when_needed(whole: Path) -> None:
    files(whole)["vectors.npz"].write_bytes(b"spoilt")
    files(whole)["current"].unlink()
    model, _ = opened(whole, some_entries(LARGE))
    assert len(model.embedded) == 2 * LARGE + 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\0", b"../..", b"nowhere-1234", b"\n"])
def test_a_pointer_to_nothing_is_no_index(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_bytes(content)
    (tmp_path / "kept").mkdir()
    assert opened(tmp_path / "index", some_entries(COUNT))[1][0] == "p7"
    assert (tmp_path / "kept").is_dir()


def test_half_built_and_old_indexes_are_swept(whole: Path) -> None:
    (used,) = indexes(whole)
    shutil.copytree(whole / used, whole / "0123-old")
    (whole / "4567-half").mkdir()
    opened(whole, some_entries(LARGE))
    assert indexes(whole) == [used]


def test_what_is_cached_goes_to_disk_by_and_by(tmp_path: Path) -> None:
    entries = [Entry(f"p{n}#id", f"teks {n}", f"p{n}", "text") for n in range(4100)]
    with pytest.raises(RuntimeError, match="power"):
        opened(tmp_path, entries, HashModel(breaks_after=4050))
    again, _ = opened(tmp_path, entries)
    assert len(again.embedded) < 4100 - 3000


def test_a_failure_while_building_leaves_the_old_index_in_use(whole: Path) -> None:
    (used,) = indexes(whole)
    with pytest.raises(RuntimeError, match="power"):
        opened(whole, some_entries(COUNT, "lain"), HashModel(breaks_after=5))
    assert indexes(whole) == [used]
    assert opened(whole, some_entries(LARGE))[0].embedded == []


def test_a_model_that_gives_nonsense_leaves_the_old_index_in_use(whole: Path) -> None:
    class Mute(HashModel):
        def _vector(self, text: str) -> list[float]:
            return []

    (used,) = indexes(whole)
    with pytest.raises(Exception, match=r".+"):
        opened(whole, some_entries(COUNT, "lain"), Mute())
    assert indexes(whole) == [used]
    assert opened(whole, some_entries(LARGE))[0].embedded == []


def test_a_process_killed_while_building_leaves_the_old_index_in_use(whole: Path, other: Callable[..., subprocess.Popen[str]]) -> None:
    (used,) = indexes(whole)
    process = other(whole, "hang", COUNT, "lain")
    assert heard(process) == "half"
    assert len(indexes(whole)) == 2
    process.kill()
    process.wait()
    assert (whole / "current").read_text().strip() == used
    assert opened(whole, some_entries(LARGE))[0].embedded == []
    assert indexes(whole) == [used]


def test_after_a_process_was_killed_the_new_index_can_be_built(whole: Path, other: Callable[..., subprocess.Popen[str]]) -> None:
    process = other(whole, "hang", COUNT, "lain")
    assert heard(process) == "half"
    process.kill()
    process.wait()
    assert opened(whole, some_entries(COUNT, "lain"))[1][0] == "p7"
    assert len(indexes(whole)) == 1


def test_a_second_process_is_refused_and_told_where(tmp_path: Path, other: Callable[..., subprocess.Popen[str]]) -> None:
    directory = IndexDirectory(tmp_path)
    process = other(tmp_path, "open", COUNT)
    assert process.wait(60) == 1
    assert process.stderr is not None
    assert process.stderr.read().strip() == f"busy: {tmp_path}"
    directory.close()


def test_a_directory_held_by_another_process_is_refused_until_that_ends(
    tmp_path: Path, other: Callable[..., subprocess.Popen[str]]
) -> None:
    process = other(tmp_path, "hold", COUNT)
    assert heard(process) == "held"
    with pytest.raises(IndexBusy, match=str(tmp_path)):
        IndexDirectory(tmp_path)
    process.kill()
    process.wait()
    assert opened(tmp_path, some_entries(COUNT))[0].embedded == []


def test_an_index_of_another_process_is_reopened(tmp_path: Path, other: Callable[..., subprocess.Popen[str]]) -> None:
    assert heard(other(tmp_path, "open", COUNT)) == str(2 * COUNT + 1)
    assert heard(other(tmp_path, "open", COUNT)) == "0"


def test_one_process_cannot_take_a_directory_twice(tmp_path: Path) -> None:
    directory = IndexDirectory(tmp_path)
    with pytest.raises(IndexBusy):
        IndexDirectory(tmp_path)
    directory.close()
    IndexDirectory(tmp_path).close()


def test_a_question_is_tuned_like_the_entries(tmp_path: Path) -> None:
    directory = IndexDirectory(tmp_path)
    chance = np.random.default_rng(3)
    entries = [Entry(f"p{n // 4}#{n}", f"teks {n}", f"p{n // 4}", "asked") for n in range(800)]
    for entry in (entries[int(n)] for n in chance.integers(0, 800, 20)):
        store = directory.open(entries, HashModel(), lambda _done, _all: None)
        ((document, distance),) = store.similarity_search_with_score(entry.text, k=1)
        assert (document.metadata["passage"], document.metadata["part"]) == (entry.passage, "asked")
        assert distance == pytest.approx(0, abs=0.01)
    directory.close()
