"""Rules that every table keeps."""

from sqlalchemy import DateTime, Enum, Float

from bot.db.models import Base
from bot.db.types import UtcDateTime

TABLES = Base.metadata.tables.values()


def test_nothing_is_loaded_behind_ones_back() -> None:
    mappers = list(Base.registry.mappers)

    assert mappers
    assert not [each for mapper in mappers for each in mapper.relationships]


def test_every_moment_is_stored_as_utc() -> None:
    columns = [column for table in TABLES for column in table.columns]

    assert not [column for column in columns if isinstance(column.type, DateTime)]
    moments = [column.type for column in columns if column.name.endswith(("_at", "_since"))]
    assert all(isinstance(kind, UtcDateTime | Float) for kind in moments)  # a Float is seconds since 1970, which is UTC


def test_closed_sets_are_stored_by_their_values() -> None:
    kinds = [column.type for table in TABLES for column in table.columns if isinstance(column.type, Enum)]

    assert kinds
    for kind in kinds:
        assert kind.enum_class is not None
        assert kind.enums == [member.value for member in kind.enum_class]


def test_what_belongs_to_a_person_goes_with_the_person() -> None:
    keys = [key for table in TABLES for key in table.foreign_keys]

    assert keys
    assert {key.ondelete for key in keys} == {"CASCADE"}
