"""Questions that wait for an officer: why they do, what became of them, what an officer said."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.delivery import OutboxState
from bot.domain.people import Channel


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


class Arrival(StrEnum):
    """What became of an officer's answer on its way to one of who asked. `OLD`: what was sent so long ago is no longer recorded."""

    ON_ITS_WAY = "on_its_way"
    REACHED = "reached"
    BLOCKED = "blocked"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    ON_THE_PAGE = "on_the_page"
    OLD = "old"


_OF_STATES = {
    OutboxState.WAITING: Arrival.ON_ITS_WAY,
    OutboxState.CLAIMED: Arrival.ON_ITS_WAY,
    OutboxState.SENT: Arrival.REACHED,
    OutboxState.BLOCKED: Arrival.BLOCKED,
    OutboxState.FAILED: Arrival.FAILED,
    OutboxState.UNKNOWN: Arrival.DOUBTFUL,
}


def arrival(channel: Channel, state: OutboxState | None, *, has_heard: bool) -> Arrival:
    """Return what became of an answer: by the outbox (None: it has nothing of it), or by whether it was seen on the page."""
    if state is not None:
        return _OF_STATES[state]
    if channel is Channel.WEB:
        return Arrival.REACHED if has_heard else Arrival.ON_THE_PAGE
    return Arrival.OLD if has_heard else Arrival.FAILED


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
