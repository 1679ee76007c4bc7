"""The corpus in memory: sources and their passages, as values."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from knowledge.amounts import Range

TOKEN_LENGTH = 16


class Kind(StrEnum):
    """What a passage says: a fact, or plainly what is not known."""

    FACT = "fact"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Legal status of what a passage speaks about."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    FINISHED = "finished"
    ABROAD = "abroad"
    OFFICER = "officer"
    NONE = "none"


class Confidence(StrEnum):
    """How well a fact is supported: official or twice (`pasti`), one good source (`kuat`), indirect (`lemah`)."""

    PASTI = "pasti"
    KUAT = "kuat"
    LEMAH = "lemah"


@dataclass(frozen=True, slots=True)
class Wording:
    """Heading and text of a passage in one language."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page that facts come from. `url` may be empty."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document the bot may cite. Titles and notes are keyed by language (`id`, `en`)."""

    id: str
    label: str
    title: Mapping[str, str]
    kind: str
    rules: tuple[str, ...] = ()
    status: Status = Status.NONE
    status_date: str = ""
    status_note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable piece of a source. `asked` are ways people ask for it; `pages` its addresses; `ranges` whom it is about."""

    id: str
    source: Source
    words: Mapping[str, Wording]
    topic: str = ""
    kind: Kind = Kind.FACT
    status: Status = Status.NONE
    confidence: Confidence = Confidence.KUAT
    asked: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    related: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()

    @property
    def token(self) -> str:
        """A short opaque name that fits a button and means the same after a restart."""
        return token_of(self.id)

    def wording(self, language: str) -> Wording:
        """Return heading and text in `language`, else in Indonesian."""
        return self.words.get(language) or self.words["id"]


def token_of(passage_id: str) -> str:
    """Return the button token of a passage id: the first 64 bits of its SHA-256, in hex."""
    return hashlib.sha256(passage_id.encode()).hexdigest()[:TOKEN_LENGTH]


class Corpus:
    """All passages, found by id (also by a former id) or by button token."""

    def __init__(self, passages: Iterable[Passage], digest: str) -> None:
        """Keep the passages in reading order; `digest` names the content of the files they came from."""
        self.passages = tuple(passages)
        self.digest = digest

    def with_more(self, more: Iterable[Passage]) -> "Corpus":
        """Return a corpus that has further passages after its own."""
        further = tuple(more)
        if not further:
            return self
        digest = hashlib.sha256(f"{self.digest}{further!r}".encode()).hexdigest()[:16]
        return Corpus((*self.passages, *further), digest)

    @cached_property
    def _by_id(self) -> dict[str, Passage]:
        former = {old: passage for passage in self.passages for old in passage.formerly}
        return former | {passage.id: passage for passage in self.passages}

    @cached_property
    def _by_token(self) -> dict[str, Passage]:
        return {token_of(name): passage for name, passage in self._by_id.items()}

    def get(self, passage_id: str) -> Passage | None:
        """Return the passage that has or had this id."""
        return self._by_id.get(passage_id)

    def by_token(self, token: str) -> Passage | None:
        """Return the passage that a button leads to."""
        return self._by_token.get(token)
