"""Foreign texts: JSON lines, plain text and Markdown without our front matter, as passages of article size."""

import json
import re
from pathlib import Path
from typing import Any

from knowledge.chunking import Chunk, chunks
from knowledge.passages import Passage, Source, Wording
from knowledge.sources.faults import CorpusBroken, Fault, Placed

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_plain(path: Path, text: str) -> list[Placed]:
    """Return one passage for each chunk of `text`; ids are `<file stem>.<number from 1>`."""
    source = Source(path.stem, path.stem, {"id": path.stem}, "text")
    return [Placed(_passage(f"{path.stem}.{n}", source, chunk), path, 0) for n, chunk in enumerate(chunks(text), 1)]


def read_jsonl(path: Path, text: str) -> list[Placed]:
    """Return one passage a line: `{"id", "text"}` and optionally `title` and `questions` (a list of strings)."""
    source = Source(path.stem, path.stem, {"id": path.stem}, "text")
    faults: list[Fault] = []
    placed: list[Placed] = []
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: a text may hold U+2028
        if line.strip():
            try:
                placed.append(Placed(_row(json.loads(line), source), path, number))
            except (ValueError, TypeError) as error:
                faults.append(Fault(path, number, f'wants {{"id", "text"}} as JSON: {error}'))
    if faults:
        raise CorpusBroken(faults)
    return placed


def _row(row: object, source: Source) -> Passage:
    match row:
        case {"id": str() | int() as name, "text": str() as text, **rest}:
            questions: Any = rest.get("questions") or ()
            chunk = Chunk(_clean(rest.get("title") or ""), _clean(text))
            return _passage(_clean(name), source, chunk, tuple(map(_clean, questions)))
        case _:
            msg = "id or text is missing, or is no text"
            raise TypeError(msg)


def _clean(value: object) -> str:
    """Return text that can be stored: JSON may escape half a character."""
    return _LONE_SURROGATE.sub("\ufffd", str(value))


def _passage(name: str, source: Source, chunk: Chunk, asked: tuple[str, ...] = ()) -> Passage:
    return Passage(name, source, {"id": Wording(chunk.heading, chunk.text)}, asked=asked)
