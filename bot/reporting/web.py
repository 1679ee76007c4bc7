"""Draws the radar: rings, spokes, labels around, the figures at the points."""

import math
from collections.abc import Sequence

from bot.domain.people import Language
from bot.reporting.canvas import INDIGO, LINE, SIDE, SOFT, Canvas, Hand, Point, wrapped
from bot.reporting.legend import BEFORE, NOW, draw_legend
from bot.reporting.report import Axis

RADIUS = 284
LABEL, FIGURE, RING, LEAST = 36, 34, 25, 24
MANY = 9  # from more axes on, labels are smaller
LEADING = 1.2
EDGE = 12
BEYOND = 24  # from the outer ring to the labels
INSIDE = 80  # percent: the figures of higher points stand inside, else they would lie on the labels
RINGS = (25, 50, 75, 100)
INNERMOST = 16  # percent: figures of low points stand at least so far out, else they would lie on each other


class Web:
    """The geometry: axis 0 points up, the others follow clockwise."""

    def __init__(self, count: int, *, lifted: bool) -> None:
        """Take the number of axes; `lifted` leaves room for a legend below."""
        self.count = count
        self.centre = (SIDE / 2, SIDE / 2 + (24 if lifted else 0))

    def turn(self, axis: float) -> Point:
        """Return the direction of an axis; half axes lie between two."""
        angle = math.pi / 2 - 2 * math.pi * axis / self.count
        return math.cos(angle), math.sin(angle)

    def at(self, axis: float, percent: float, beyond: float = 0) -> Point:
        """Return the point of an axis at `percent`, and some pixels beyond."""
        across, up = self.turn(axis)
        far = RADIUS * percent / 100 + beyond
        return self.centre[0] + across * far, self.centre[1] + up * far

    def outline(self, percents: Sequence[float]) -> list[Point]:
        """Return the point of each axis."""
        return [self.at(axis, max(0.0, min(100.0, percent))) for axis, percent in enumerate(percents)]


def draw_web(axes: Sequence[Axis], earlier: Sequence[float] | None, language: Language) -> bytes:
    """Return the radar of three to twelve axes."""
    web, canvas = Web(len(axes), lifted=earlier is not None), Canvas()
    _rings(canvas, web)
    for number, axis in enumerate(axes):
        _label(canvas, web, number, axis.label)
    if earlier is not None:
        canvas.shape(web.outline(earlier), **BEFORE)
        draw_legend(canvas, language)
    now = web.outline([axis.percent for axis in axes])
    canvas.area(now, colour=INDIGO, alpha=0.16)
    canvas.shape(now, **NOW)
    for number, axis in enumerate(axes):
        where = web.at(number, max(INNERMOST, min(100.0, axis.percent)), -48 if axis.percent > INSIDE else 34)
        canvas.words(where, f"{round(axis.percent)}", Hand(FIGURE, INDIGO, bold=True, halo=True))
    return canvas.png()


def _rings(canvas: Canvas, web: Web) -> None:
    for ring in RINGS:
        canvas.shape(web.outline([ring] * web.count), colour=SOFT if ring == RINGS[-1] else LINE, width=2.5 if ring == RINGS[-1] else 2)
    for axis in range(web.count):
        canvas.line([web.centre, web.at(axis, 100)])
    for ring in RINGS:
        across, up = web.at(0.5, ring * math.cos(math.pi / web.count))
        canvas.words((across, up), f"{ring}", Hand(RING, SOFT, halo=True, depth=2))


def _label(canvas: Canvas, web: Web, number: int, label: str) -> None:
    """Write a label away from the centre: the further up or down its axis points, the more of it lies beyond the point."""
    across, up = web.turn(number)
    left, top = web.at(number, 100, BEYOND)
    upright = abs(across) < 0.1  # noqa: PLR2004 - straight up or down
    room = 2 * RADIUS * abs(web.turn(1)[0]) if upright else min(left, SIDE - left) - EDGE
    text, size = wrapped(label, room, LABEL if web.count <= MANY else LABEL * 0.8, least=LEAST)
    tall = LEADING * size * len(text.split("\n"))
    canvas.words((left, top + up * tall / 2), text, Hand(size, align="center" if upright else "left" if across > 0 else "right"))
