"""Worker slots: each running worker has a number, and the number of a dead one is free again by itself."""

import logging
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

MOST = 64
_SLOTS = 0x0708  # the first half of the advisory locks, the same in every worker
_log = logging.getLogger(__name__)


class Slots(Protocol):
    """Who works. All of it is synchronous."""

    def take(self) -> int:
        """Return the number of this worker, the lowest that is free."""

    def seize(self, number: int) -> bool:
        """Take the number of a dead worker for a moment; False where its worker lives."""

    def free(self, number: int) -> None:
        """Give a seized number back."""

    def keep(self) -> None:
        """See to it that the number is still ours, as after a restart of the database."""

    def leave(self) -> None:
        """Give the own number back."""


class OnlyWorker:
    """SQLite is for one process: it is number 0, and what another left was its own."""

    def take(self) -> int:
        """Return 0."""
        return 0

    def seize(self, number: int) -> bool:
        """Refuse number 0, which lives, and nothing else."""
        return number != 0

    def free(self, number: int) -> None:
        """Do nothing."""

    def keep(self) -> None:
        """Do nothing."""

    def leave(self) -> None:
        """Do nothing."""


class SharedSlots:
    """Numbers as advisory locks of PostgreSQL: they go when the connection of a dead worker goes."""

    def __init__(self, engine: Engine) -> None:
        """Take locks over a connection of `engine`, held until `leave`."""
        self._engine = engine
        self._connection: Connection | None = None
        self._number = 0

    def take(self) -> int:
        """Return the number of this worker, the lowest that is free."""
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._number = next(number for number in range(MOST) if self.seize(number))
        return self._number

    def seize(self, number: int) -> bool:
        """Take a number, where nobody has it."""
        if self._connection is None:
            return False
        return bool(self._connection.scalar(text("SELECT pg_try_advisory_lock(:a, :b)"), self._key(number)))

    def free(self, number: int) -> None:
        """Give a number back."""
        if self._connection is not None:
            self._connection.execute(text("SELECT pg_advisory_unlock(:a, :b)"), self._key(number))

    def keep(self) -> None:
        """Connect again where the connection was lost, and take the same number again."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self.leave()
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not self.seize(self._number):
                _log.error("another worker has the number %d of this one: restart this worker", self._number)

    def leave(self) -> None:
        """Close the connection, and with it the locks."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None

    def _key(self, number: int) -> dict[str, int]:
        return {"a": _SLOTS, "b": number}
