"""What all tables share: names of constraints that a migration can rely on, and the types of columns."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, Enum, Float, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from bot.db.types import Key, UtcDateTime, Words
from bot.domain.announcement import Fate, Repeat, Stage
from bot.domain.answer import Outcome, Rating
from bot.domain.assessment import Purpose, Sentra, State
from bot.domain.delivery import InboxState, Kind, OutboxState
from bot.domain.people import Channel, Language
from bot.domain.staff import Role
from bot.domain.waiting import Reason, Shelving

Id = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
KeyText = Annotated[str, mapped_column(Key)]
Name = Annotated[str, mapped_column(String(128))]
Ascii = Annotated[str, mapped_column(Text)]
Big = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"))]
Seconds = Annotated[float, mapped_column(Float(53))]
"""A moment as seconds since 1970: what is compared by the thousand is compared as a number."""


def _closed(kind: type[StrEnum]) -> Enum:
    """Store a closed set by its values, in a plain column that can grow without a migration of types."""
    return Enum(kind, native_enum=False, length=16, values_callable=lambda members: [member.value for member in members])


class Base(DeclarativeBase):
    """What all tables share: names of constraints that a migration can rely on, and the types of columns."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Words,
        datetime: UtcDateTime,
        Channel: _closed(Channel),
        Language: _closed(Language),
        Outcome: _closed(Outcome),
        Rating: _closed(Rating),
        InboxState: _closed(InboxState),
        OutboxState: _closed(OutboxState),
        Kind: _closed(Kind),
        State: _closed(State),
        Purpose: _closed(Purpose),
        Sentra: _closed(Sentra),
        Role: _closed(Role),
        Reason: _closed(Reason),
        Shelving: _closed(Shelving),
        Stage: _closed(Stage),
        Fate: _closed(Fate),
        Repeat: _closed(Repeat),
    }


def to_row(column: str) -> ForeignKey:
    """Point to a row without which this one has no meaning: it goes when that one goes."""
    return ForeignKey(column, ondelete="CASCADE")
