"""Opening a library: read the corpus, learn its words, open or build its index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.answering import Extend, Library, Say
from knowledge.embedding import NAME, E5Embeddings
from knowledge.entries import CENTRE, DECOY, Entry, entries, read_decoys, read_matters
from knowledge.leaning import Leaning
from knowledge.lexicon import CENTURY, Lexicon
from knowledge.neighbours import MOST, Held, Neighbours, Row, Searched
from knowledge.passages import Corpus, Passage
from knowledge.retrieval import Retriever
from knowledge.rules import rules_in
from knowledge.scope import Calibration
from knowledge.sources import load_corpus
from knowledge.stemming import words
from knowledge.store import Index, IndexDirectory, Model, Progress, TunedEmbeddings, digest_of, tuned
from knowledge.vectors import SHIPPED as SHIPPED_VECTORS
from knowledge.vectors import VectorCache

HERE = Path(__file__).parent
SHIPPED = HERE / "corpus"
CALIBRATION = HERE / "calibration.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open library and the index it holds; `extend` makes one with other further passages, `close` gives the index back."""

    library: Library
    index: Index
    extend: Extend

    def close(self) -> None:
        """Give the index back."""
        self.index.close()


def index_at(index: Path, database: str = "") -> Index:
    """Return where the index lives: in the PostgreSQL database at `database`, which workers share, else in the directory `index`.

    Raises `IndexBusy` when another process holds the directory.
    """
    if database.startswith("postgres"):
        from knowledge.store_postgres import IndexDatabase  # noqa: PLC0415 - megabytes that no other store needs

        index.mkdir(parents=True, exist_ok=True)
        return IndexDatabase(database, index / "vectors.npz")
    return IndexDirectory(index)


def open_library(  # noqa: PLR0913, PLR0917 - what it is made of, and where
    corpus: Path,
    index: Path,
    say: Say,
    progress: Progress = lambda _done, _all: None,
    database: str = "",
    more: Sequence[Passage] = (),
) -> Opened:
    """Open the corpus directory `corpus`, with further passages, with its index (see `index_at`), built now where it is missing or old.

    Raises `CorpusBroken` for a faulty corpus, `IndexBusy` when another process holds the index, `IndexFailed`.
    """
    loaded = load_corpus(corpus)
    decoys, matters = read_decoys(corpus / "decoys.tsv"), read_matters(corpus / "decoys.tsv")
    model, cache = E5Embeddings(), VectorCache(index / "vectors.npz", NAME)
    place = index_at(index, database)

    def extend(further: Sequence[Passage]) -> Library:
        larger = loaded.with_more(further)
        return _library(larger, _beside(larger, list(entries(larger, decoys)), model, cache), decoys, matters, say)

    try:
        whole = loaded.with_more(more)
        neighbours = _neighbours(place, whole, list(entries(whole, decoys)), model, progress)
        model.embed_query("siap")
        return Opened(_library(whole, neighbours, decoys, matters, say), place, extend)
    except BaseException:
        place.close()
        raise


def _library(corpus: Corpus, neighbours: Neighbours, decoys: tuple[str, ...], matters: dict[str, str], say: Say) -> Library:
    foreign = [decoy for number, decoy in enumerate(decoys) if f"{DECOY}#{number}" not in matters]
    lexicon = Lexicon.of(_texts(corpus), SHIPPED / "slang.tsv", _labels(corpus), foreign, _latest(corpus))
    lexicon = replace(lexicon, english=_only_english(corpus))
    rules = frozenset(rule for text in _texts(corpus) for rule in rules_in(text) if rule.kind and rule.year)
    leaning = Leaning.of(_questions(corpus), foreign)
    return Library(corpus, Retriever(corpus, neighbours), lexicon, leaning, rules, Calibration.read(CALIBRATION), say, matters)


def _beside(corpus: Corpus, held: list[Entry], model: Model, cache: VectorCache) -> Neighbours:
    """Return what the index of the entries `held` will tell, without touching the one in use: both are the same vectors."""
    raw = cache.of([entry.text for entry in held if entry.part != CENTRE], model.embed_many, lambda _done, _all: None)
    tuning, made = tuned(held, raw)
    numbered = {passage.id: n for n, passage in enumerate(corpus.passages)}
    rows = (Row(entry.id, np.asarray(made[entry.text], dtype=np.float32), entry.passage, entry.part) for entry in held)
    return Held(rows, numbered, TunedEmbeddings(model, tuning))


def _neighbours(place: Index, corpus: Corpus, held: list[Entry], model: Model, progress: Progress) -> Neighbours:
    """Open the index of the entries `held`, and read it into memory where it is not too large."""
    store = place.open(held, model, progress)
    numbered = {passage.id: n for n, passage in enumerate(corpus.passages)}
    if len(held) > MOST or store.embeddings is None:
        return Searched(store, numbered)
    found = Held(place.rows(), numbered, store.embeddings)
    place.rest()
    return found


def index_is_current(corpus: Path, index: Path, database: str = "", more: Sequence[Passage] = ()) -> bool:
    """Tell whether the index in use is of this corpus and the further passages. Raises like `open_library`."""
    loaded = load_corpus(corpus).with_more(more)
    place = index_at(index, database)
    try:
        return place.current() == digest_of(list(entries(loaded, read_decoys(corpus / "decoys.tsv"))))
    finally:
        place.close()


def ship_vectors(index: Path, progress: Progress) -> int:
    """Write the embeddings of the shipped corpus to the file that comes with it; return how many there are."""
    loaded = load_corpus(SHIPPED)
    cache = VectorCache(index / "vectors.npz", NAME)
    texts = [entry.text for entry in entries(loaded, read_decoys(SHIPPED / "decoys.tsv")) if entry.part != CENTRE]
    vectors = cache.of(texts, E5Embeddings().embed_many, progress)
    cache.save(SHIPPED_VECTORS, vectors)
    return len(vectors)


def _texts(corpus: Corpus) -> list[str]:
    """Return the corpus' own text: headings, texts and labels, not the ways it is asked (those hold slang and typos)."""
    return [*_labels(corpus), *(f"{w.heading}\n{w.text}" for p in corpus.passages for w in p.words.values())]


def _only_english(corpus: Corpus) -> frozenset[str]:
    """Return the words that the English texts of the corpus have and the Indonesian ones have not."""
    held = {language: {word for passage in corpus.passages for word in words(passage.wording(language).text)} for language in ("en", "id")}
    return frozenset(held["en"] - held["id"])


def _questions(corpus: Corpus) -> Iterator[str]:
    """Yield the ways the corpus is asked."""
    for passage in corpus.passages:
        yield from (worded.heading for worded in passage.words.values())
        yield from passage.asked


def _latest(corpus: Corpus) -> str:
    """Return the last year in which a source of the corpus was looked at."""
    return max((passage.source.status_date[:4] for passage in corpus.passages), default="") or CENTURY


def _labels(corpus: Corpus) -> list[str]:
    sources = {passage.source.id: passage.source for passage in corpus.passages}
    return sorted({label for source in sources.values() for label in (source.label, *source.rules)})
