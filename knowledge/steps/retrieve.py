"""Retrieve: the passages nearest to the question."""

from collections.abc import Iterator

from knowledge.answering import Reply, Thinking
from knowledge.clauses import asking, standing
from knowledge.lexicon import Lexicon
from knowledge.retrieval import CLAUSES, Clause
from knowledge.steps.subject import subject_of

TOP = 12
FOCUS = 0.6
"""How much a follow-up counts against the question that it follows."""


def retrieve(thinking: Thinking, top: int = TOP) -> Reply | None:
    """Set `found`. Passages of a rule that the question names come first among equals."""
    meant = frozenset(rule for mention in thinking.mentions for rule in mention.meant)
    library = thinking.library
    if not thinking.mentions:
        thinking.query = library.lexicon.without_years_to_come(thinking.query)
    anchors = library.lexicon.anchors(thinking.query)
    thinking.clauses = (thinking.focus,) if thinking.focus else tuple(_standing(thinking.query, library.lexicon))
    clauses = tuple(Clause(clause, library.lexicon.anchors(clause)) for clause in thinking.clauses)
    weight = FOCUS if thinking.focus else CLAUSES
    thinking.found = library.retriever.search(thinking.query, top, rules=meant, anchors=anchors, clauses=clauses, weight=weight)
    return None


def _standing(question: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the clauses that ask something, each with its subject: names of the domain, where it has none whatever it speaks of."""
    clauses = asking(question)
    is_named = any(not name.isdigit() for clause in clauses for name in lexicon.names(clause))
    return standing(clauses, lexicon.names if is_named else subject_of)
