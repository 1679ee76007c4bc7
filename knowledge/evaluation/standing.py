"""Whether a larger library still answers the golden set as well as the one in use, and finds what it was made for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.answering import Answerer, Cited, Outcome
from knowledge.evaluation.golden import Golden
from knowledge.evaluation.judging import Verdict, judge
from knowledge.evaluation.measuring import Rates, rates
from knowledge.kinship import ask_the_same, placed
from knowledge.passages import Passage

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """The golden set on the library in use and on the larger one; `is_found` tells whether the passage answers its own question.

    `worse` are the questions that were answered rightly, and would be no longer.
    """

    before: Rates
    after: Rates
    is_found: bool
    worse: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether nothing fell."""
        return (
            self.after.right >= self.before.right
            and self.after.outcome >= self.before.outcome
            and self.after.fabricated <= self.before.fabricated
        )


def standing(now: Answerer, larger: Answerer, passage: Passage, golden: Sequence[Golden], step: Step) -> Standing:
    """Measure both; `step` hears how many answers of how many there are.

    A golden question that is the passage's own, and of which it was only said that nothing is known, is left out: it is known now.
    """
    found: list[tuple[Verdict, Verdict]] = []
    for number, each in enumerate(golden, 1):
        pair = tuple(judge(each, one.answer(each.question, each.before)) for one in (now, larger))
        found.append((pair[0], pair[1]))
        step(number, len(golden))
    counted = [pair for pair in found if not _is_its_own(larger, passage, pair[1])]
    own = larger.answer(passage.words["id"].heading)
    worse = tuple(before.golden.question for before, after in counted if before.right and not after.right)
    return Standing(rates([pair[0] for pair in counted]), rates([pair[1] for pair in counted]), _cites(own.citations, passage), worse)


def _is_its_own(larger: Answerer, passage: Passage, after: Verdict) -> bool:
    if Outcome.NOT_IN_INDEX.value not in after.golden.expect or not _cites(after.reply.citations, passage):
        return False
    asked = placed(larger.library, after.golden.question)
    return any(ask_the_same(asked, placed(larger.library, way)) for way in passage.asked)


def _cites(citations: Sequence[Cited], passage: Passage) -> bool:
    return any(cited.passage == passage for cited in citations)
