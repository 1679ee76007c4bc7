"""What becomes of an outgoing call, by how it went: the one table of all cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from bot.db import outbox
from bot.db.database import WriteSession
from bot.domain.delivery import (
    Blocked,
    Delivered,
    Doubtful,
    Kind,
    Letter,
    Moved,
    NotSent,
    OutboxState,
    Refused,
    Result,
    TooFast,
    Unmarked,
)

LONGEST = 30.0
EXPIRES = 24 * 3600.0
"""After a day nobody waits for a reply any more."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be recorded of a row."""

    row_id: int
    state: OutboxState
    not_before: float
    attempts: int
    reason: str = ""
    message_id: int | None = None
    sent_at: float | None = None

    def as_row(self) -> dict[str, Any]:
        """Return it as `bot.db.outbox.recorded` takes it."""
        return {name: getattr(self, name) for name in self.__slots__}


def verdict_on(letter: Letter, result: Result, now: float, patience: float = 1.0) -> Verdict:
    """Return what to record. What certainly did not arrive goes again; what may have arrived goes again if it is a reply."""
    match result:
        case Delivered(message_id):
            return Verdict(letter.id, OutboxState.SENT, 0.0, letter.attempts, "", message_id, now)
        case Moved() | TooFast():
            return Verdict(letter.id, OutboxState.WAITING, 0.0, letter.attempts)
        case Refused() | Unmarked() | Blocked():
            return _refused(letter, result)
        case NotSent() | Doubtful():
            return _uncertain(letter, result, now, patience)
        case _:
            assert_never(result)


def _refused(letter: Letter, result: Refused | Unmarked | Blocked) -> Verdict:
    match result:
        case Blocked():
            return Verdict(letter.id, OutboxState.BLOCKED, 0.0, letter.attempts, "blocked")
        case Unmarked():
            return Verdict(letter.id, OutboxState.FAILED, 0.0, letter.attempts, "mark-up refused")
        case Refused(reason):
            return Verdict(letter.id, OutboxState.FAILED, 0.0, letter.attempts, reason)


def _uncertain(letter: Letter, result: NotSent | Doubtful, now: float, patience: float) -> Verdict:
    if isinstance(result, Doubtful) and letter.kind is Kind.BULK:
        return Verdict(letter.id, OutboxState.UNKNOWN, 0.0, letter.attempts, "no answer")
    if now - letter.made_at > EXPIRES:
        return Verdict(letter.id, OutboxState.FAILED, 0.0, letter.attempts, "too old")
    later = now + min(LONGEST, patience * 2 ** min(letter.attempts, 10) / 2)
    return Verdict(letter.id, OutboxState.WAITING, later, letter.attempts + 1, "tried in vain")


class Claimed:
    """Claims rows, all that come at a time in one commit; tells of each whether it was still waiting."""

    rank = 5

    async def do(self, session: WriteSession, ids: Sequence[int]) -> Sequence[bool]:
        """Claim."""
        mine = await outbox.claimed(session, ids)
        return [row_id in mine for row_id in ids]

    def committed(self, _: Sequence[int], __: object) -> None:
        """Nothing is kept of it in memory."""


class Recorded:
    """Records verdicts together."""

    rank = 4

    async def do(self, session: WriteSession, verdicts: Sequence[Verdict]) -> Sequence[None]:
        """Record."""
        await outbox.recorded(session, [verdict.as_row() for verdict in verdicts])
        return [None] * len(verdicts)

    def committed(self, _: Sequence[Verdict], __: object) -> None:
        """Nothing is kept of it in memory."""
