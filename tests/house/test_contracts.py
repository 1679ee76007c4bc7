"""The import contracts of `pyproject.toml`: they hold, and each of them bites."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.tree import ROOT, pyproject

PACKAGES = ("bot", "handlers", "knowledge")

# contract -> imports that it must refuse: the module that would hold each, and what it would import
BAD: dict[str, tuple[tuple[str, str], ...]] = {
    "Imports point one way": (
        ("bot/db/people.py", "knowledge.passages"),
        ("bot/db/people.py", "bot.delivery.lanes"),
        ("bot/db/people.py", "bot.vault.vault"),
        ("bot/vault/vault.py", "bot.db.database"),
        ("bot/areas/atlas.py", "bot.db.people"),
        ("bot/personal.py", "knowledge.passages"),
        ("bot/instruments/loading.py", "knowledge.passages"),
        ("bot/instruments/loading.py", "bot.db.people"),
        ("bot/domain/people.py", "bot.instruments"),
        ("bot/reporting/report.py", "bot.db"),
        ("bot/domain/people.py", "bot.texts"),
        ("bot/services/rate.py", "handlers.web.prose"),
        ("handlers/web/prose.py", "bot.app"),
        ("bot/app.py", "bot.serving"),
        ("bot/serving.py", "bot.commands.terminal"),
    ),
    "Ways in do not know each other": (
        ("handlers/web/prose.py", "handlers.telegram.keyboards"),
        ("handlers/telegram/keyboards.py", "handlers.web.prose"),
        ("handlers/ops/site.py", "handlers.web.prose"),
    ),
    "Settings are read by the composition root only": (
        ("handlers/web/prose.py", "bot.settings"),
        ("bot/services/rate.py", "bot.settings"),
        ("knowledge/scope.py", "bot.settings"),
    ),
    "The core has never heard of Telegram": (
        ("bot/services/rate.py", "telegram"),
        ("bot/texts/__init__.py", "telegram.constants"),
        ("handlers/web/prose.py", "telegram"),
    ),
    "Only the database layer speaks SQL": (
        ("bot/services/rate.py", "sqlalchemy"),
        ("handlers/web/prose.py", "sqlalchemy.orm"),
        ("knowledge/scope.py", "sqlalchemy"),
        ("knowledge/scope.py", "psycopg"),
        ("bot/app.py", "sqlalchemy"),
    ),
    "Only delivery knows the engine of jobs": (
        ("bot/services/rate.py", "dbos"),
        ("bot/app.py", "dbos"),
        ("bot/db/people.py", "dbos"),
    ),
    "Only knowledge knows where vectors lie": (
        ("bot/app.py", "langchain_postgres"),
        ("handlers/web/prose.py", "chromadb"),
    ),
    "Only the way in for operators speaks Prometheus": (
        ("bot/delivery/lanes.py", "prometheus_client"),
        ("handlers/web/prose.py", "prometheus_client"),
    ),
    "Knowledge could ship alone": (
        ("knowledge/scope.py", "bot.domain.people"),
        ("knowledge/steps/route.py", "bot.texts"),
        ("knowledge/scope.py", "handlers.web.prose"),
    ),
    "The domain is pure": (
        ("bot/domain/people.py", "pydantic"),
        ("bot/domain/people.py", "sqlalchemy"),
        ("bot/domain/answer.py", "knowledge.passages"),
    ),
}
PLANTS = [(contract, place, imported) for contract, imports in BAD.items() for place, imported in imports]


def broken(folder: Path) -> set[str]:
    """Return the contracts that the tree in `folder` breaks."""
    command = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert set(verdicts) == {contract["name"] for contract in contracts()}, done.stdout + done.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def contracts() -> list[dict[str, object]]:
    found: list[dict[str, object]] = pyproject()["tool"]["importlinter"]["contracts"]
    return found


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, to plant things in."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.md", "*.jsonl"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@contextmanager
def planted(file: Path, imported: str) -> Iterator[None]:
    """Have `file` import `imported` for a while."""
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n\nimport {imported}\n", encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(before, encoding="utf-8")


def test_the_contracts_hold() -> None:
    assert broken(ROOT) == set()


@pytest.mark.parametrize(("contract", "place", "imported"), PLANTS)
def test_a_bad_import_breaks_its_contract(contract: str, place: str, imported: str, tree: Path) -> None:
    with planted(tree / place, imported):
        assert contract in broken(tree)


def test_every_contract_was_seen_to_bite() -> None:
    assert set(BAD) == {contract["name"] for contract in contracts()}


def test_every_module_has_its_place_among_the_layers() -> None:
    layers = next(contract["layers"] for contract in contracts() if contract["type"] == "layers")
    assert isinstance(layers, list)
    placed = {name.strip() for layer in layers for name in layer.split("|")} | {"bot.settings"}  # see its own contract
    modules = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert modules - placed == {"bot.__init__"}
