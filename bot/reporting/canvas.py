"""A square picture to draw on: its unit is the pixel, its origin the lower left corner."""

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font

from bot.reporting.lettering import legible, typeface

SIDE = 1080
DPI = 100
POINTS = 72 / DPI
INDIGO, INK, SOFT, LINE = "#232c5c", "#2b2b33", "#5f5f6b", "#cfcfd8"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hand:
    """How words are written: letters `size` pixels high, on white with a `halo`; what has the greater `depth` lies above."""

    size: float
    colour: str = INK
    bold: bool = False
    align: Literal["left", "center", "right"] = "center"
    upright: Literal["bottom", "center", "top"] = "center"
    halo: bool = False
    depth: int = 6


@cache
def _font(*, bold: bool) -> tuple[FontProperties, frozenset[int]]:
    file = typeface(bold=bold)
    return FontProperties(fname=file), frozenset(get_font(str(file)).get_charmap())


def wrapped(text: str, width: float, size: float, *, least: float) -> tuple[str, float]:
    """Return `text` in lines of at most `width` and its size: smaller, down to `least`, so that no word is broken if it can be helped."""
    text = legible(text, _font(bold=False)[1])
    longest = max((broad(word, size) for word in text.split()), default=1.0)
    size = max(least, min(size, 0.96 * size * width / longest))  # 0.96: small letters are hinted broader
    return "\n".join(_lines(text, width, size)), size


def broad(text: str, size: float) -> float:
    """Return how many pixels a line takes. matplotlib keeps a font of its own for each thread."""
    font = get_font(str(typeface()))
    font.set_size(size, 72)
    font.set_text(text)
    return float(font.get_width_height()[0]) / 64


def _lines(text: str, width: float, size: float) -> Iterator[str]:
    line = ""
    for piece in (piece for word in text.split() for piece in _pieces(word, width, size)):
        longer = f"{line} {piece}".strip()
        if line and broad(longer, size) > width + 1:
            yield line
            longer = piece
        line = longer
    yield line


def _pieces(word: str, width: float, size: float) -> list[str]:
    count = math.ceil(broad(word, size) / (width + 1))
    if count <= 1:
        return [word]
    *first, last = textwrap.wrap(word, math.ceil(len(word) / count), break_on_hyphens=False)
    return [*(f"{piece}-" for piece in first), last]


class Canvas:
    """Draws shapes and words. Each has a figure of its own: nothing is shared between threads."""

    def __init__(self) -> None:
        """Start with white paper."""
        self._figure = Figure(figsize=(SIDE / DPI, SIDE / DPI), dpi=DPI, facecolor="white")
        self._paper = self._figure.add_axes((0, 0, 1, 1))
        self._paper.set_axis_off()
        self._paper.set_xlim(0, SIDE)
        self._paper.set_ylim(0, SIDE)

    def shape(self, points: Sequence[Point], **how: Any) -> None:  # noqa: ANN401 - matplotlib's own options
        """Draw a closed line through `points`."""
        closed = [*points, points[0]]
        self.line(closed, **how)

    def line(self, points: Sequence[Point], *, width: float = 2, colour: str = LINE, **how: Any) -> None:  # noqa: ANN401 - see above
        """Draw a line through `points`, `width` pixels wide."""
        across, up = zip(*points, strict=True)
        self._paper.plot(across, up, linewidth=width * POINTS, color=colour, solid_joinstyle="round", **how)

    def area(self, points: Sequence[Point], *, colour: str, alpha: float = 1.0) -> None:
        """Fill what lies between `points`."""
        across, up = zip(*points, strict=True)
        self._paper.fill(across, up, facecolor=colour, alpha=alpha, linewidth=0)

    def words(self, at: Point, text: str, how: Hand) -> None:
        """Write `text`, in its lines."""
        font, known = _font(bold=how.bold)
        lines = "\n".join(legible(line, known) for line in text.split("\n"))
        written = self._paper.text(*at, lines, fontproperties=font, color=how.colour, ha=how.align, va=how.upright, zorder=how.depth)
        written.set_fontsize(how.size * POINTS)
        written.set_linespacing(1.15)
        written.set_parse_math(False)
        if how.halo:
            written.set_bbox({"facecolor": "white", "alpha": 0.85, "linewidth": 0, "boxstyle": "round,pad=0.12"})

    def png(self) -> bytes:
        """Return the picture; the same drawing gives the same bytes."""
        file = io.BytesIO()
        FigureCanvasAgg(self._figure).print_png(file, metadata={"Software": None})  # type: ignore[no-untyped-call]
        return file.getvalue()
