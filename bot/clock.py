"""The real time."""

from datetime import UTC, datetime


class SystemClock:
    """The clock of the product; tests have one that they set."""

    def now(self) -> datetime:
        """Return the present moment, aware UTC."""
        return datetime.now(UTC)
