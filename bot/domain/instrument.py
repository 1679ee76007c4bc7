"""A questionnaire of a self-assessment: aspects, items, options, points, gates, bands. Data that an agency can replace."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import Language

Words = Mapping[Language, str]
"""The same words in each language; Indonesian is always there (see `in_language`)."""


def in_language(words: Words, language: Language) -> str:
    """Return the words in `language`, else in Indonesian."""
    return words.get(language) or words[Language.INDONESIAN]


class Standing(StrEnum):
    """What an answer says of a must-have."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """The kind of evidence that an item asks for."""

    PHOTO = "photo"
    DOCUMENT = "document"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Commodity:
    """What the owner makes. `sounds` are further ways in which people write it."""

    id: str
    label: Words
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, and the passage of the corpus behind it ("" where there is none)."""

    text: Words
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an item. A must-have's option has a `standing`, every other one has `points`; a low one has a next `step`.

    `sounds` are further ways in which people write it ("blm punya", "lagi diurus").
    """

    id: str
    label: Words
    points: int = 0
    standing: Standing | None = None
    step: Step | None = None
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question. A must-have (gate) belongs to no aspect and has no points.

    `short` names it in reviews and reports; `why` says why it is asked, with the `passage` that backs it ("" where none does);
    `about` are words by which a typed answer is known to speak of it; `commodities` it is asked for (none: for all).
    """

    id: str
    short: Words
    question: Words
    why: Words
    options: tuple[Option, ...]
    passage: str = ""
    aspect: str = ""
    part: str = ""
    direction: str = ""
    proof: Proof | None = None
    proof_hint: Words | None = None
    about: tuple[str, ...] = ()
    commodities: frozenset[str] = frozenset()

    @property
    def is_gate(self) -> bool:
        """Tell whether it is a must-have."""
        return not self.aspect

    @property
    def most(self) -> int:
        """Return the most points that it can bring."""
        return max(option.points for option in self.options)

    def option(self, option_id: str | None) -> Option | None:
        """Return the option of that id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Named:
    """A part of an aspect, or a direction in which the ministry helps."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class Aspect:
    """A side of the business. `weight` is its share of the whole, in whatever unit the weights are in."""

    id: str
    label: Words
    weight: float
    parts: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """What a percentage means in words, from `at_least` percent on."""

    at_least: float
    label: Words
    meaning: Words


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire. `status` says whose it is; `bands` come lowest first, the first from 0."""

    id: str
    version: str
    title: Words
    status: Words
    minutes: int
    commodities: tuple[Commodity, ...]
    aspects: tuple[Aspect, ...]
    directions: tuple[Named, ...]
    items: tuple[Item, ...]
    bands: tuple[Band, ...]

    def items_for(self, commodity: str) -> tuple[Item, ...]:
        """Return the items that are asked of whoever makes `commodity`, in their order."""
        return tuple(item for item in self.items if not item.commodities or commodity in item.commodities)

    def item(self, item_id: str) -> Item | None:
        """Return the item of that id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)

    def band(self, percent: float) -> Band:
        """Return the band that `percent` lies in."""
        return [band for band in self.bands if percent >= band.at_least][-1]
