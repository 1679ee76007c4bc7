"""Cutting a long text into pieces of article size (measured to retrieve better than smaller and larger ones)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1200
HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$|^((?:Pasal|Article)[ \t]+\d+\w*)[ \t]*$", re.MULTILINE)
ANCHOR = re.compile(r"\{#[^{}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A heading (may be empty) and the text under it, at most about `LONGEST` characters."""

    heading: str
    text: str


def chunks(text: str) -> Iterator[Chunk]:
    """Yield the pieces of `text`: one a heading (Markdown, or a line `Pasal 5`), longer ones parted at paragraphs."""
    marks = list(HEADING.finditer(text))
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    headings = ["", *(ANCHOR.sub("", mark[1] or mark[2]).strip() for mark in marks)]
    for heading, start, end in zip(headings, starts, ends, strict=True):
        yield from (Chunk(heading, piece) for piece in _pieces(text[start:end].strip()))


def _pieces(text: str) -> Iterator[str]:
    """Join paragraphs as long as they fit; a paragraph that is too long alone is parted at sentences."""
    piece = ""
    for part in _parts(text):
        if piece and len(piece) + len(part) > LONGEST:
            yield piece
            piece = ""
        piece = f"{piece}\n{part}".strip()
    if piece:
        yield piece


def _parts(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        if len(paragraph) <= LONGEST:
            yield paragraph.strip()
        else:
            yield from (part[i : i + LONGEST] for part in re.split(r"(?<=[.;!?])\s+", paragraph) for i in range(0, len(part), LONGEST))
