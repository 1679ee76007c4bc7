"""Guard: what cannot be a question at all - empty, far too long - ends here."""

import re

from knowledge.answering import Outcome, Reply, Thinking
from knowledge.language import is_english

LONGEST = 2000
_MEANING = re.compile(r"[^\W_]")


def guard(thinking: Thinking) -> Reply | None:
    """End an empty or overlong question with words on what to do."""
    if len(thinking.asked) > LONGEST:
        thinking.language = thinking.chosen_language or ("en" if is_english(thinking.asked[:LONGEST]) else "id")
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.too_long", limit=LONGEST))
    if not _MEANING.search(thinking.asked):
        thinking.language = thinking.chosen_language or "id"
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.empty"))
    return None
