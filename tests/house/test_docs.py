"""What the documents say is there, and what must not be in any file is not."""

import re
from pathlib import PurePosixPath

import pytest

from bot.commands import app
from tests.house.tree import ROOT, files, pyproject, text

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(name for name in files() if re.fullmatch(r"(docs|benchmarks)/.*\.md", name)))
LONGEST_README = 150
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DECISIONS = [name for name in files() if name.startswith("docs/adr/")]
PARTS_OF_A_DECISION = ("## Context", "## Decision", "## Consequences", "## Alternatives")

# A letter in brackets matches itself, and keeps these patterns from matching this file.
REGISTRIES = r"py[p]i\.org|python[h]osted|npm[j]s\.(?:org|com)|[d]eb\.debian\.org|[i]ndex-url\s*=?\s*\w+:/"
MACHINES = r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome|[t]mp|[U]sers|opt/[w]heels)/[\w.]"
NOT_HERE = re.compile(f"{REGISTRIES}|{MACHINES}", re.IGNORECASE)


def commands() -> set[str]:
    named = (command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands)
    groups = (group.name or "" for group in app.registered_groups)
    return {name.replace("_", "-") for name in (*named, *groups)}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):(?!=)", text("Makefile"), re.MULTILINE))


def test_the_readme_is_short() -> None:
    assert len(text("README.md").splitlines()) < LONGEST_README


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_make_target_that_is_named_exists(name: str) -> None:
    assert set(re.findall(r"^`?make ([a-z]+)", _code(text(name)), re.MULTILINE)) <= targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_command_that_is_named_exists(name: str) -> None:
    assert set(re.findall(r"\bovop-bot ([a-z]+)\b", _code(text(name)))) <= commands()


def test_the_readme_names_every_command_and_every_target_for_contributors() -> None:
    readme = text("README.md")
    assert not [name for name in commands() if f"ovop-bot {name}" not in readme]
    assert not [name for name in ("setup", "run", "test", "lint", "bench") if f"make {name}" not in readme]


def test_the_readmes_map_is_of_this_tree() -> None:
    drawn = _map(text("README.md"))
    assert len(drawn) > 10
    assert [name for name in drawn if not (ROOT / name).exists()] == []
    folders = re.compile(r"(?:bot|handlers|knowledge)/[^/]+/__init__\.py")
    packages = {f"{PurePosixPath(name).parent}/" for name in files() if folders.fullmatch(name)}
    assert packages - set(drawn) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_link_to_a_file_leads_somewhere(name: str) -> None:
    links = (link.partition("#")[0] for link in LINK.findall(text(name)) if "://" not in link)
    assert [link for link in links if link and not ((ROOT / name).parent / link).exists()] == []


def test_the_changelog_tells_of_this_version() -> None:
    headings = re.findall(r"^## \[?([^\]\s]+)", text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert pyproject()["project"]["version"] in headings


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(PurePosixPath(name).name[:4]) for name in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_why_and_what_else_was_weighed(name: str) -> None:
    content = text(name)
    assert content.startswith(f"# {int(PurePosixPath(name).name[:4])}. ")
    assert [part for part in PARTS_OF_A_DECISION if part not in content] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone: git cannot tell which files are the project's")
def test_git_tells_which_files_are_the_projects() -> None:
    assert {"Makefile", "README.md", "tests/house/test_docs.py"} <= set(files())


def test_no_file_names_a_package_registry_or_a_machine_of_ours() -> None:
    found = [f"{name}: {match[0]}" for name in files() if (match := NOT_HERE.search(_readable(name)))]
    assert found == []


def test_what_must_not_be_named_would_be_found() -> None:
    spelt = ("https://py~pi.org/x", "files.python~hosted.org", "registry.npm~js.org", "/wo~rk/x", '"/t~mp/x"', "--in~dex-url=https://a")
    assert [line for line in spelt if not NOT_HERE.search(line.replace("~", ""))] == []


def test_every_rule_of_ruff_that_is_off_says_why() -> None:
    rules = re.search(r"^\[tool\.ruff\.lint\]$.*?^\[tool\.ruff\.lint\.mccabe\]$", text("pyproject.toml"), re.DOTALL | re.MULTILINE)
    assert rules
    off = re.findall(r'^    "[A-Z]+\d*",.*$', rules[0], re.MULTILINE)
    assert len(off) > 10
    assert [line for line in off if not re.search(r", +# .{6}", line)] == []


def test_ci_runs_make_test_and_nothing_else() -> None:
    lines = [line for line in text(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines == ["exec make test"]


def _code(content: str) -> str:
    """Return what is written as code, a piece a line: in a text, "make sure" is no target."""
    return "\n".join((*re.findall(r"^```.*?^```", content, re.DOTALL | re.MULTILINE), *re.findall(r"`[^`\n]+`", content)))


def _map(content: str) -> list[str]:
    """Return the paths that the README's map draws, nested by two spaces."""
    drawn = re.search(r"## The map\n.*?^```\n(.*?)^```", content, re.DOTALL | re.MULTILINE)
    assert drawn
    parents: dict[int, str] = {}
    paths = []
    for line in drawn[1].splitlines():
        if entry := re.match(r"( *)([\w.][\w./-]*)", line):
            depth = len(entry[1])
            parents[depth] = parents.get(depth - 2, "") + entry[2]
            paths.append(parents[depth])
    return paths


def _readable(name: str) -> str:
    return (ROOT / name).read_bytes().decode("utf-8", "replace")
