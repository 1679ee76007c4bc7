"""Retrieve: the passages nearest to the question."""

from knowledge.answering import Reply, Thinking
from knowledge.clauses import asking
from knowledge.retrieval import CLAUSES

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
    clauses, weight = ((thinking.focus,), FOCUS) if thinking.focus else (asking(thinking.query), CLAUSES)
    thinking.found = library.retriever.search(thinking.query, top, rules=meant, anchors=anchors, clauses=clauses, weight=weight)
    return None
