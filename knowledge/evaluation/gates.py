"""What the golden set must show, or CI fails.

The retrieval gates and the out-of-scope ones are those the project was started with; the answer gates stand a few points
under what was measured when they were set, so that chance does not trip them and a real loss does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.answering import Answerer
from knowledge.evaluation.judging import Verdict
from knowledge.evaluation.measuring import CHATTED, answered_out_of_scope, in_slang, rates, retrieval, with_typos

CLEAN = frozenset({"formal", "colloquial", "long"})
CHAT = "yang=yg tidak=ga berapa=brp bagaimana=gmn apa=ap sudah=udh untuk=utk dengan=dgn saya=sy bisa=bs harus=hrs"
NOISE = 0.05
"""How much of hit@3 a noisy variant of clean questions may lose."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One figure and what it must reach: at least `wanted`, or at most where it is a `ceiling`."""

    name: str
    measured: float
    wanted: float
    ceiling: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is where it must be."""
        return self.measured <= self.wanted if self.ceiling else self.measured >= self.wanted

    @property
    def mark(self) -> str:
        """A word for a table."""
        return "ok" if self.met else "MISSED"


def gates(answerer: Answerer, found: Sequence[Verdict]) -> list[Gate]:
    """Measure every gate on judged questions."""
    return [*_answers(found), *_retrieved(answerer, found), *_noise(answerer, found)]


def _answers(found: Sequence[Verdict]) -> Iterator[Gate]:
    overall = rates(found)
    yield Gate("outcome right", overall.outcome, 0.93)
    yield Gate("fully right", overall.right, 0.9)
    yield Gate("fabrications", float(overall.fabricated), 0.0, ceiling=True)
    yield Gate("out of scope, answered: far", answered_out_of_scope(v for v in found if v.golden.distance == "far"), 0.0, ceiling=True)
    yield Gate("out of scope, answered: near", answered_out_of_scope(v for v in found if v.golden.distance == "near"), 0.1, ceiling=True)


def _retrieved(answerer: Answerer, found: Sequence[Verdict]) -> Iterator[Gate]:
    golden = [verdict.golden for verdict in found]
    formal = retrieval(answerer, [each for each in golden if each.style == "formal" and each.language == "id"])
    chat = retrieval(answerer, [each for each in golden if each.style in CHATTED])
    yield Gate("retrieval, formal: hit@1", formal.hit1, 0.85)
    yield Gate("retrieval, formal: hit@3", formal.hit3, 0.97)
    yield Gate("retrieval, chat: hit@3", chat.hit3, 0.88)


def _noise(answerer: Answerer, found: Sequence[Verdict]) -> Iterator[Gate]:
    clean = [verdict.golden for verdict in found if verdict.golden.style in CLEAN and verdict.golden.language == "id"]
    slang = dict(pair.split("=") for pair in CHAT.split())
    base = retrieval(answerer, clean).hit3
    variants = {"CAPS": str.upper, "typos": with_typos, "slang": lambda text: in_slang(text, slang)}
    for name, change in variants.items():
        yield Gate(f"retrieval lost to {name}: hit@3", base - retrieval(answerer, clean, change).hit3, NOISE, ceiling=True)
