"""Plain text as the page shows it: headings, lists and paragraphs, with government addresses to tap."""

import re
from dataclasses import dataclass
from unicodedata import category

LONGEST_SHOWN = 1_200
HEADING = re.compile(r"^#{1,3}\s+")
ITEM = re.compile(r"^[-*•]\s+")
# Only these become links: an answer may repeat what a person wrote, and nobody should be led elsewhere by it.
PLACE = re.compile(r"(?<![\w@./:-])((?:https?://)?(?:[a-z0-9-]+\.)+go\.id(?![\w-]|\.\w)(?:/[\w./%?=&#+-]*[\w/])?)", re.IGNORECASE)
COMMAND = re.compile(r"(?<![\w/.])(/(?:nilai|data|perbaiki|berhenti|hapus))(?![\w/-]|\.\w)")
WAYS = {"/nilai": "/penilaian", "/perbaiki": "/penilaian"}
"""Where the page does what a command does in a chat; the rest is on the page of one's data."""
RIGHTS = "/privacy#keys"
STRONG = re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `url` makes it a link, `is_strong` stresses it."""

    text: str
    url: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is `heading`, `list` or `paragraph`; a paragraph's lines are its line breaks."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


def blocks(text: str) -> list[Block]:
    """Part a text at blank lines, and where its lines change from one kind to another."""
    found: list[tuple[str, list[str]]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        before = ""
        for line in part.splitlines():
            kind = _kind(line)
            if kind == "paragraph" and before == "list" and line[:1].isspace():
                found[-1][1][-1] += f" {line.strip()}"
                continue
            if kind != before or kind == "heading":
                found.append((kind, []))
            found[-1][1].append(_bare(line))
            before = kind
    return [Block(kind, tuple(_pieces(line) for line in lines)) for kind, lines in found]


def shown(text: str) -> str:
    """Return a question fit to be shown: no control characters, and cut where it is very long."""
    clean = "".join(sign for sign in text[: 2 * LONGEST_SHOWN] if sign == "\n" or category(sign) not in {"Cc", "Cs"})
    return clean if len(clean) <= LONGEST_SHOWN else clean[:LONGEST_SHOWN].rstrip() + " …"


def _kind(line: str) -> str:
    if HEADING.match(line):
        return "heading"
    return "list" if ITEM.match(line.lstrip()) else "paragraph"


def _bare(line: str) -> str:
    """Return the line without the sign of its kind."""
    return ITEM.sub("", HEADING.sub("", line.strip()))


def _pieces(line: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for index, run in enumerate(STRONG.split(line)):
        pieces += _linked(run, is_strong=index % 2 == 1)
    return tuple(pieces)


def _linked(run: str, *, is_strong: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for index, part in enumerate(PLACE.split(run)):
        if index % 2:
            pieces.append(Piece(part, _address(part), is_strong))
        else:
            pieces += [Piece(word, _way(word) if odd % 2 else "", is_strong) for odd, word in enumerate(COMMAND.split(part)) if word]
    return pieces


def _way(command: str) -> str:
    return WAYS.get(command, RIGHTS)


def _address(place: str) -> str:
    return place if place.lower().startswith(("http://", "https://")) else f"https://{place}"
