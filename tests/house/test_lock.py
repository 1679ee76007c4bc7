"""The locks: everything that pyproject.toml asks for is pinned, with hashes, from nowhere in particular."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import pyproject, text

RUN, DEV, BENCH = "requirements.lock", "requirements-dev.lock", "requirements-bench.lock"
FRAMEWORKS = {"torch", "tensorflow", "jax", "transformers", "sentence-transformers"}


def pins(lock: str) -> dict[str, list[Requirement]]:
    """Return the pins of a lock by name; there may be several, for different Pythons."""
    found: dict[str, list[Requirement]] = {}
    for line in re.findall(r"^([^\s#][^\\\n]*)", text(lock), re.MULTILINE):
        pin = Requirement(line)
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def asked_for(*groups: str) -> list[Requirement]:
    asked = [*pyproject()["project"]["dependencies"], *(name for group in groups for name in pyproject()["dependency-groups"][group])]
    return [Requirement(one) for one in asked]


@pytest.mark.parametrize(("lock", "groups"), [(RUN, ("build",)), (DEV, ("build", "dev"))])
def test_what_is_asked_for_is_pinned_to_a_version_that_fits(lock: str, groups: tuple[str, ...]) -> None:
    pinned = pins(lock)
    for asked in asked_for(*groups):
        versions = [Version(next(iter(pin.specifier)).version) for pin in pinned.get(canonicalize_name(asked.name), [])]
        assert versions, f"{asked} is not in {lock}: make lock"
        assert all(version in asked.specifier for version in versions), f"{asked}: make lock"


@pytest.mark.parametrize("lock", [RUN, DEV, BENCH])
def test_every_pin_is_exact_and_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", text(lock).strip())
    assert [entry for entry in entries if not re.match(r"[\w.-]+==[^\s*]+( ;[^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize("lock", [RUN, DEV, BENCH])
def test_a_lock_names_no_place(lock: str) -> None:
    assert [line for line in text(lock).splitlines() if "://" in line or "@" in line or re.match(r"\s*-(?!-hash)", line)] == []


def test_tests_run_with_the_versions_that_the_product_runs_with() -> None:
    tested = pins(DEV)
    assert [name for name, pinned in pins(RUN).items() if list(map(str, tested.get(name, []))) != list(map(str, pinned))] == []


def test_no_lock_brings_a_deep_learning_framework() -> None:
    assert (pins(RUN).keys() | pins(DEV).keys() | pins(BENCH).keys()) & FRAMEWORKS == set()
