"""The steps from a question to an answer, in order. Each may end the question with a reply."""

from knowledge.answering import Outcome, Reply, Step, Thinking
from knowledge.steps.compose import compose
from knowledge.steps.guard import guard
from knowledge.steps.judge import judge
from knowledge.steps.normalise import normalise
from knowledge.steps.resolve import resolve
from knowledge.steps.retrieve import retrieve
from knowledge.steps.route import route
from knowledge.steps.verify import verify

STEPS: dict[str, Step] = {
    "guard": guard,
    "normalise": normalise,
    "route": route,
    "resolve": resolve,
    "retrieve": retrieve,
    "judge": judge,
    "compose": compose,
    "verify": verify,
}


def answer_from(thinking: Thinking) -> Reply:
    """Answer from the passages already chosen."""
    return compose(thinking) or verify(thinking) or thinking.ends(Outcome.ERROR, thinking.say("error.unknown"))
