"""Resolve: which rule is meant, in whatever spelling, and what a follow-up question follows."""

import re

from knowledge.answering import Reply, Thinking
from knowledge.rules import Fit, understand
from knowledge.steps.subject import has_no_subject, means_the_programme

_OPENING = (
    "kalau|kalo|klo|kl|nek|yen|lamun|upami|terus|trus|lalu|trs|dan|nah|gimana kalau|bagaimana kalau|bagaimana dengan|gimana dengan|"
    "bagaimana jika|what about|how about|and|but|so|then|what if|itu|untuk|buat|kanggo|keur|yang|yg|sing|nu|berarti|jadi|tapi|tp|emang|"
    "emangnya|kenapa|kok|berapa lama|berapa biaya|di mana|dmn|kapan|iraha"
)
_FOLLOWS = re.compile(rf"^\W*(?:{_OPENING})\b|\b\w+nya\b|\b(?:itu|tersebut|tadi|it|that|those|this|they)\b", re.IGNORECASE)
LONGEST_FOLLOW_UP, HARDLY_A_QUESTION = 7, 4
ELSEWHERE = -0.5
"""A question whose words lean so far to the decoys follows nothing: "jadi besok hujan ga"."""


def resolve(thinking: Thinking) -> Reply | None:
    """Set `mentions`; write rules in their short form into the query; join a follow-up with what it follows."""
    if follows := _followed(thinking):
        thinking.focus = thinking.query
        thinking.query = f"{follows} {thinking.query}"
    thinking.mentions = understand(thinking.query, thinking.library.rules)
    if not follows and not thinking.mentions and means_the_programme(thinking.query):
        thinking.notices.append(thinking.say("answer.means_ovop"))
        thinking.query += f" {thinking.say('answer.joining_ovop')}"
    for mention in thinking.mentions:
        if mention.fit is Fit.MISPRINT:
            asked, meant = mention.asked, mention.meant[0]
            thinking.notices.append(thinking.say("answer.misprint", asked=str(asked).strip(), meant=str(meant)))
            thinking.query = thinking.query.replace(str(asked.year), str(meant.year)) + f" {meant}"
        elif mention.fit is Fit.KNOWN and not re.search(rf"(?<!\d){mention.meant[0].number}(?!\d)", thinking.query):
            thinking.query += f" {mention.meant[0]}"
    return None


def _followed(thinking: Thinking) -> str:
    """Return the last question that stands by itself, when the present one does not."""
    if not thinking.before or not _depends(thinking, thinking.query) or _is_elsewhere(thinking):
        return ""
    earlier = [thinking.library.lexicon.repair(question) for question in thinking.before]
    return next((question for question in reversed(earlier) if not _depends(thinking, question)), earlier[-1])


def _is_elsewhere(thinking: Thinking) -> bool:
    """Tell whether the question has a subject of its own, and that is none of ours: "bayar ga" has none."""
    return not has_no_subject(thinking.query) and thinking.library.leaning(thinking.query) < ELSEWHERE


def _depends(thinking: Thinking, question: str) -> bool:
    """Tell whether a question is short, leans on something said before, and names no rule of its own."""
    if len(question.split()) > LONGEST_FOLLOW_UP or understand(question, thinking.library.rules):
        return False
    if len(question.split()) <= HARDLY_A_QUESTION and not thinking.library.lexicon.names_domain(question):
        return True
    return bool(_FOLLOWS.search(question)) or has_no_subject(question)
