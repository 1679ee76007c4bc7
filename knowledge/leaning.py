"""Which way the words of a question lean: to the ways the corpus is asked, or to the decoys.

Naive Bayes over stems: for each word the log of how much likelier it is in a question of the corpus than in a decoy, after
Good and Turing for words that neither has. It sees what the vectors blur: "dibina siapa nanti" is ours word by word.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from knowledge.stemming import stems

SMOOTHING = 1.0
"""How many occurrences, over both sides together, a word is given beforehand."""
MOST = 3.0
UNKNOWN_AT_MOST = 0.5
"""A word that neither side has is mostly the name of a ware or a place: it says little."""


@dataclass(frozen=True, repr=False)
class Leaning:
    """The words of the corpus' own questions and of the decoys, counted by questions that have them."""

    ours: Counter[str]
    decoys: Counter[str]
    sizes: tuple[int, int]
    unknown: float

    @classmethod
    def of(cls, ours: Iterable[str], decoys: Iterable[str]) -> Self:
        """Count the words of questions."""
        sides = _counted(ours), _counted(decoys)
        new_here, new_there = map(_once, sides)
        unknown = max(-UNKNOWN_AT_MOST, min(UNKNOWN_AT_MOST, math.log(new_here / new_there)))
        return cls(*sides, (sides[0].total(), sides[1].total()), unknown)

    def __call__(self, question: str) -> float:
        """Return which way `question` leans: about -1 (to the decoys) to 1 (to the corpus), 0 where nothing tells."""
        asked = [word for word in stems(question) if not word.isdigit()]
        if not asked or not self.decoys:
            return 0.0
        return sum(map(self._odds, asked)) / math.sqrt(len(asked)) / MOST

    def _odds(self, word: str) -> float:
        ours, decoys = self.ours[word], self.decoys[word]
        if not ours and not decoys:
            return self.unknown
        here, there = self.sizes
        prior = SMOOTHING / (here + there)
        odds = math.log((ours / here + prior) / (decoys / there + prior))
        return max(-MOST, min(MOST, odds))


def _counted(questions: Iterable[str]) -> Counter[str]:
    return Counter(word for question in questions for word in set(stems(question)))


def _once(words: Counter[str]) -> float:
    """Return how likely the next word is a new one: the share of words seen once (Good and Turing)."""
    return (sum(count == 1 for count in words.values()) + 1) / (words.total() + 1)
