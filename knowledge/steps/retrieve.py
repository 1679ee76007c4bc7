"""Retrieve: the passages nearest to the question."""

from knowledge.answering import Reply, Thinking
from knowledge.clauses import asking

TOP = 12


def retrieve(thinking: Thinking, top: int = TOP) -> Reply | None:
    """Set `found`. Passages of a rule that the question names come first among equals."""
    meant = frozenset(rule for mention in thinking.mentions for rule in mention.meant)
    library = thinking.library
    if not thinking.mentions:
        thinking.query = library.lexicon.without_years_to_come(thinking.query)
    anchors, clauses = library.lexicon.anchors(thinking.query), asking(thinking.query)
    thinking.found = library.retriever.search(thinking.query, top, rules=meant, anchors=anchors, clauses=clauses)
    return None
