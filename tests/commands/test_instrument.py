"""`instrument check`: what it prints, what it refuses, and how it ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands import app

SMALL = Path(__file__).parent.parent / "instruments" / "small.yaml"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["instrument", "check", *arguments])


def test_without_a_file_the_shipped_one_is_checked() -> None:
    done = check()
    assert done.exit_code == 0
    assert "Penilaian Mandiri Kesiapan OVOP (kesiapan-ovop), version 2026.13" in done.stdout
    assert "pangan: 27 items: 6 must-haves, a 10 (30 points), b 6 (18 points), c 5 (15 points)" in done.stdout


def test_a_file_of_ones_own_is_checked() -> None:
    done = check(str(SMALL))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "Kecil (kecil), version 1", "Contoh saja.", "teh: 3 items: 1 must-haves, rasa 1 (2 points), rupa 1 (1 points)",
    ]  # fmt: skip


def test_faults_go_to_stderr_with_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SMALL.read_text(encoding="utf-8").replace("tanya-ovop.apa-itu", "tanya-ovop.tidak-ada"), encoding="utf-8")
    done = check(str(path))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"{path}:39: passage 'tanya-ovop.tidak-ada' is not in the corpus; leave it out or name one that is\n"


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    done = check(str(tmp_path / "none.yaml"))
    assert done.exit_code == 1
    assert "cannot be read: No such file or directory" in done.stderr
