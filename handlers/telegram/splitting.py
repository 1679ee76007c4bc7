"""Splits what is too long for one message: at paragraphs, else lines, sentences, words, and never in an entity."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, takewhile
from unicodedata import combining

from handlers.telegram.rich import GAP, Block, units

LIMIT = 4096
"""Characters of a message after its entities are parsed (Bot API, sendMessage)."""

LINE = re.compile(r"()\n")
SENTENCE = re.compile("([.!?…][\"'\u201d\u2019)\\]]*)\\s")
WORD = re.compile(r"()\s")
JOINED = frozenset("\u200d\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
LONGEST_SIGN = 32


def messages(blocks: Iterable[Block], limit: int = LIMIT) -> list[list[Block]]:
    """Return the blocks of each message; a block moves to the next one whole if it fits there."""
    pieces: list[list[Block]] = []
    room = 0
    for block in blocks:
        for part in _broken(block, limit):
            needed = units(GAP) + units(part.text)
            if needed > room:
                pieces.append([])
                room = limit + units(GAP)
            pieces[-1].append(part)
            room -= needed
    return pieces


def _broken(block: Block, limit: int) -> Iterator[Block]:
    rest = block
    while units(rest.text) > limit:
        part, rest = rest.cut(_place(rest, limit))
        yield part
    if rest.text:
        yield rest


def _place(block: Block, limit: int) -> int:
    """Return where to cut: the best place that leaves the first part within `limit`, and not small without need."""
    text = block.text
    end = max(_fitting(text, limit), 1)
    whole = _entities(block, limit)
    for pattern, least in ((LINE, end // 2), (SENTENCE, end // 2), (WORD, 1)):
        found = (match.end(1) for match in pattern.finditer(text, 0, end + 1))
        places = [at for at in found if least <= at <= end and not any(first < at < last for first, last in whole)]
        if places:
            return places[-1]
    return _beside(_between_signs(text, end), whole)


def _fitting(text: str, limit: int) -> int:
    """Return how many characters of `text` fit into `limit` units."""
    used = 0
    for place, sign in enumerate(text):
        used += units(sign)
        if used > limit:
            return place
    return len(text)


def _entities(block: Block, limit: int) -> list[tuple[int, int]]:
    """Return where entities begin and end; one that is too long for any message may be cut, so it is left out."""
    ends = list(accumulate(len(run.text) for run in block.runs))
    return [
        (end - len(run.text), end)
        for run, end in zip(block.runs, ends, strict=True)
        if run.is_entity and units(run.text) <= limit
    ]


def _beside(at: int, entities: list[tuple[int, int]]) -> int:
    """Move a cut before the entity that it is in, or behind it where nothing is before."""
    for first, last in entities:
        if first < at < last:
            return first or last
    return at


def _between_signs(text: str, end: int) -> int:
    """Move a cut before the sign (an emoji of many parts, a letter with its accents) that it would part."""
    for at in range(end, max(end - LONGEST_SIGN, 0), -1):
        if not _parts_sign(text, at):
            return at
    return end


def _parts_sign(text: str, at: int) -> bool:
    is_joined = text[at] in JOINED or combining(text[at]) > 0 or text[at - 1] == "\u200d"
    return is_joined or (_is_half_flag(text[at]) and _half_flags_before(text, at) % 2 == 1)


def _half_flags_before(text: str, at: int) -> int:
    return sum(1 for _ in takewhile(_is_half_flag, reversed(text[:at])))


def _is_half_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
