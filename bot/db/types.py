"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from bot.db.words import without_unstorable

KEY_LENGTH = 64


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: goes in aware, comes out aware UTC. SQLite forgets the zone, so only UTC is written."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment, since nobody knows which one it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of people and of the bot, without what a database refuses (see `bot.db.words`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - signature
        """Leave out what cannot be stored."""
        return None if value is None else without_unstorable(value)


class Key(TypeDecorator[str]):
    """A name that a channel or a button gives. Longer or stranger ones than any channel makes are kept as a digest."""

    impl = String(KEY_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - signature
        """Keep a plain short name as it is; the same strange name always gives the same digest."""
        if value is None or (len(value) <= KEY_LENGTH and value.isascii() and value.isprintable()):
            return value
        return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
