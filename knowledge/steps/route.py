"""Route: what is said to the bot but is no question to the corpus.

Greeting, thanks, help, a wish for a person, one's own data, assessing one's own business, an injection.
"""

import re

from knowledge.answering import Outcome, Reply, Thinking
from knowledge.steps.openers import openers
from knowledge.steps.phrases import ASSESSING, DATA, ENGLISH, FINE, GREETING, HELP, INJECTION, PERSON, THANKS

COURTESIES = ((GREETING, "answer.greeting"), (THANKS, "answer.thanks"), (FINE, "answer.thanks"), (HELP, "answer.greeting"))
MATTERS = ((PERSON, "answer.person"), (DATA, "answer.data"), (ASSESSING, "answer.assessing"))
SHORTEST_REST = 4


def route(thinking: Thinking) -> Reply | None:
    """End what needs no search. An injection is cut out; when a question is left beside it, that is answered."""
    for pattern, key in COURTESIES:
        if pattern.match(thinking.text):
            _speak_as_chosen(thinking)
            return thinking.ends(Outcome.CLARIFICATION, thinking.say(key), choices=openers(thinking.library.corpus))
    for pattern, key in MATTERS:
        if pattern.search(thinking.text):
            return thinking.ends(Outcome.CLARIFICATION, thinking.say(key), choices=openers(thinking.library.corpus))
    if INJECTION.search(thinking.text):
        return _without_injection(thinking)
    return None


def _speak_as_chosen(thinking: Thinking) -> None:
    """Use the chosen language: a greeting is too short to tell one by, unless it is plainly English."""
    if thinking.language == "id":
        thinking.language = thinking.chosen_language or ("en" if ENGLISH.search(thinking.text) else "id")


def _without_injection(thinking: Thinking) -> Reply | None:
    clauses = re.split(r"(?<=[.!?;,\n])\s+|\s+(?:terus|trus|lalu|and then|then|dan)\s+", thinking.text)
    rest = " ".join(clause for clause in clauses if not INJECTION.search(clause))
    if len(rest.split()) >= SHORTEST_REST and thinking.library.lexicon.names_domain(rest):
        thinking.query = rest
        return None
    return thinking.ends(Outcome.OUT_OF_SCOPE, thinking.say("answer.injection"), choices=openers(thinking.library.corpus))
