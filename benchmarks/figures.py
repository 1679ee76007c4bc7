"""What a measurement found: tables to read, and the same as JSON on the last line."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """A table, as Markdown."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """Return the lines, columns made even: the first to the left, the others to the right."""
        widths = [max(len(row[n]) for row in (self.head, *self.rows)) for n in range(len(self.head))]
        rule = tuple("-" * width if not n else "-" * (max(width, 2) - 1) + ":" for n, width in enumerate(widths))
        return "\n".join(_line(row, widths) for row in (self.head, rule, *self.rows))


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one measurement. `notes` are what a reader must know of this run."""

    name: str
    tables: tuple[Table, ...]
    data: dict[str, Any]
    notes: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        """Return the tables and notes."""
        return "\n\n".join((*map(str, self.tables), *self.notes))

    def show(self) -> None:
        """Print all, JSON last."""
        print(f"{self}\n\n{as_json({self.name: self.data})}", flush=True)


def as_json(data: dict[str, Any]) -> str:
    """Return one line; floats keep four digits that count."""
    return json.dumps(_rounded(data), separators=(",", ":"))


def kept(document: str, figures: Figures, when: str) -> str:
    """Return a Markdown document with `figures` between the marks of their name, each on a line of its own."""
    begin, end = f"<!-- {figures.name} -->", f"<!-- /{figures.name} -->"
    pattern = re.compile(rf"^{re.escape(begin)}$.*?^{re.escape(end)}$", re.DOTALL | re.MULTILINE)
    return pattern.sub(lambda _: f"{begin}\n{figures}\n\n*{when}.*\n{end}", document)


def milliseconds(value: float) -> str:
    """Return a time as it is read."""
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that `share` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.rjust(width) if n else cell.ljust(width) for n, (cell, width) in enumerate(zip(row, widths, strict=True)))
    return f"| {' | '.join(cells)} |"


def _rounded(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value
