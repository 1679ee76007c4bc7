"""Bars as numbers, for templates to draw as SVG. Pure functions; what is not told has no bar."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH, GAP = 720, 200, 6
LONG, THICK = 420, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a bar. `kind` is its place among its kind, which gives its colour; `words` tell what it stands for."""

    x: float
    y: float
    width: float
    height: float
    kind: int
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars and their names, in a picture of that size; `kind` says how they stand: "columns" or "lines"."""

    width: float
    height: float
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    kind: str = "columns"


def columns(names: Sequence[str], rows: Sequence[Sequence[tuple[str, int | None]]]) -> Chart:
    """Return a column for each name, its pieces on top of each other."""
    most = max((sum(count or 0 for _, count in row) for row in rows), default=0) or 1
    step = WIDE / max(1, len(rows))
    bars: list[Bar] = []
    for place, row in enumerate(rows):
        floor = float(HIGH)
        for kind, (words, count) in enumerate(row):
            height = HIGH * (count or 0) / most
            floor -= height
            if height:
                bars.append(_bar(place * step + GAP / 2, floor, step - GAP, height, kind, f"{names[place]}, {words}: {count}"))
    marks = [Mark(round((place + 0.5) * step, 1), HIGH + 16, name) for place, name in enumerate(names)]
    return Chart(WIDE, HIGH + 24, bars, marks)


def lines(pairs: Sequence[tuple[str, int | None]], most: int = 0) -> Chart:
    """Return a bar from the left for each pair, its name above it; one of `most` would reach across (0: the longest does)."""
    most = most or max((count or 0 for _, count in pairs), default=0) or 1
    rows = [(2 * THICK * place, words, count) for place, (words, count) in enumerate(pairs)]
    bars = [_bar(0, y + THICK - 4, LONG * count / most, THICK - 8, 0, f"{words}: {count}") for y, words, count in rows if count]
    return Chart(LONG, 2 * THICK * len(pairs), bars, [Mark(0, y + THICK - 10, words) for y, words, _ in rows], kind="lines")


def _bar(x: float, y: float, width: float, height: float, kind: int, words: str) -> Bar:  # noqa: PLR0913, PLR0917 - a rectangle
    return Bar(round(x, 1), round(y, 1), round(width, 1), round(height, 1), kind, words)
