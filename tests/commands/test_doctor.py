"""`doctor`: every line says how a thing is, and what to do where it is not well."""

import sqlite3
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import psycopg
import pytest

from bot.commands.doctor import _all, _sqlite
from bot.commands.telegram_findings import _clock, _updates
from bot.db.examining import SqliteState, examined
from bot.db.migrating import upgrade
from bot.settings import Settings, read_settings
from handlers.telegram.checkup import ApiRefused, ApiUnreachable, Checkup, checkup
from tests.botapi import BotApi
from tests.databases import PostgresHome

TOKEN = "7000000001:AAsecret-of-a-test-which-is-long-enough"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def settings(folder: Path, **parts: object) -> Settings:
    return read_settings(_env_file=None, data_dir=folder / "data", **parts)


async def told(chosen: Settings) -> dict[str, tuple[bool, str]]:
    return {finding.name: (finding.well, finding.words) for finding in await _all(chosen)}


async def test_before_the_first_start_all_is_well(tmp_path: Path) -> None:
    found = await told(settings(tmp_path))

    assert found["database"] == (True, "SQLite, made at the first start")
    assert found["telegram"][0]
    assert found["processes"][1].startswith("none is running")
    assert not (tmp_path / "data" / "ovop.db").exists()


async def test_a_database_at_work_is_whole_with_its_journal_and_tables(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    chosen.data_dir.mkdir()
    await upgrade(chosen.database_url)

    found = await told(chosen)

    assert found["database"] == (True, "SQLite, whole, tables up to date")
    assert found["journal"] == (True, "wal")


async def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    chosen.data_dir.mkdir()
    (chosen.data_dir / "ovop.db").write_text("not a database at all, just a text of some length\n" * 30)

    well, words = (await told(chosen))["database"]

    assert not well
    assert "may it be read?" in words


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE a (id INTEGER)")
    connection.close()

    state = await examined(f"sqlite+aiosqlite:///{file}")

    assert isinstance(state, SqliteState)
    assert (state.journal, state.is_whole, state.is_at_head) == ("delete", True, False)


def test_a_sqlite_with_the_bug_is_told_with_what_to_do() -> None:
    found, *_ = _sqlite(SqliteState("3.40.1", is_sound=False))

    assert not found.well
    assert "pysqlite3" in found.words


def test_a_journal_that_is_no_wal_is_told_with_what_to_do() -> None:
    *_, journal = _sqlite(SqliteState("3.53.4", is_sound=True, journal="delete"))

    assert not journal.well
    assert "network disk" in journal.words


async def test_postgresql_has_its_extension_and_any_number_of_workers(tmp_path: Path, postgres_home: PostgresHome) -> None:
    found = await told(settings(tmp_path, database={"url": await postgres_home.migrated()}))

    assert found["database"][1].endswith("tables up to date")
    assert found["pgvector"] == (True, "there")
    assert found["processes"][1].startswith("any number of workers")


async def test_a_role_that_may_not_add_the_extension_is_told_what_to_do(tmp_path: Path, postgres_home: PostgresHome) -> None:
    url = await postgres_home.migrated()
    with psycopg.connect(url) as connection:
        connection.execute("DROP ROLE IF EXISTS plain")
        connection.execute("CREATE ROLE plain LOGIN")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO plain")
    chosen = settings(tmp_path, database={"url": url.replace("postgres:@", "plain:@")})
    assert not (await told(chosen))["pgvector"][0]

    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION vector")

    assert (await told(chosen))["pgvector"] == (True, "there")


async def test_a_server_that_is_down_is_said(tmp_path: Path) -> None:
    found = await told(settings(tmp_path, database={"url": "postgresql://bot:rahasia@127.0.0.1:1/none"}))

    assert not found["database"][0]
    assert "OVOP_DATABASE__URL" in found["database"][1]
    assert "rahasia" not in str(found)


async def test_the_token_the_webhook_and_the_clock_are_asked_of_the_bot_api(bot_api: BotApi) -> None:
    found = await checkup(bot_api.token, bot_api.url)

    assert found.name
    assert found.webhook == ""
    assert found.skew is not None
    assert abs(found.skew) < 5


async def test_a_token_that_is_refused_is_told(tmp_path: Path, bot_api: BotApi) -> None:
    found = await told(settings(tmp_path, telegram={"token": TOKEN, "base_url": bot_api.url}))

    assert found["telegram"] == (False, "the token was refused: get a new one from @BotFather and set OVOP_TELEGRAM__TOKEN")


async def test_a_bot_api_that_cannot_be_reached_is_told_without_the_token(tmp_path: Path) -> None:
    found = await told(settings(tmp_path, telegram={"token": TOKEN, "base_url": "http://127.0.0.1:1"}))

    assert not found["telegram"][0]
    assert "cannot be reached (ConnectError)" in found["telegram"][1]
    assert TOKEN not in str(found)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json={"ok": False}), ApiRefused),
        (httpx.Response(502, text="<html>"), ApiUnreachable),
        (httpx.Response(500, json={"ok": False}), ApiUnreachable),
        (httpx.Response(200, json=[1]), ApiUnreachable),
    ],
)
async def test_what_is_no_answer_of_telegram_is_no_checkup(answer: httpx.Response, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        await checkup(TOKEN, "http://api", httpx.MockTransport(lambda _request: answer))

    assert TOKEN not in str(raised.value)


async def test_a_clock_that_is_off_is_seen_in_the_answers_date() -> None:
    late = format_datetime(datetime.now(UTC) - timedelta(minutes=5), usegmt=True)
    answer = httpx.Response(200, json={"ok": True, "result": {"username": "b"}}, headers={"Date": late})

    found = await checkup(TOKEN, "http://api", httpx.MockTransport(lambda _request: answer))

    finding = _clock(found.skew)
    assert not finding.well
    assert "fast: switch on time synchronisation" in finding.words


WEBHOOK = {"token": TOKEN, "mode": "webhook", "webhook_url": "https://bot.example.go.id", "webhook_secret": "s"}


@pytest.mark.parametrize(
    ("chosen", "webhook", "trouble", "well", "words"),
    [
        ({"token": TOKEN}, "", "", True, "by polling"),
        ({"token": TOKEN}, "https://elsewhere", "", False, "another bot"),
        (WEBHOOK, "https://bot.example.go.id/telegram/webhook", "", True, "by webhook, 3 updates waiting"),
        (WEBHOOK, "https://elsewhere/", "", False, "another one"),
        (WEBHOOK, "", "", False, "has none"),
        (WEBHOOK, "https://bot.example.go.id/telegram/webhook", "SSL error", False, "(SSL error)"),
    ],
)
def test_how_updates_come_is_compared_with_the_mode(  # noqa: PLR0913 - a row of a table
    tmp_path: Path, chosen: dict[str, str], webhook: str, trouble: str, *, well: bool, words: str
) -> None:
    finding = _updates(Checkup("bot", webhook, 3, trouble, 0.0), settings(tmp_path, telegram=chosen).telegram)

    assert finding.well is well
    assert words in finding.words
