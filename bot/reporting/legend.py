"""How now and before look on a chart: they differ in line and marker, so that black and white suffice."""

from typing import Any

from bot.domain.people import Language
from bot.reporting.canvas import INDIGO, SIDE, SOFT, Canvas, Hand
from bot.texts import say

NOW: dict[str, Any] = {"colour": INDIGO, "width": 6, "marker": "o", "markersize": 10, "zorder": 4}
BEFORE: dict[str, Any] = {
    "colour": SOFT, "width": 4, "linestyle": (0, (3, 2)), "zorder": 3,
    "marker": "s", "markersize": 8, "markerfacecolor": "white", "markeredgewidth": 2,
}  # fmt: skip
SIZE = 32


def draw_legend(canvas: Canvas, language: Language) -> None:
    """Say which line is which, at the foot of the picture."""
    for left, key, look in ((SIDE * 0.14, "report.now", NOW), (SIDE * 0.52, "report.before", BEFORE)):
        canvas.line([(left, 48), (left + 90, 48)], **look)
        canvas.words((left + 112, 48), say(language, key), Hand(SIZE, align="left"))
