"""Small corpora, a cheap embedding model and the steps one by one, for tests of the library."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import numpy as np

from bot.domain.people import Language
from bot.texts import say
from knowledge.answering import Library, Thinking
from knowledge.entries import CENTRE, DECOY, Entry
from knowledge.passages import Corpus, Passage
from knowledge.steps import STEPS
from knowledge.store import IndexBusy

T = TypeVar("T")

INDONESIAN = "Paling sedikit lima usaha di satu lokasi, dengan produk sejenis, baru disebut sentra IKM."
ENGLISH = "At least five businesses in one place, with products of one kind, are called an IKM cluster."
ASKED = ("Berapa usaha supaya disebut sentra?", "sentra minimal brp usaha", "how many businesses make a cluster?")
FRONT = {
    "id": "contoh",
    "label": "Contoh",
    "title": "Sumber contoh",
    "title_en": "An example source",
    "kind": "guide",
    "status": "current",
    "status_date": "2026-11-24",
    "confidence": "kuat",
    "addresses": '{dinas: {title: "Dinas, tulisan tentang sentra", url: "https://example.go.id/sentra"}}',
}
LINES = {"topic": "sentra", "sources": "dinas"}


def words(language: str, key: str, /, **values: str | int) -> str:
    """Give the library the product's words."""
    return say(Language(language), key, **values)


def front(**changed: str | None) -> str:
    """Return front matter, with keys changed, added or (None) left out."""
    kept = {key: value for key, value in {**FRONT, **changed}.items() if value is not None}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in kept.items()) + "---\n"


def section(  # noqa: PLR0913 - a passage has that many parts, and each test spoils one
    name: str = "contoh.jumlah",
    *,
    heading: str | None = None,
    text: str = INDONESIAN,
    english: str | None = ENGLISH,
    asked: Sequence[str] | None = ASKED,
    lines: Mapping[str, str] = LINES,
) -> str:
    """Return one passage as it is written in a file; None leaves a part out."""
    parts = [
        heading or f"## Berapa usaha di satu sentra? {{#{name}}}",
        "",
        *(f"- {key}: {value}" for key, value in lines.items()),
        "",
        text,
    ]
    if english is not None:
        parts += ["", "### English: How many businesses make a cluster?", "", english]
    if asked is not None:
        parts += ["", "### Ditanya", "", *(f"- {question}" for question in asked)]
    return "\n".join(parts) + "\n\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file of a corpus and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@dataclass
class HashModel:
    """Embeds by hash: the same text gives the same vector, another text another. Breaks once `breaks_after` texts are made."""

    breaks_after: float = float("inf")
    size: int = 8
    embedded: list[str] = field(default_factory=list)

    def embed_query(self, text: str) -> list[float]:
        return self._vector(text)

    def embed_many(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> list[list[float]]:
        if len(self.embedded) + len(texts) > self.breaks_after:
            msg = "the power went out"
            raise RuntimeError(msg)
        self.embedded += texts
        progress(len(texts))
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        seed = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
        return [float(value) for value in np.random.default_rng(seed).normal(size=self.size)]


def some_entries(count: int, word: str = "teks") -> list[Entry]:
    """Return the entries of `count` passages and a decoy."""
    return [*_some(count, word), Entry("decoy#0", f"{word} lain", DECOY, DECOY)]


def _some(count: int, word: str) -> Iterator[Entry]:
    for number in range(count):
        yield Entry(f"p{number}#id", f"{word} {number}", f"p{number}", "text")
        yield Entry(f"p{number}#asked-0", f"tanya {word} {number}", f"p{number}", "asked")
        yield Entry(f"p{number}#{CENTRE}", f"{CENTRE} p{number}", f"p{number}", CENTRE)


def walked(library: Library, question: str, upto: str, *, before: tuple[str, ...] = (), language: str | None = None) -> Thinking:
    """Take the steps up to and with `upto`; a reply that ends the question early is kept in `reply`."""
    thinking = Thinking(library, question, before, language)
    for name, step in STEPS.items():
        if reply := step(thinking):
            thinking.reply = reply
            break
        if name == upto:
            break
    return thinking


def known(corpus: Corpus, name: str) -> Passage:
    """Return a passage that must be there."""
    found = corpus.get(name)
    assert found is not None, f"{name} is gone: see published_ids.txt"
    return found


def patiently(opening: Callable[[], T], seconds: float = 900) -> T:
    """Open what another process may hold, waiting for it as long as building takes."""
    until = monotonic() + seconds
    while True:
        try:
            return opening()
        except IndexBusy:
            if monotonic() > until:
                raise
            sleep(0.2)
