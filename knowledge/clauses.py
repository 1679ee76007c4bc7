"""The clauses of a question that ask something: "saya jual sambal di Kediri, ..., awalnya harus ngapain" asks its last one."""

import re
from collections.abc import Callable, Iterable, Iterator

_PART = re.compile(
    r"[,.;?!]+(?=\s|$)|\s+(?:(?:dan|and|lan|jeung)\s+)?(?:nah|terus|lalu|trus|tetapi|tapi|namun|jadi|kemudian|then|but|so)\s+",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s+(?:dan|serta|sama|lan|jeung|sareng|and|plus|&)\s+", re.IGNORECASE)
"""Words that join two questions, but as often two things of one: "modal dan omzet"."""
_ASKING = re.compile(
    r"\b(?:apa|apakah|apaan|berapa|kapan|siapa|mana|bagaimana|kenapa|mengapa|gimana|ngapain|bisa|boleh|perlu|harus|wajib|"
    r"what|which|who|whom|whose|when|where|why|how|can|may|does|do|did|is|are|was|were|should|must)\b|\w+kah\b|\btidak\W*$",
    re.IGNORECASE,
)
FEWEST_WORDS = 2


def asking(question: str) -> tuple[str, ...]:
    """Return the clauses that ask, when the question has others beside them or asks more than one thing; else nothing."""
    clauses = [joined for part in _PART.split(question) if part for joined in _unjoined(part.strip())]
    clauses = [clause for clause in clauses if len(clause.split()) >= FEWEST_WORDS]
    asking_ones = tuple(clause for clause in clauses if _ASKING.search(clause))
    return asking_ones if len(clauses) > 1 else ()


def _unjoined(part: str) -> list[str]:
    """Cut where a word joins two questions: each side asks by itself."""
    for joint in _JOINED.finditer(part):
        sides = part[: joint.start()], part[joint.end() :]
        if all(_ASKING.search(side) and len(side.split()) >= FEWEST_WORDS for side in sides):
            return [sides[0], *_unjoined(sides[1])]
    return [part]


def standing(clauses: Iterable[str], names: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Yield the clauses so that each stands by itself: one that names nothing takes over what the one before it named.

    `names` gives the words and numbers of a clause that say what it is about. A year of its own replaces one taken over.
    """
    subject: list[str] = []
    for clause in clauses:
        own = list(names(clause))
        if own and not all(name.isdigit() for name in own):
            subject = own
            yield clause
        else:
            lengths = {len(name) for name in own}
            subject = [*(name for name in subject if not (name.isdigit() and len(name) in lengths)), *own]
            yield " ".join([*(name for name in subject if name not in own), clause])
