"""A few questions to begin with, for whoever does not know what to ask."""

from knowledge.passages import Corpus, Kind, Passage

FIRST = ("tanya-ovop.apa-itu", "permenperin-14-2021.syarat-ikm", "tanya-ovop.mulai-dari-nol")
MOST = 3


def openers(corpus: Corpus) -> tuple[Passage, ...]:
    """Return the passages to begin with; of a foreign corpus simply its first ones."""
    chosen = [passage for name in FIRST if (passage := corpus.get(name))]
    others = (passage for passage in corpus.passages if passage.kind is Kind.FACT and passage not in chosen)
    return tuple([*chosen, *others][:MOST])
