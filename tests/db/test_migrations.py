"""The history of the tables: it goes up and down, and ends where the models are."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Integer, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.db import migrating
from bot.db.database import Conflict, Database
from bot.db.engine import engine_for
from bot.db.migrating import Dangling, at_head, config_for, downgrade, upgrade
from bot.db.models import Base
from tests.databases import Home, SqliteHome

Found = TypeVar("Found")


async def on(url: str, work: Callable[[Connection], Found]) -> Found:
    engine = engine_for(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def revisions(connection: Connection) -> list[str]:
    scripts = ScriptDirectory.from_config(config_for(connection))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


async def test_a_new_database_gets_all_tables(home: Home) -> None:
    url = await home.empty()
    assert not await at_head(url)

    await upgrade(url)

    assert await at_head(url)
    assert await on(url, tables) == set(Base.metadata.tables)


async def test_going_up_again_changes_nothing(home: Home) -> None:
    url = await home.migrated()

    await upgrade(url)

    assert await at_head(url)


async def test_every_step_goes_up_and_down_and_up(home: Home) -> None:
    url = await home.empty()
    for revision in await on(url, revisions):
        await upgrade(url, revision)
        await downgrade(url, "-1")
        await upgrade(url, revision)
    await downgrade(url, "base")

    assert await on(url, tables) == set()


async def test_models_and_migrations_agree(home: Home) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert await on(await home.migrated(), differences) == []


async def test_names_of_constraints_agree_too(home: Home) -> None:
    def foreign_keys(connection: Connection) -> set[str | None]:
        return {key["name"] for table in Base.metadata.tables for key in inspect(connection).get_foreign_keys(table)}

    wanted = {constraint.name for table in Base.metadata.tables.values() for constraint in table.foreign_key_constraints}
    assert await on(await home.migrated(), foreign_keys) == wanted


async def test_processes_that_start_together_all_end_at_head(home: Home) -> None:
    url = await home.empty()

    await asyncio.gather(*(upgrade(url) for _ in range(4)))

    assert await at_head(url)


async def test_a_step_that_fails_leaves_nothing_behind(home: Home) -> None:
    def half_a_step(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        connection.execute(text("CREATE TABLE half (id INTEGER)"))

    url = await home.migrated()
    with pytest.raises(DBAPIError, match="half"):
        await migrating.in_one_transaction(url, half_a_step)

    assert await on(url, tables) == set(Base.metadata.tables)


async def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(home: Home) -> None:
    def change_a_type(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("people", recreate="auto") as people:
            people.alter_column("id", type_=Integer())

    url = await home.migrated()
    await on(url, lambda connection: connection.execute(text(PERSON)))
    await on(url, lambda connection: connection.execute(text(CONVERSATION)))

    await migrating.in_one_transaction(url, change_a_type)

    kept = await on(url, lambda connection: connection.scalar(text("SELECT count(*) FROM conversations")))
    assert kept == 1


PERSON = "INSERT INTO people (id, channel, external_id, created_at, seen_at) VALUES (1, 'web', 'a', '2026-11-24', '2026-11-24')"
CONVERSATION = "INSERT INTO conversations VALUES (1, 1, '2026-11-24', NULL)"


async def test_a_step_that_leaves_rows_without_their_parent_is_undone(sqlite_home: SqliteHome) -> None:
    url = await sqlite_home.migrated()
    with pytest.raises(Dangling):
        await migrating.in_one_transaction(url, lambda connection: connection.execute(text(CONVERSATION)))

    assert await on(url, lambda connection: connection.scalar(text("SELECT count(*) FROM conversations"))) == 0


async def test_the_application_needs_no_file_of_settings(sqlite_home: SqliteHome, tmp_path: Path) -> None:
    url = await sqlite_home.empty()
    program = f"import asyncio; from bot.db.migrating import upgrade; asyncio.run(upgrade({url!r}))"
    root = Path(migrating.__file__).parents[2]

    done = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", program, cwd=tmp_path, env={"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await done.communicate()

    assert done.returncode == 0, said.decode()
    assert await at_head(url)


def test_files_of_steps_begin_with_their_date() -> None:
    versions = Path(migrating.__file__).parent / "migrations" / "versions"
    for path in versions.glob("[!_]*.py"):
        year, month, day, rest = path.stem.split("_", 3)
        assert (len(year), len(month), len(day)) == (4, 2, 2)
        assert rest


async def test_a_person_has_one_open_conversation(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(text(PERSON))
        await session.execute(text(CONVERSATION))

    with pytest.raises(Conflict):
        async with database.writing() as session:
            await session.execute(text(CONVERSATION.replace("(1, 1", "(2, 1")))
