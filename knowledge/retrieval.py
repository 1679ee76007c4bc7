"""Finding passages: dense vectors, BM25 over stems and BM25 over 4-grams, fused as a weighted sum of normalised scores."""

import math
from dataclasses import dataclass

import numpy as np

from knowledge.lexical import Scores, by_fourgrams, by_stems
from knowledge.neighbours import Nearness, Neighbours
from knowledge.passages import Corpus, Kind, Passage, Status
from knowledge.rules import Rule, rules_in
from knowledge.stemming import WORD, words
from knowledge.tuning import Vectors

DENSE, STEMS, FOURGRAMS = 0.55, 0.225, 0.225
OF_THE_RULE, NAMES_THE_RULE = 0.12, 0.06
ANCHORED = 0.12
KNOWN = 0.06
PROGRAMME, OF_THE_PROGRAMME = "ovop", 0.08
"""The word is in most passages, so that it is no anchor; but a question that has it is seldom about PIRT or NIB alone."""
ABROAD = -0.25
NUMBERS = 0.5
CLAUSES = 0.25
OWN = 0.7
"""How much a clause that asks counts against the whole question, where its own passage is looked for."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a question that asks something, and the names and numbers in it."""

    text: str
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found.

    `score` is the fused one (0 to about 1.3), `dense` the best cosine of its entries.
    """

    passage: Passage
    score: float
    dense: float


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search saw.

    The hits, best first; how near the nearest decoy was (cosine), and its id; the best hits for each clause that asks.
    """

    hits: tuple[Hit, ...]
    decoy: float
    by_clause: tuple[tuple[Hit, ...], ...] = ()
    nearest_decoy: str = ""


class Retriever:
    """Searches one corpus. Synchronous and thread-safe; some 15 ms a question, of which the embedding takes 10."""

    def __init__(self, corpus: Corpus, neighbours: Neighbours) -> None:
        """Index the words of the corpus; `neighbours` know its vectors."""
        self.corpus, self._neighbours = corpus, neighbours
        documents = [_document(passage) for passage in corpus.passages]
        self._stems, self._fourgrams = by_stems(documents), by_fourgrams(documents)
        self._facts = np.array([passage.kind is Kind.FACT for passage in corpus.passages], dtype=np.float64)
        self._own = [frozenset(words(_text(passage))) for passage in corpus.passages]
        self._of_the_programme = np.array([PROGRAMME in own for own in self._own], dtype=np.float64)
        self._rules = [_rules(passage) for passage in corpus.passages]
        self._abroad = np.array([passage.source.status is Status.ABROAD for passage in corpus.passages], dtype=np.float64)
        self._names_abroad = _names_abroad(corpus)

    def search(  # noqa: PLR0913 - each is a kind of evidence
        self,
        question: str,
        top: int = 10,
        *,
        rules: frozenset[Rule] = frozenset(),
        anchors: frozenset[str] = frozenset(),
        clauses: tuple[Clause, ...] = (),
        weight: float = CLAUSES,
    ) -> Found:
        """Return the `top` passages for `question` (repaired).

        Passages of the named `rules`, those that hold the question's `anchors` (names and numbers), and those that know
        something over those that say what is not known, get a small lead; those about programmes of other countries stand back where
        the question names none. `clauses` are the parts that ask; they count by `weight`.
        """
        likeness, near = self._likeness(question)
        lead = self._lead(rules) + KNOWN * self._facts
        asked = {word.removesuffix("'s") for word in words(question)}
        if self._names_abroad.isdisjoint(asked):
            lead += ABROAD * self._abroad
        if PROGRAMME in asked:
            lead += OF_THE_PROGRAMME * self._of_the_programme
        parts = [self._likeness(clause.text)[0] for clause in clauses]
        by_clause = [
            self._best((1 - OWN) * likeness + OWN * part + lead + ANCHORED * self._anchored(clause.anchors or anchors), near, top)
            for clause, part in zip(clauses, parts, strict=True)
        ]
        if parts:
            likeness = (1 - weight) * likeness + weight * np.mean(parts, axis=0)
        hits = self._best(likeness + lead + ANCHORED * self._anchored(anchors), near, top)
        return Found(hits, near.decoy, tuple(by_clause), near.nearest_decoy)

    def _best(self, fused: Scores, near: Nearness, top: int) -> tuple[Hit, ...]:
        """Return the `top` passages by their fused scores, best first."""
        best = (int(n) for n in np.argsort(-fused, kind="stable")[:top])
        return tuple(Hit(self.corpus.passages[n], float(fused[n]), float(near.best[n])) for n in best)

    def vector(self, question: str) -> Vectors:
        """Return where `question` lies, as a unit vector."""
        return self._neighbours.vector(question)

    def _likeness(self, question: str) -> tuple[Scores, Nearness]:
        """Return for each passage the fused likeness, and the cosines that went into it."""
        near = self._neighbours.of(question)
        likeness = (
            DENSE * (_normalised(near.best) + _normalised(near.centre)) / 2
            + STEMS * _normalised(self._stems.scores(question))
            + FOURGRAMS * _normalised(self._fourgrams.scores(question))
        )
        return likeness, near

    def _lead(self, rules: frozenset[Rule]) -> Scores:
        if not rules:
            return np.zeros(len(self._rules))
        leads = (OF_THE_RULE if own & rules else NAMES_THE_RULE if named & rules else 0.0 for own, named in self._rules)
        return np.fromiter(leads, dtype=np.float64, count=len(self._rules))

    def _anchored(self, anchors: frozenset[str]) -> Scores:
        """Return for each passage the share of the anchors that its own text holds, rare ones counting for more."""
        held = {anchor: np.array([anchor in own for own in self._own], dtype=np.float64) for anchor in sorted(anchors)}
        rarity = {anchor: math.log(len(self._own) / places.sum()) for anchor, places in held.items() if places.any()}
        weights = {anchor: weight * (NUMBERS if anchor.isdigit() else 1) for anchor, weight in rarity.items()}
        total = sum(weights.values())
        shares = (held[anchor] * weight / total for anchor, weight in weights.items() if total)
        return sum(shares, start=np.zeros(len(self._own)))


def _document(passage: Passage) -> str:
    return "\n".join((_text(passage), *passage.asked))


def _text(passage: Passage) -> str:
    worded = passage.words.values()
    return "\n".join((passage.source.label, *(f"{wording.heading}\n{wording.text}" for wording in worded)))


def _rules(passage: Passage) -> tuple[frozenset[Rule], frozenset[Rule]]:
    """Return the rules that a passage is about, and those that its text names."""
    own = rules_in("; ".join((*passage.source.rules, passage.source.label, passage.wording("id").heading)))
    return frozenset(own), frozenset(rules_in(passage.wording("id").text))


def _names_abroad(corpus: Corpus) -> frozenset[str]:
    """Return the names in titles and headings about other countries and no others: with a capital, two at the start of one."""
    abroad, at_home = set[str](), set[str]()
    for passage in corpus.passages:
        titles = (passage.source.label, *passage.source.title.values(), *(worded.heading for worded in passage.words.values()))
        if passage.source.status is Status.ABROAD:
            names = (word for title in titles for n, word in enumerate(WORD.findall(title)) if word[: 1 if n else 2].isupper())
            abroad.update(name.lower().removesuffix("'s") for name in names)
        else:
            at_home.update(word for title in titles for word in words(title))
    return frozenset(abroad - at_home)


def _normalised(scores: Scores) -> Scores:
    """Scale to 0..1 over the passages; all equal gives zeros."""
    low, high = float(scores.min(initial=np.inf)), float(scores.max(initial=-np.inf))
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
