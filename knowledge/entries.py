"""What is embedded: for each passage its text in every language and the ways it is asked, and the decoys."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.passages import Corpus, Passage, Status

DECOY, CENTRE = "decoy", "centre"
MATTER = "answer."
STATUS_WORDS = {
    Status.CURRENT: "dipakai kini",
    Status.SUPERSEDED: "aturan lama",
    Status.FINISHED: "sudah selesai",
    Status.ABROAD: "luar negeri",
    Status.OFFICER: "kata petugas",
    Status.NONE: "",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One vector of the index.

    `passage` is the id it leads to (`decoy` for a decoy). `part` says what it is of it: `text`, `asked`, `decoy`, or `centre` -
    the mean of the passage's other vectors, whose `text` is only a name.
    """

    id: str
    text: str
    passage: str
    part: str


def entries(corpus: Corpus, decoys: tuple[str, ...]) -> Iterator[Entry]:
    """Yield everything the index holds, in a stable order with stable ids."""
    for passage in corpus.passages:
        yield from _of(passage)
    for number, decoy in enumerate(decoys):
        yield Entry(f"{DECOY}#{number}", decoy, DECOY, DECOY)


def _of(passage: Passage) -> Iterator[Entry]:
    for language, words in passage.words.items():
        yield Entry(f"{passage.id}#{language}", f"{_header(passage)}{words.heading}\n{words.text}", passage.id, "text")
        if words.heading:
            yield Entry(f"{passage.id}#{language}-heading", words.heading, passage.id, "asked")
    for number, question in enumerate(passage.asked):
        yield Entry(f"{passage.id}#asked-{number}", question, passage.id, "asked")
    yield Entry(f"{passage.id}#{CENTRE}", f"{CENTRE} {passage.id}", passage.id, CENTRE)


def _header(passage: Passage) -> str:
    """Return rule and status: embedded with the text, they tell the old rule from the new one."""
    about = ", ".join(filter(None, (passage.source.label, STATUS_WORDS[passage.status])))
    return f"{about}. " if passage.asked else ""


def read_matters(path: Path) -> dict[str, str]:
    """Return the decoys that ask something of the bot itself: the id of the entry, and the text key of what is said then."""
    return {f"{DECOY}#{number}": row[0] for number, row in enumerate(_decoy_rows(path)) if row[0].startswith(MATTER)}


def read_decoys(path: Path) -> tuple[str, ...]:
    """Return the decoy questions of a file of `group<TAB>language<TAB>question` lines; none where there is no file."""
    return tuple(row[2].strip() for row in _decoy_rows(path))


def _decoy_rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return [row for row in lines if len(row) > 2]  # noqa: PLR2004 - three columns
