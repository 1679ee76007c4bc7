"""What the tests of the house look at: the files that git knows or would take, and what pyproject.toml says."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[str, ...]:
    """Return the paths of all files of the project, as git shows them: neither ignored nor deleted. Empty without git."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    return tuple(sorted(name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()))


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


@cache
def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
