"""`doctor`: look at everything the bot needs; each line says what to do."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import typer
from rich.markup import escape

from bot.app import published
from bot.commands.finding import Finding
from bot.commands.telegram_findings import telegram_findings
from bot.commands.terminal import out, told
from bot.db.examining import PostgresState, SqliteState, examined
from bot.db.sync import libpq_address
from bot.settings import Settings, read_settings
from knowledge.opening import SHIPPED, index_is_current
from knowledge.sources import CorpusBroken, load_corpus
from knowledge.store import IndexBusy

ENOUGH_DISK = 500_000_000
LAYS_A_WAL = "wal"


def doctor() -> None:
    """Check settings, disk, database, corpus, index, clock and Telegram; exit code 1 when something wants mending."""
    with told():
        findings = asyncio.run(_all(read_settings()))
    for finding in findings:
        mark = "[green]ok  [/]" if finding.well else "[red]look[/]"
        out.print(f"{mark} {finding.name:10} {escape(finding.words)}", highlight=False)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


async def _all(settings: Settings) -> list[Finding]:
    return [finding async for finding in _examined(settings)]


async def _examined(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding("settings", well=True, words=f"everything is kept under {settings.data_dir.absolute()}")
    yield _disk(settings.data_dir)
    for finding in await _database(settings):
        yield finding
    yield _corpus(settings)
    for finding in _index(settings):
        yield finding
    async for finding in telegram_findings(settings.telegram):
        yield finding


def _disk(data_dir: Path) -> Finding:
    place = next(path for path in (data_dir.absolute(), *data_dir.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    words = f"{free // 1_000_000} MB free" + ("" if free > ENOUGH_DISK else ": make room, 500 MB is little")
    return Finding("disk", free > ENOUGH_DISK, words)


async def _database(settings: Settings) -> tuple[Finding, ...]:
    try:
        state = await examined(settings.database_url)
    except Exception as error:  # noqa: BLE001 - whatever the driver raises is what the person needs to read
        mend = "check OVOP_DATABASE__URL and the server" if settings.database.url else "is the file a database, and may it be read?"
        return (Finding("database", well=False, words=f"cannot be opened ({type(error).__name__}): {mend}"),)
    match state:
        case SqliteState():
            return tuple(_sqlite(state))
        case PostgresState():
            return tuple(_postgres(state))


def _sqlite(state: SqliteState) -> Iterator[Finding]:
    words = f"{state.version}, free of the WAL-reset bug"
    if not state.is_sound:
        words = f"{state.version} can corrupt its file (WAL-reset bug, 3.7.0 to 3.51.2): pip install pysqlite3, or use PostgreSQL"
    yield Finding("sqlite", state.is_sound, words)
    if not state.journal:
        yield Finding("database", well=True, words="SQLite, made at the first start")
        return
    if not state.is_whole:
        yield Finding("database", well=False, words="damaged: stop the bot, keep a copy of the file, restore the last backup")
        return
    yield Finding("database", well=True, words=_tables("SQLite, whole", is_at_head=state.is_at_head))
    is_wal = state.journal == LAYS_A_WAL
    mend = "" if is_wal else ": the next start makes it wal; where it stays, the data folder is on a network disk: move it to a local one"
    yield Finding("journal", is_wal, f"{state.journal}{mend}")


def _postgres(state: PostgresState) -> Iterator[Finding]:
    yield Finding("database", well=True, words=_tables(f"PostgreSQL {state.version}", is_at_head=state.is_at_head))
    mend = "install it on the server (on Debian: postgresql-NN-pgvector), then as a superuser: CREATE EXTENSION vector"
    yield Finding("pgvector", state.has_vectors, "there" if state.has_vectors else f"missing: {mend}")


def _tables(kind: str, *, is_at_head: bool) -> str:
    return f"{kind}, tables {'up to date' if is_at_head else 'are brought up to date at the next start'}"


def _corpus(settings: Settings) -> Finding:
    try:
        corpus = load_corpus(settings.knowledge.corpus or SHIPPED)
    except CorpusBroken as broken:
        return Finding("corpus", well=False, words=f"{len(broken.faults)} faults; the first: {broken.faults[0]}")
    return Finding("corpus", well=True, words=f"{len(corpus.passages)} passages")


def _index(settings: Settings) -> Iterator[Finding]:
    is_shared = settings.database_url.startswith("postgres")
    database = libpq_address(settings.database_url) if is_shared else ""
    in_use = False
    try:
        current = index_is_current(settings.knowledge.corpus or SHIPPED, settings.index_dir, database, published(settings))
    except CorpusBroken:
        yield Finding("index", well=False, words="waits for the corpus to be mended")
        return
    except IndexBusy:
        current = in_use = True
    except Exception as error:  # noqa: BLE001 - see `_database`
        yield Finding("index", well=False, words=f"cannot be looked at ({type(error).__name__}): see the line on the database")
        return
    yield Finding("index", well=True, words="there and current" if current else "is built at the next start, mostly in seconds")
    yield Finding("processes", well=True, words=_processes(is_shared=is_shared, in_use=in_use))


def _processes(*, is_shared: bool, in_use: bool) -> str:
    if is_shared:
        return "any number of workers may run on this database"
    now = "one is running" if in_use else "none is running"
    return f"{now}; the embedded index is for one at a time (several want PostgreSQL, see OVOP_DATABASE__URL)"
