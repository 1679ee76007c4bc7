"""Reading a corpus directory: our own Markdown with front matter, or foreign texts as they are."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from knowledge.passages import Corpus
from knowledge.sources.faults import CorpusBroken, Fault, Placed
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
    placed: list[Placed] = []
    digest = hashlib.sha256()
    for path in files:
        try:
            content = path.read_bytes()
            digest.update(path.relative_to(directory).as_posix().encode() + b"\0" + content + b"\0")
            placed += _read(path, content)
        except CorpusBroken as broken:
            faults += broken.faults
        except OSError as error:
            faults.append(Fault(path, 0, f"cannot be read: {error.strerror}"))
    if not placed and not faults:
        faults.append(Fault(directory, 0, "no passage in any file here"))
    faults += _across(placed, some_unread=bool(faults))
    if faults:
        raise CorpusBroken(faults)
    return Corpus((each.passage for each in placed), digest.hexdigest()[:16])


def _read(path: Path, content: bytes) -> list[Placed]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CorpusBroken([Fault(path, line, f"not UTF-8 text: {error.reason}")]) from error
    if path.suffix == ".jsonl":
        return read_jsonl(path, text)
    return read_source(path, text) if text.startswith(FRONT) else read_plain(path, text)


def _across(placed: list[Placed], *, some_unread: bool) -> Iterator[Fault]:
    """Find what only the whole corpus shows: an id used twice, and a related passage that is not there.

    Where some passages could not be read, a related one may be among them.
    """
    seen: dict[str, Placed] = {}
    for each in placed:
        for name in (each.passage.id, *each.passage.formerly):
            if first := seen.get(name):
                yield Fault(each.path, each.line, f"id {name!r} is used twice, first in {first.path.name}:{first.line}")
            seen.setdefault(name, each)
    for each in placed:
        for name in each.passage.related:
            if name not in seen and not some_unread:
                yield Fault(each.path, each.line, f"{each.passage.id}: related passage {name!r} does not exist")
