"""Running the golden set: answers judged, retrieval measured, the scope calibrated on its dev half."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answering import Answerer, Outcome, Thinking
from knowledge.evaluation.golden import Golden
from knowledge.evaluation.judging import Verdict, judge
from knowledge.scope import Calibration, Evidence
from knowledge.steps import STEPS
from knowledge.steps.judge import evidence

CHATTED = frozenset({"colloquial", "slang", "short", "typo", "long"})
SEARCHING = ("guard", "normalise", "route", "resolve", "retrieve")
SLIPS = 0.12
"""Share of the longer words that get a typo in the typo variant."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of a group of verdicts, 0 to 1; `cited` and `facts` are of what was due (1 where nothing was)."""

    count: int
    outcome: float
    cited: float
    facts: float
    right: float
    fabricated: int


def verdicts(answerer: Answerer, golden: Iterable[Golden]) -> list[Verdict]:
    """Answer and judge every question."""
    return [judge(each, answerer.answer(each.question, each.before)) for each in golden]


def rates(group: Sequence[Verdict]) -> Rates:
    """Return the shares of a group."""
    cited = [verdict.cited for verdict in group if verdict.cited is not None]
    due = [verdict for verdict in group if verdict.cited is not None or verdict.missing]
    facts = sum(len(verdict.golden.facts) for verdict in due)
    found = facts - sum(len(verdict.missing) for verdict in due)
    return Rates(
        len(group),
        _share(sum(verdict.outcome for verdict in group), len(group)),
        _share(sum(cited), len(cited)),
        _share(found, facts),
        _share(sum(verdict.right for verdict in group), len(group)),
        sum(len(verdict.fabricated) for verdict in group),
    )


def grouped(found: Iterable[Verdict], by: Callable[[Golden], str]) -> dict[str, Rates]:
    """Return the shares of each group, in order of name."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in found:
        groups[by(verdict.golden)].append(verdict)
    return {name: rates(groups[name]) for name in sorted(groups)}


@dataclass(frozen=True, slots=True)
class Found:
    """Retrieval over a group of questions: share with a right passage first, among the first three, and mean reciprocal rank."""

    count: int
    hit1: float
    hit3: float
    mrr: float

    @classmethod
    def of(cls, ranks: Sequence[float]) -> "Found":
        """Return the shares of the places of the first right passages; infinity where there was none."""
        return cls(
            len(ranks),
            _share(sum(rank == 1 for rank in ranks), len(ranks)),
            _share(sum(rank <= 3 for rank in ranks), len(ranks)),  # noqa: PLR2004 - hit@3
            _share(sum(1 / rank for rank in ranks), len(ranks)),
        )


def retrieval(answerer: Answerer, golden: Iterable[Golden], change: Callable[[str], str] = lambda text: text) -> Found:
    """Measure retrieval on the questions that have right passages, each changed by `change` (such as `str.upper`)."""
    return Found.of([_rank(answerer, change(each.question), each) for each in golden if each.passages and not each.before])


def _rank(answerer: Answerer, question: str, golden: Golden) -> float:
    thinking = search(answerer, question)
    hits = [hit.passage for hit in thinking.found.hits] if thinking else []
    named = [n for n, passage in enumerate(hits, 1) if not {passage.id, *passage.formerly}.isdisjoint(golden.passages)]
    return min(named, default=float("inf"))


def search(answerer: Answerer, question: str) -> Thinking | None:
    """Take the steps up to retrieval; None when one of them ended the question."""
    thinking = Thinking(answerer.library, question)
    return None if any(STEPS[name](thinking) for name in SEARCHING) else thinking


def answered_out_of_scope(found: Iterable[Verdict]) -> float:
    """Return the share of out-of-scope questions that were answered all the same."""
    outside = [verdict for verdict in found if verdict.golden.expect == ("out_of_scope",)]
    return _share(sum(verdict.reply.outcome is Outcome.ANSWERED for verdict in outside), len(outside))


def with_typos(question: str) -> str:
    """Return the question with two letters swapped in some of its longer words, always the same ones."""
    chance = random.Random(question)  # noqa: S311 - repeatable noise, no secret
    return " ".join(_slip(word, chance) if len(word) > 4 and chance.random() < SLIPS else word for word in question.split())  # noqa: PLR2004


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def in_slang(question: str, slang: dict[str, str]) -> str:
    """Return the question with standard words written as `slang` (standard word to chat word) has them."""
    return " ".join(slang.get(word.lower(), word) for word in question.split())


def calibrated(answerer: Answerer, golden: Iterable[Golden], refuse: float, answer: float) -> Calibration:
    """Fit the scope model to the dev half: logistic regression, both classes weighing the same, a little ridge."""
    seen = [(each, search(answerer, each.question)) for each in golden if each.split == "dev" and not each.before]
    pairs = [(evidence(thinking), each.in_scope) for each, thinking in seen if thinking and _is_plain(each)]
    weights, bias = _logistic(np.array([pair[0].features for pair in pairs]), np.array([pair[1] for pair in pairs], dtype=float))
    margin, leaning, named = (round(float(weight), 3) for weight in weights)
    return Calibration(margin, leaning, named, round(bias, 3), refuse, answer)


def _is_plain(golden: Golden) -> bool:
    """Tell whether a question is either in scope or out of it, not vague."""
    return golden.expect == ("out_of_scope",) or golden.in_scope


def _logistic(x: np.ndarray, y: np.ndarray, ridge: float = 0.01, steps: int = 4000) -> tuple[np.ndarray, float]:
    weights, bias = np.zeros(x.shape[1]), 0.0
    balance = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    for _ in range(steps):
        slope = balance * (1 / (1 + np.exp(-(x @ weights + bias))) - y)
        weights -= 0.3 * (x.T @ slope / len(y) + ridge * weights)
        bias -= 0.3 * float(slope.mean())
    return weights, bias


def auroc(answerer: Answerer, golden: Iterable[Golden]) -> float:
    """Return how well sureness tells in scope from out of scope: the chance that a pair is in the right order."""
    sure: dict[bool, list[float]] = {True: [], False: []}
    for each in golden:
        thinking = search(answerer, each.question)
        if thinking and _is_plain(each):
            found: Evidence = evidence(thinking)
            sure[each.in_scope].append(answerer.library.calibration.sureness(found))
    pairs = [(inside > outside) + 0.5 * (inside == outside) for inside in sure[True] for outside in sure[False]]
    return _share(sum(pairs), len(pairs))


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0
