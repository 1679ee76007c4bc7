"""The golden set: questions as people type them, with what a right answer must and must not say."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).with_name("golden.jsonl")


@dataclass(frozen=True, slots=True)
class Golden:
    """One question.

    `expect` are the outcomes that are right; `cite_any` regexes of which one must match a citation's label or title; `facts`
    groups of regexes, one of each group must match the text; `never` regexes that must not; `passages` the ids of which one
    should be found first (empty where none is due); `split` is `dev` (calibrated on) or `test` (only reported);
    `distance` tells far from near out-of-scope questions.
    """

    id: str
    question: str
    language: str
    style: str
    topic: str
    expect: tuple[str, ...]
    cite_any: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    passages: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    split: str = "test"
    distance: str = ""

    @property
    def in_scope(self) -> bool:
        """Whether the corpus speaks about the question's subject."""
        return "out_of_scope" not in self.expect and "clarification" not in self.expect


def read_golden(path: Path = GOLDEN) -> list[Golden]:
    """Read a file of JSON lines; raises `ValueError` naming file and line."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(_golden(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                msg = f"{path.name}:{number}: {error!r}"
                raise ValueError(msg) from error
    return rows


def _golden(row: dict[str, Any]) -> Golden:
    return Golden(
        row["id"], row["q"], row["lang"], row["style"], row["topic"], tuple(row["expect"].split("_or_")), tuple(row.get("cite_any") or ()),
        tuple(tuple(group) for group in row.get("contain_all") or ()), tuple(row.get("contain_none") or ()),
        tuple(row.get("passages") or ()), tuple(row.get("before") or ()), row.get("split", "test"), row.get("distance", ""),
    )  # fmt: skip
