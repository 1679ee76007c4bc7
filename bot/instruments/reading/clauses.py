"""A message in clauses, and which of them ask something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.instruments.reading.chat import chat, plain, raw, tokens
from bot.instruments.reading.stance import HAVING, NEGATIONS

_AND = "sedangkan|terus|trs|trus|dan|and|while|then|karo|jeung|sareng|kaliyan|lan"
_BUT = "tapi|tp|tpi|tpii|tetapi|cuma|cuman|namun|but|nanging|ananging|tapina|padahal"
_BECAUSE = "karena|krn|karna|soalnya|soale|soalna|sebab|because|amarga|amargi|margi|kusabab"
_SEPARATOR = re.compile(rf"([?])|[;!\n()]+|(?<!\d)[.,/]+|[.,/]+(?!\d)|\b(?:{_AND})\b|\b({_BECAUSE})\b|\b({_BUT})\b")
_UNTIL = re.compile(r"\bs\s?/\s?d\b")
_NO_MATTER = re.compile(
    r"\b(?:gak?|ga|ngga|nggak|tidak|ndak|tdk|bukan) (?:hanya|cuman?|masalah|apa-apa|apa|papa)\b|\bgpp\b|\bblm lama\b|\bbelum lama\b"
)
_PRONOUNS = frozenset("i we you it this that there my they the".split())
_WH = frozenset("what when where who which whose".split())
_PARTICLE = re.compile(r"^(?!langkah|berkah|naskah|serakah|nikah)\w{3,}kah$")
_LAST = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message as it was typed; `asks` where it is a question, `limits` where it follows a "but"."""

    text: str
    asks: bool
    limits: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Return its words as they are reasoned with."""
        return tokens(self.text)


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the parts of `text`, without those that only give a reason."""
    return tuple(clause for clause in _split(_NO_MATTER.sub(" ", _UNTIL.sub(" sampai ", plain(text)))) if raw(clause.text))


def is_question(text: str) -> bool:
    """Tell whether `text` asks something."""
    return any(clause.asks for clause in clauses(text)) or (not raw(text) and "?" in text)


def _split(text: str) -> Iterator[Clause]:
    start, reason, limits = 0, False, False
    for mark in _SEPARATOR.finditer(text):
        part = text[start : mark.start()]
        if not reason or mark[1]:
            yield Clause(part, bool(mark[1]) or _asks(part), limits)
        start, reason, limits = mark.end(), bool(mark[2]), bool(mark[3])
    if not reason:
        yield Clause(text[start:], _asks(text[start:]), limits)


def _asks(text: str) -> bool:
    """Tell whether a clause without a question mark asks, by its words."""
    typed, words = raw(text), tokens(text)
    if typed[:1] and (typed[0] in _WH or (typed[0] in chat().questions["opens"] and typed[1:2] and typed[1] in _PRONOUNS)):
        return True
    if typed[1:] and typed[0] in chat().questions["wonders"]:
        return True
    if any(_PARTICLE.match(word) for word in typed):
        return True
    return any(_asks_at(words, place) for place in range(len(words)))


def _asks_at(words: tuple[str, ...], place: int) -> bool:
    tables = chat().questions
    word, before, after = words[place], words[place - 1] if place else "", words[place + 1] if place + 1 < len(words) else ""
    if word in tables["modals"]:
        return after == "tidak" and (word not in HAVING or chat().sets["filler"].union({"ya"}).issuperset(words[place + _LAST :]))
    if word not in tables["asks"] or before in NEGATIONS | {"tidaktahu", "seperti"}:
        return False
    return after not in tables["indefinite"] or (
        after == "saja" and ((before == "" and place + _LAST < len(words)) or before.endswith("nya"))
    )
