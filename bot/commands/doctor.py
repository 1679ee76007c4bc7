"""`doctor`: look at everything the bot needs; each line says what to do."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass

import typer
from rich.markup import escape

from bot.app import telegram_name
from bot.commands.terminal import out, told
from bot.db.migrating import at_head
from bot.settings import Settings, read_settings
from knowledge.opening import SHIPPED, index_is_current
from knowledge.sources import CorpusBroken, load_corpus
from knowledge.store import IndexBusy

ENOUGH_DISK = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to know or do."""

    name: str
    well: bool
    words: str


def doctor() -> None:
    """Check settings, disk, database, corpus, index and Telegram; exit code 1 when something wants mending."""
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
    yield _disk(settings)
    yield await _database(settings)
    yield _corpus(settings)
    yield _index(settings)
    yield await _telegram(settings)


def _disk(settings: Settings) -> Finding:
    place = next(path for path in (settings.data_dir.absolute(), *settings.data_dir.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    words = f"{free // 1_000_000} MB free" + ("" if free > ENOUGH_DISK else ": make room, 500 MB is little")
    return Finding("disk", free > ENOUGH_DISK, words)


async def _database(settings: Settings) -> Finding:
    try:
        current = await at_head(settings.database_url)
    except Exception as error:  # noqa: BLE001 - whatever the driver raises is what the person needs to read
        if not settings.database.url and not (settings.data_dir / "ovop.db").exists():
            return Finding("database", well=True, words="SQLite, made at the first start")
        return Finding("database", well=False, words=f"cannot be opened ({type(error).__name__}): check OVOP_DATABASE__URL and the server")
    kind = "PostgreSQL" if settings.database_url.startswith("postgres") else f"SQLite {sqlite3.sqlite_version}"
    return Finding("database", well=True, words=f"{kind}, tables {'up to date' if current else 'are brought up to date at the next start'}")


def _corpus(settings: Settings) -> Finding:
    try:
        corpus = load_corpus(settings.knowledge.corpus or SHIPPED)
    except CorpusBroken as broken:
        return Finding("corpus", well=False, words=f"{len(broken.faults)} faults; the first: {broken.faults[0]}")
    return Finding("corpus", well=True, words=f"{len(corpus.passages)} passages")


def _index(settings: Settings) -> Finding:
    try:
        current = index_is_current(settings.knowledge.corpus or SHIPPED, settings.index_dir)
    except CorpusBroken:
        return Finding("index", well=False, words="waits for the corpus to be mended")
    except IndexBusy:
        return Finding("index", well=True, words="in use by a running ovop-bot (one process per index)")
    return Finding("index", well=True, words="there and current" if current else "is built at the next start, about a minute")


async def _telegram(settings: Settings) -> Finding:
    if not settings.telegram.token.get_secret_value():
        return Finding("telegram", well=True, words="off: put OVOP_TELEGRAM__TOKEN into .env to switch it on")
    well, words = await telegram_name(settings)
    return Finding("telegram", well, words)
