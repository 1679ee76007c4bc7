"""The unit of work: reading cannot write, writing commits once, a refused row is a conflict."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from bot.db.database import Conflict, Database, WriteSession
from bot.db.engine import address_of
from bot.db.models import PersonRow
from bot.domain.people import Channel
from tests.fakes import FixedClock


def person(name: str, moment: datetime) -> PersonRow:
    return PersonRow(channel=Channel.WEB, external_id=name, created_at=moment, seen_at=moment)


async def people_in(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(PersonRow)) or 0


async def test_what_was_written_is_there_after_the_block(database: Database, clock: FixedClock) -> None:
    async with database.writing() as session:
        session.add(person("a", clock.now()))

    assert await people_in(database) == 1


async def test_nothing_is_kept_of_a_block_that_failed(database: Database, clock: FixedClock) -> None:
    async def write_and_fail() -> None:
        async with database.writing() as session:
            session.add(person("a", clock.now()))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()

    assert await people_in(database) == 0


async def test_a_refused_row_is_a_conflict_that_quotes_nothing(database: Database, clock: FixedClock) -> None:
    async with database.writing() as session:
        session.add(person("rahasia", clock.now()))

    with pytest.raises(Conflict) as caught:
        async with database.writing() as session:
            session.add(person("rahasia", clock.now()))

    assert "rahasia" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert await people_in(database) == 1


async def test_a_reading_session_cannot_write(database: Database, clock: FixedClock) -> None:
    async with database.reading() as session:
        session.add(person("a", clock.now()))
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await session.flush()


async def test_a_connection_that_read_can_write_again(database: Database, clock: FixedClock) -> None:
    assert await people_in(database) == 0

    async with database.writing() as session:
        session.add(person("a", clock.now()))

    assert await people_in(database) == 1


async def test_an_error_of_the_database_does_not_quote_what_was_written(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.writing() as session:
            await session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "rahasia"})

    assert "rahasia" not in str(caught.value)


async def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    jakarta = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=7)))
    async with database.writing() as session:
        session.add(person("a", jakarta))

    async with database.reading() as session:
        seen = await session.scalar(select(PersonRow.seen_at))

    assert seen == jakarta
    assert seen is not None
    assert seen.utcoffset() == timedelta(0)


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 24, 10, 0, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(StatementError, match="time zone"):
        async with database.writing() as session:
            session.add(person("a", naive))


async def test_a_name_of_any_length_and_shape_can_be_kept_and_found(database: Database, clock: FixedClock) -> None:
    names = ["7" * 64, "7" * 65, "7" * 5000, "\x00", "\ud800", "nama panjang é"]
    async with database.writing() as session:
        session.add_all(person(name, clock.now()) for name in names)

    async with database.reading() as session:
        for name in names:
            assert await session.scalar(select(PersonRow.id).where(PersonRow.external_id == name)) is not None


async def test_a_full_disk_keeps_what_was_there_and_quotes_nothing(sqlite_database: Database, clock: FixedClock) -> None:
    async with sqlite_database.writing() as session:
        session.add(person("a", clock.now()))
        await session.execute(text(f"PRAGMA max_page_count = {await pragma(session, 'page_count')}"))

    with pytest.raises(DBAPIError, match="full") as caught:
        async with sqlite_database.writing() as session:
            session.add_all(person(f"rahasia {number}", clock.now()) for number in range(1000))

    assert "rahasia" not in str(caught.value)
    assert await people_in(sqlite_database) == 1


async def test_sqlite_keeps_its_promises(sqlite_database: Database) -> None:
    async with sqlite_database.writing() as session:
        settings = {name: await pragma(session, name) for name in ("journal_mode", "synchronous", "secure_delete")}
        assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
        assert await pragma(session, "foreign_keys") == 1
        assert await pragma(session, "busy_timeout") == 10_000


async def pragma(session: WriteSession, name: str) -> object:
    return await session.scalar(text(f"PRAGMA {name}"))


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("postgresql://u:p@host/db", "postgresql+asyncpg://u:p@host/db"),
        ("postgres://u:p@host/db?sslmode=require", "postgresql+asyncpg://u:p@host/db?ssl=require"),
        ("postgresql+asyncpg://u:p@host/db", "postgresql+asyncpg://u:p@host/db"),
    ],
)
def test_a_plain_address_gets_the_asynchronous_driver(plain: str, named: str) -> None:
    assert address_of(plain).render_as_string(hide_password=False) == named
