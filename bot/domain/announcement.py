"""An announcement: what is said, to whom, when, and what became of it for each recipient."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where an announcement stands. `FINISHED` and `STOPPED` only once every recipient has a final fate."""

    DRAFT = "draft"
    DROPPED = "dropped"
    ASKED = "asked"
    SCHEDULED = "scheduled"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"


UNDER_WAY = (Stage.PREPARING, Stage.RUNNING, Stage.PAUSED, Stage.STOPPING)
OVER = (Stage.STOPPED, Stage.FINISHED)


class Fate(StrEnum):
    """What became of it for one recipient. `UNKNOWN`: it may have arrived, so it does not go again by itself."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"


OPEN_FATES = (Fate.WAITING, Fate.QUEUED)
AGAIN_FATES = (Fate.FAILED, Fate.UNKNOWN)
"""What may be sent again; `UNKNOWN` only after a warning, since some got it."""


class Repeat(StrEnum):
    """How often an announcement comes again by itself."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Standing(StrEnum):
    """Where an owner stands with the self-assessment, for choosing whom to write to."""

    NONE = "none"
    DRAFT = "draft"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    REVIEWED = "reviewed"


STARS = (1, 2, 3, 4, 5)
"""How many stars a business can hold."""


@dataclass(frozen=True, slots=True)
class Link:
    """A button under an announcement: it leads to `url`, or asks the bot `question`."""

    label: str
    url: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of an announcement: it lies in the vault under its digest."""

    digest: str
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is said: `html` in Telegram's own small set of marks, files, buttons."""

    html: str = ""
    files: tuple[Attached, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to send."""
        return not (self.html.strip() or self.files)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom to write to: all that is named must hold, empty means any. `seen_within` is in days.

    `gaps` are ids of items that were answered below the best; `stars` are numbers of stars that the staff recorded; `lists` and
    `without` are ids of saved lists.
    """

    areas: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    gaps: tuple[str, ...] = ()
    seen_within: int = 0
    stars: tuple[int, ...] = ()
    lists: tuple[int, ...] = ()
    without: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """When it goes: at once where `due_at` is None. `zone` is the one in which the hour was meant, and is kept when it repeats."""

    due_at: datetime | None = None
    zone: str = "Asia/Jakarta"
    repeat: Repeat = Repeat.NEVER


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recipients have which fate."""

    counts: Mapping[Fate, int] = field(default_factory=dict)

    def of(self, *fates: Fate) -> int:
        """Return how many have one of these fates."""
        return sum(self.counts.get(fate, 0) for fate in fates)

    @property
    def all(self) -> int:
        """Return how many recipients there are."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Return how many have no final fate yet."""
        return self.of(*OPEN_FATES)
