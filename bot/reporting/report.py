"""The report of a self-assessment as words that only have to be set: nothing in it is left to compute."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.instrument import Standing
from bot.domain.people import Language


@dataclass(frozen=True, slots=True)
class Backing:
    """What backs a passage: a short label ("Inpres 6/2007"), its title, its legal status in words, where to read it ("" if nowhere)."""

    label: str
    title: str
    status: str
    url: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of the radar, in percent."""

    label: str
    percent: float


@dataclass(frozen=True, slots=True)
class Bar:
    """An aspect or a direction, in percent; `band` says what that means ("" for a direction)."""

    label: str
    percent: float
    band: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A must-have. `standing` is `None` where it was left open; `words` say it, with the answer."""

    label: str
    standing: Standing | None
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item: what was answered, the points of those that it can bring ("2/3"), and what would raise it."""

    aspect: str
    label: str
    answer: str
    points: str
    raises: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """One of the most useful next steps, and the source behind it ("" where there is none)."""

    number: int
    text: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, in one language. Staff find the assessment by `code`; `earlier` are the axes' percents of the time before.

    The number of a source among `sources`, from 1, stands in square brackets wherever an item leans on it.
    """

    language: Language
    title: str
    code: str
    revision: int
    made_at: datetime
    date: str
    profile: tuple[tuple[str, str], ...]
    percent: float
    band: str
    meaning: str
    aspects: tuple[Bar, ...]
    axes: tuple[Axis, ...]
    earlier: tuple[float, ...] | None
    directions: tuple[Bar, ...]
    gates: tuple[Gate, ...]
    items: tuple[Row, ...]
    steps: tuple[NextStep, ...]
    sources: tuple[Backing, ...]
    status: str
    is_not: tuple[str, ...]
    changes: tuple[str, ...]
