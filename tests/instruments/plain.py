"""The score worked out another way: exact fractions, over the file itself and not over what the loader makes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Row:
    """One option of one item with points: where it counts, and how much."""

    item: str
    option: str
    aspect: str
    part: str
    direction: str
    commodities: tuple[str, ...]
    points: Fraction


class Plain:
    """A file of an instrument as a flat table."""

    def __init__(self, path: Path) -> None:
        self.data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        scored = [item for item in self.data["items"] if "aspect" in item]
        self.rows = [_row(item, option) for item in scored for option in item["options"]]

    def table(self, commodity: str) -> list[Row]:
        return [row for row in self.rows if not row.commodities or commodity in row.commodities]

    def weight(self, aspect: str) -> Fraction:
        """The weight that is written, else the sum of the best of each item."""
        written = next(each.get("weight") for each in self.data["aspects"] if each["id"] == aspect)
        return Fraction(str(written)) if written else sum(best([row for row in self.rows if row.aspect == aspect]).values(), Fraction(0))

    def worth(self, commodity: str) -> dict[tuple[str, str], Fraction]:
        """How many percentage points of the whole each option brings; the percentage is the sum over what was chosen."""
        table = self.table(commodity)
        total = sum((self.weight(aspect) for aspect in {row.aspect for row in table}), Fraction(0))
        reachable = {aspect: sum(best([row for row in table if row.aspect == aspect]).values()) for aspect in {row.aspect for row in table}}
        return {(row.item, row.option): 100 * self.weight(row.aspect) * row.points / (total * reachable[row.aspect]) for row in table}

    def percent(self, commodity: str, answers: Mapping[str, str]) -> Fraction:
        worth = self.worth(commodity)
        return sum((worth.get(chosen, Fraction(0)) for chosen in answers.items()), Fraction(0))

    def shares(self, commodity: str, answers: Mapping[str, str], kind: str) -> dict[str, tuple[Fraction, Fraction]]:
        """Points reached and reachable by aspect, part or direction."""
        table = [row for row in self.table(commodity) if getattr(row, kind)]
        reached = {row.item: row.points for row in table if answers.get(row.item) == row.option}
        named = {getattr(row, kind): {each.item for each in table if getattr(each, kind) == getattr(row, kind)} for row in table}
        most = best(table)
        return {name: (sum(reached.get(item, 0) for item in items), sum(most[item] for item in items)) for name, items in named.items()}


def best(rows: Iterable[Row]) -> dict[str, Fraction]:
    """The most points of each item."""
    most: dict[str, Fraction] = {}
    for row in rows:
        most[row.item] = max(row.points, most.get(row.item, row.points))
    return most


def _row(item: dict[str, Any], option: dict[str, Any]) -> Row:
    keys = (item["aspect"], item.get("part", ""), item.get("direction", ""), tuple(item.get("commodities", ())))
    return Row(item["id"], option["id"], *keys, Fraction(option["points"]))
