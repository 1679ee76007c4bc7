"""Which of the passages found fit: they are near, and hold the kinds of thing that are asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.asks import Asks, holds
from knowledge.passages import Kind, Passage
from knowledge.retrieval import Hit

CLOSE, KIN = 0.08, 0.3
COVERS = 0.04
LEADS = 0.3
"""How far a passage that answers the whole of a question is ahead of the next one."""
SIDES = 0.15
"""How far it may be behind the best one for a single clause."""
LONGEST = 1000
"""Characters that fit on the screen of a phone beside the sources."""


def is_near(hit: Hit, best: Hit) -> bool:
    """Tell whether a hit is about as good as the best one; one of the same source may be a little further off."""
    reach = KIN if hit.passage.source.id == best.passage.source.id else CLOSE
    return best.score - hit.score <= reach


def answers(passage: Passage, kinds: tuple[Asks, ...]) -> bool:
    """Tell whether a passage holds all that is asked for, or says that it is not known."""
    return passage.kind is Kind.UNKNOWN or all(any(holds(words.text, kind) for words in passage.words.values()) for kind in kinds)


def missing(passage: Passage, kinds: tuple[Asks, ...]) -> Asks:
    """Return the first kind of thing that a passage does not hold."""
    return next(kind for kind in kinds if not answers(passage, (kind,)))


def first_fitting(hits: Sequence[Hit], best: Hit, kinds: tuple[Asks, ...]) -> Passage | None:
    """Return the best passage that holds the kinds of thing asked for, if one is near."""
    ordered = [best, *(hit for hit in hits if hit is not best)]
    return next((hit.passage for hit in ordered if is_near(hit, best) and answers(hit.passage, kinds)), None)


def leads(hits: Sequence[Hit], by_clause: Sequence[Sequence[Hit]], kinds: tuple[Asks, ...]) -> bool:
    """Tell whether the clauses are sides of one matter: the first hit is far ahead, near for each, and holds all that is asked for."""
    first, *others = hits
    return (
        bool(others)
        and first.score - others[0].score >= LEADS
        and all(any(hit.passage is first.passage and of_one[0].score - hit.score <= SIDES for hit in of_one) for of_one in by_clause)
        and answers(first.passage, kinds)
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks: the kinds of thing it wants, and what was found for it, best first."""

    kinds: tuple[Asks, ...]
    hits: tuple[Hit, ...]

    @property
    def chosen(self) -> Passage | None:
        """The passage that answers it best."""
        return first_fitting(self.hits, self.hits[0], self.kinds)

    @property
    def missing(self) -> Asks:
        """What the best passage for it does not hold."""
        return missing(self.hits[0].passage, self.kinds)

    @property
    def covering(self) -> tuple[Passage, ...]:
        """The passages that answer it about as well as the best one."""
        best = self.hits[0].score
        return tuple(hit.passage for hit in self.hits if best - hit.score <= COVERS and answers(hit.passage, self.kinds))


def passages_for(parts: Sequence[Part], length: Callable[[Passage], int]) -> list[Passage]:
    """Return one passage where a fact covers all parts, else what the parts chose, in the order of asking."""
    for passage in (passage for part in parts for passage in part.covering if passage.kind is Kind.FACT):
        if all(passage in part.covering for part in parts):
            return [passage]
    chosen = {passage.id: passage for passage in _chosen(parts)}
    return list(_that_fit(list(chosen.values()), length))


def _chosen(parts: Sequence[Part]) -> Iterator[Passage]:
    """Yield what each part chose; where one passage says of two that they are not known, rather a fact about as good for one."""
    best = [part.chosen for part in parts]
    for part, passage in zip(parts, best, strict=True):
        if passage is not None:
            facts = (each for each in part.covering if each.kind is Kind.FACT and best.count(passage) > 1)
            yield next(facts, passage)


def _that_fit(passages: Sequence[Passage], length: Callable[[Passage], int]) -> Iterator[Passage]:
    """Yield passages while they fit on a screen together; the first always."""
    total = 0
    for passage in passages:
        total += length(passage)
        if total > LONGEST and passage is not passages[0]:
            return
        yield passage
