"""Foreign texts: JSON lines, plain text and Markdown without our front matter, as passages of article size."""

import json
from collections.abc import Iterator
from pathlib import Path

from knowledge.chunking import Chunk, chunks
from knowledge.passages import Passage, Source, Wording
from knowledge.sources.faults import CorpusBroken, Fault


def read_plain(path: Path, text: str) -> list[Passage]:
    """Return one passage for each chunk of `text`; ids are `<file stem>.<number from 1>`."""
    source = Source(path.stem, path.stem, {"id": path.stem}, "text")
    return [_passage(f"{path.stem}.{n}", source, chunk) for n, chunk in enumerate(chunks(text), 1)]


def read_jsonl(path: Path, text: str) -> list[Passage]:
    """Return one passage a line: `{"id", "text"}` and optionally `title` and `questions` (a list of strings)."""
    source = Source(path.stem, path.stem, {"id": path.stem}, "text")
    return list(_lines(path, text, source))


def _lines(path: Path, text: str, source: Source) -> Iterator[Passage]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            chunk = Chunk(str(row.get("title") or ""), str(row["text"]))
            asked = tuple(map(str, row.get("questions") or ()))
            yield _passage(str(row["id"]), source, chunk, asked)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise CorpusBroken([Fault(path, number, f'wants {{"id", "text"}} as JSON: {error!r}')]) from error


def _passage(name: str, source: Source, chunk: Chunk, asked: tuple[str, ...] = ()) -> Passage:
    return Passage(name, source, {"id": Wording(chunk.heading, chunk.text)}, asked=asked)
