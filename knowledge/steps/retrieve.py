"""Retrieve: the passages nearest to the question."""

from knowledge.answering import Reply, Thinking
from knowledge.clauses import asking

TOP = 12


def retrieve(thinking: Thinking, top: int = TOP) -> Reply | None:
    """Set `found`. Passages of a rule that the question names come first among equals."""
    meant = frozenset(rule for mention in thinking.mentions for rule in mention.meant)
    anchors = thinking.library.lexicon.anchors(thinking.query)
    search = thinking.library.retriever.search
    thinking.found = search(thinking.query, top, rules=meant, anchors=anchors, clauses=asking(thinking.query))
    return None
