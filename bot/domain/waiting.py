"""Questions that wait for an officer: why they do, what became of them, what an officer said."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a question waits for an officer; the later ones weigh more."""

    REFUSED = "refused"
    DISLIKED = "disliked"
    ASKED = "asked"


class Shelving(StrEnum):
    """Where an officer's answer is on its way to become a passage."""

    DRAFT = "draft"
    CHECKING = "checking"
    LIVE = "live"
    FELL = "fell"
    UNFOUND = "unfound"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class OfficerWords:
    """What an officer said to a question: their words, in the name of their office."""

    office: str
    text: str = field(repr=False)
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Shelved:
    """A passage of an officer's answer. `asked` are further ways to ask it, one a line; `progress` is that of its check, in percent."""

    id: int
    group: int
    title: str
    text: str = field(repr=False)
    asked: str = field(repr=False)
    office: str
    area: str
    state: Shelving
    author: int
    drafted_at: datetime
    progress: int
    changed_at: datetime
