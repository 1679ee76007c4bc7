"""Draws bars, where a radar would have too few axes or too many."""

from collections.abc import Sequence

from bot.domain.people import Language
from bot.reporting.canvas import INDIGO, LINE, SIDE, SOFT, Canvas, Hand, wrapped
from bot.reporting.legend import BEFORE, draw_legend
from bot.reporting.report import Axis

LEFT, RIGHT = 60, SIDE - 60
HIGHEST, FOOT = 220, 100


def draw_bars(axes: Sequence[Axis], earlier: Sequence[float] | None, language: Language) -> bytes:
    """Return a bar for each axis, one below the other."""
    canvas = Canvas()
    each = min(HIGHEST, (SIDE - 2 * FOOT) / max(1, len(axes)))
    top = SIDE / 2 + each * len(axes) / 2
    for number, axis in enumerate(axes):
        _bar(canvas, axis, top - each * number, each, earlier[number] if earlier else None)
    if earlier:
        draw_legend(canvas, language)
    return canvas.png()


def _bar(canvas: Canvas, axis: Axis, top: float, each: float, before: float | None) -> None:
    size = min(40, each * 0.36)
    middle, half = top - each * 0.66, each * 0.14
    text, smaller = wrapped(axis.label, (RIGHT - LEFT) * 0.8, size, least=12)
    canvas.words((LEFT, middle + half * 1.5), text, Hand(smaller, align="left", upright="bottom"))
    figure = Hand(size, INDIGO, bold=True, align="right", upright="bottom")
    canvas.words((RIGHT, middle + half * 1.5), f"{round(axis.percent)}", figure)
    _box(canvas, 100, middle, half, LINE)
    _box(canvas, axis.percent, middle, half, INDIGO)
    if before is not None:
        across = _across(before)
        canvas.line([(across, middle - half * 1.3), (across, middle + half * 1.3)], **{**BEFORE, "colour": SOFT})


def _box(canvas: Canvas, percent: float, middle: float, half: float, colour: str) -> None:
    right = _across(percent)
    canvas.area([(LEFT, middle - half), (right, middle - half), (right, middle + half), (LEFT, middle + half)], colour=colour)


def _across(percent: float) -> float:
    return LEFT + (RIGHT - LEFT) * max(0.0, min(100.0, percent)) / 100
