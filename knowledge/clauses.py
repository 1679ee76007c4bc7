"""The clauses of a long question that ask something: "saya jual sambal di Kediri, ..., awalnya harus ngapain" asks its last one."""

import re

_PART = re.compile(
    r"[,.;?!]+(?=\s|$)|\s+(?:nah|terus|lalu|trus|tetapi|tapi|namun|jadi|kemudian|then|but|so"
    r"|and(?= (?:what|which|how|who|when|where|can|does|is))|dan(?= (?:apa|berapa|kapan|siapa|di mana|bagaimana|lewat|kepada|mana))"
    r"|serta(?= (?:apa|berapa|kapan|siapa|bagaimana)))\s+",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:apa|apakah|apaan|berapa|kapan|siapa|mana|bagaimana|kenapa|mengapa|gimana|ngapain|bisa|boleh|perlu|harus|wajib|"
    r"what|which|who|whom|whose|when|where|why|how|can|may|does|do|did|is|are|was|were|should|must)\b|\w+kah\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 2


def asking(question: str) -> tuple[str, ...]:
    """Return the clauses that ask, when the question has others beside them or asks more than one thing; else nothing."""
    clauses = [part.strip() for part in _PART.split(question) if part and len(part.split()) >= FEWEST_WORDS]
    asking_ones = tuple(clause for clause in clauses if _ASKING.search(clause))
    return asking_ones if len(clauses) > 1 else ()
