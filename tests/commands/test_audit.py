"""`audit verify`: the trail is whole, and what was cut off at its end shows against a head that was kept elsewhere."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a trail of three rows."""
    monkeypatch.setenv("OVOP_DATA_DIR", str(tmp_path))
    for role in ("admin", "assessor", "broadcaster"):
        assert RUN.invoke(app, ["staff", "invite", "--role", role]).exit_code == 0
    return tmp_path


def verified(*arguments: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["audit", "verify", *arguments])
    return done.exit_code, done.output.strip()


def head() -> str:
    found = re.fullmatch(r"The audit is whole: 3 rows, head ([0-9a-f]{64})", verified()[1])
    assert found
    return found[1]


def tampered(folder: Path, statement: str) -> None:
    """Change the trail as whoever has the file can, past the triggers that refuse it."""
    with closing(sqlite3.connect(folder / "ovop.db")) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


def test_a_whole_trail_holds_against_a_head_of_any_day() -> None:
    early = head()
    assert RUN.invoke(app, ["staff", "invite", "--role", "admin"]).exit_code == 0

    assert verified("--head", early)[0] == 0
    assert verified("--head", "0" * 64)[0] == 0


def test_what_was_cut_off_at_the_end_shows_against_the_head_only(here: Path) -> None:
    kept = head()
    tampered(here, "DELETE FROM audit WHERE id = 3")

    assert verified()[0] == 0
    code, words = verified("--head", kept)
    assert code == 1
    assert "cut off" in words


def test_a_changed_row_shows_without_a_head(here: Path) -> None:
    tampered(here, "UPDATE audit SET why = 'nothing' WHERE id = 2")

    code, words = verified()
    assert code == 1
    assert "Row 2" in words
