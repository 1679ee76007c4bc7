"""The paper of a report: its type, its columns, its foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import Align, XPos, YPos
from fpdf.enums import MethodReturnValue

from bot.reporting.report import Report
from bot.reporting.sheet import FACE, Sheet
from bot.texts import say

Colour = tuple[int, int, int]
INDIGO: Colour = (35, 44, 92)
INK: Colour = (43, 43, 51)
SOFT: Colour = (95, 95, 107)
LINE: Colour = (207, 207, 216)

MARGIN, FOOT = 15.0, 15.0
LEAST = 7.0  # points: what people of sixty still read on paper
LEADING, TIGHT = 1.32, 0.7  # of the size of type; how much of it goes where type is scaled down
MM = 0.3528  # of a point


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in a column: from `left`, `width` millimetres wide; `size` in points."""

    text: str
    left: float
    width: float
    size: float = 9.0
    bold: bool = False
    colour: Colour = INK
    link: str = ""
    align: Align = Align.L


class Paper(Sheet):
    """A4 in portrait. `scale` makes all type smaller; `total` is the number of pages that its foot tells."""

    def __init__(self, report: Report, *, total: int) -> None:
        """Say what the file is."""
        super().__init__(f"{report.title} {report.code}", report.language)
        self._report, self._total, self.scale = report, total, 1.0
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.c_margin = 0
        self.alias_nb_pages("")
        self.set_author(say(report.language, "report.author"))
        self.set_creation_date(report.made_at)

    def footer(self) -> None:
        """Say on each page whose it is."""
        report = self._report
        self.set_xy(MARGIN, -FOOT + 4)
        self._type(Cell("", 0, 0, LEAST, colour=SOFT))
        self.cell(self.epw, 4, self.legible(f"{report.code}  ·  {report.date}"), align=Align.L)
        self.set_x(MARGIN)
        self.cell(self.epw, 4, f"{self.page}/{self._total}", align=Align.R)

    def tall(self, cell: Cell) -> float:
        """Return how many millimetres the words of `cell` take."""
        self._type(cell)
        text = self.legible(cell.text, bold=cell.bold)
        lines = self.multi_cell(cell.width, self._line(cell), text, dry_run=True, output=MethodReturnValue.LINES)
        return self._line(cell) * len(lines) if isinstance(lines, list) else 0.0

    def write_cell(self, cell: Cell) -> None:
        """Write the words of `cell` from here down."""
        self._type(cell)
        self.set_x(cell.left)
        text = self.legible(cell.text, bold=cell.bold)
        self.multi_cell(cell.width, self._line(cell), text, align=cell.align, link=cell.link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def row(self, cells: Sequence[Cell], gap: float = 1.2) -> None:
        """Write cells side by side, on one page; what is taller than a page flows, one below the other."""
        tall = max(self.tall(cell) for cell in cells)
        if tall > self.eph - gap:
            for cell in cells:
                self.write_cell(Cell(cell.text, self.l_margin, self.epw, cell.size, cell.bold, cell.colour, cell.link))
            return
        self.keep(tall)
        top = self.y
        for cell in cells:
            self.y = top
            self.write_cell(cell)
        self.y = top + tall
        self.air(gap)

    def keep(self, tall: float) -> None:
        """Go on to the next page where `tall` millimetres do not fit on this one."""
        if self.will_page_break(tall):
            self.add_page()

    def heading(self, text: str, left: float = MARGIN, width: float = 0.0, *, before: float = 4.5) -> None:
        """Write a heading, with what follows near it."""
        self.air(before)
        self.keep(18)
        self.write_cell(Cell(text, left, width or self.epw, 10, bold=True, colour=INDIGO))
        self.air(1.2)

    def air(self, tall: float) -> None:
        """Leave some room below, less where type is scaled down."""
        self.y += tall * (1 - 2.5 * (1 - self.scale))

    def broad(self, cell: Cell) -> float:
        """Return how many millimetres the words of `cell` take on one line."""
        self._type(cell)
        return self.get_string_width(self.legible(cell.text, bold=cell.bold))

    def rule(self, colour: Colour = LINE, thick: float = 0.2) -> None:
        """Draw a line across."""
        self.set_draw_color(*colour)
        self.set_line_width(thick)
        self.line(MARGIN, self.y, self.w - MARGIN, self.y)

    def bar(self, left: float, width: float, percent: float, *, tall: float = 2.6) -> None:
        """Draw a bar: filled up to `percent`, framed up to the end, so that it reads in black and white."""
        self.set_draw_color(*SOFT)
        self.set_line_width(0.15)
        self.set_fill_color(*INDIGO)
        filled = width * max(0.0, min(100.0, percent)) / 100
        if filled:
            self.rect(left, self.y, filled, tall, style="F")
        self.rect(left, self.y, width, tall, style="D")

    def _line(self, cell: Cell) -> float:
        return self._size(cell) * MM * (LEADING - TIGHT * (1 - self.scale))

    def _size(self, cell: Cell) -> float:
        return max(LEAST, cell.size * self.scale)

    def _type(self, cell: Cell) -> None:
        self.set_font(FACE, "B" if cell.bold else "", self._size(cell))
        self.set_text_color(*cell.colour)
