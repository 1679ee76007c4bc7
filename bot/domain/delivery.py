"""What comes in and goes out, as the inbox and the outbox keep it: no channel is known here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

TOO_LATE = "too late"
"""The reason of what was not sent by its time."""


class InboxState(StrEnum):
    """What became of something that came in."""

    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class OutboxState(StrEnum):
    """What became of something that is to go out. `UNKNOWN`: it may or may not have arrived, and is not sent again."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """A reply is sent at least once, and before bulk; bulk is sent at most once."""

    REPLY = "reply"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in: `source` and `key` name it for ever, `position` orders it within its `lane`."""

    source: str
    key: str
    lane: str
    position: int
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Received:
    """An arrival that was stored at `received_at` (seconds since 1970), and is to be handled. `attempts` is how often that failed."""

    id: int
    source: str
    key: str
    lane: str
    raw: str = field(repr=False)
    attempts: int
    due: float
    received_at: float


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call of a channel's interface that is to be made for `chat`.

    `plain` is the text to send where the channel refuses the marked-up one. `key` names the effect where two causes may
    have the same one, such as one hint for a whole album; else the cause and the place within it do. What is not sent by
    `not_after` (seconds since 1970) is not sent at all.
    """

    source: str
    chat: str
    method: str
    parameters: Mapping[str, Any] = field(repr=False)
    plain: str = field(default="", repr=False)
    kind: Kind = Kind.REPLY
    key: str | None = None
    not_after: float | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """An outgoing call as the outbox keeps it."""

    id: int
    chat: str
    kind: Kind
    method: str
    parameters: Mapping[str, Any] = field(repr=False)
    plain: str = field(repr=False)
    attempts: int
    made_at: float
    not_after: float | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, as the channel's message of that number where it has one."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """It was refused for good. `reason` holds no word of a person."""

    reason: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person does not want messages from us."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat is now another one."""

    chat: str


@dataclass(frozen=True, slots=True)
class TooFast:
    """Nothing may be sent to anybody for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly did not get there: the channel could not be reached."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """It may have got there."""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The mark-up was refused, nothing else."""


Result = Delivered | Refused | Blocked | Moved | TooFast | NotSent | Doubtful | Unmarked
