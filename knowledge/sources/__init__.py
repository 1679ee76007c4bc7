"""Reading a corpus directory: our own Markdown with front matter, or foreign texts as they are."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from knowledge.passages import Corpus, Passage
from knowledge.sources.faults import CorpusBroken, Fault
from knowledge.sources.markdown import FRONT, read_source
from knowledge.sources.plain import read_jsonl, read_plain

READ = {".md", ".txt", ".jsonl"}

__all__ = ["CorpusBroken", "Fault", "load_corpus"]


def load_corpus(directory: Path) -> Corpus:
    """Read every text file below `directory`; raise `CorpusBroken` with all faults found, each with file and line."""
    files = sorted(path for path in directory.rglob("*") if path.suffix in READ) if directory.is_dir() else []
    if not files:
        raise CorpusBroken([Fault(directory, 0, "no .md, .txt or .jsonl file here")])
    faults: list[Fault] = []
    passages: list[Passage] = []
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        try:
            passages += _read(path)
        except CorpusBroken as broken:
            faults += broken.faults
    faults += _across(passages, directory)
    if faults:
        raise CorpusBroken(faults)
    return Corpus(passages, digest.hexdigest()[:16])


def _read(path: Path) -> list[Passage]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CorpusBroken([Fault(path, 0, f"not UTF-8 text: {error.reason}")]) from error
    if path.suffix == ".jsonl":
        return read_jsonl(path, text)
    return read_source(path, text) if text.startswith(FRONT) else read_plain(path, text)


def _across(passages: list[Passage], directory: Path) -> Iterator[Fault]:
    """Find what only the whole corpus shows: an id used twice, a related passage that is not there."""
    seen: set[str] = set()
    names = {name for passage in passages for name in (passage.id, *passage.formerly)}
    for passage in passages:
        for name in (passage.id, *passage.formerly):
            if name in seen:
                yield Fault(directory, 0, f"id {name!r} is used twice")
            seen.add(name)
        for name in passage.related:
            if name not in names:
                yield Fault(directory, 0, f"{passage.id}: related passage {name!r} does not exist")
