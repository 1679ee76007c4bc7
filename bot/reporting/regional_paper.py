"""Sets what is told of a region on paper, for the head of a dinas: it reads in black and white."""

from collections.abc import Mapping, Sequence
from contextlib import closing

from bot.reporting.regional import Block, Regional
from bot.reporting.sheet import FACE, Sheet
from bot.texts import say

MARGIN, WIDTH, LABEL, BARS, FOOT = 15.0, 180.0, 70.0, 90.0, 15.0
WIDE_STEP = (5, 2, 8)
MOST_ROWS = 14
"""Rows of a table on paper; the workbook has all of them."""
INK, SOFT = (20, 20, 20), (90, 90, 90)


class RegionalPaper(Sheet):
    """Pages with what they are of at their foot. Its import loads fpdf2: a second that no start should wait for."""

    def __init__(self, report: Regional) -> None:
        """Say what the file is."""
        super().__init__(report.place, report.language)
        self._foot = say(report.language, "panel_region.not")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT + 4)

    def footer(self) -> None:
        """Say on each page what it is, and that it decides nothing."""
        self.set_y(-FOOT)
        self.set_font(FACE, "", 7.5)
        self.multi_cell(WIDTH, 3.6, self.legible(f"{self._foot}  {self.page}"))

    def say(self, text: str, size: float, *, bold: bool = False) -> None:
        """Write a paragraph."""
        self.set_font(FACE, "B" if bold else "", size)
        self.multi_cell(WIDTH, size * 0.48, self.legible(text, bold=bold), new_x="LMARGIN", new_y="NEXT")

    def bars(self, block: Block) -> None:
        """Draw a framed bar for each row, filled up to its percent, the number beside it."""
        self.say(block.title, 11, bold=True)
        self.ln(1)
        for row, percent in zip(block.rows, block.percents, strict=True):
            top = self.y
            self.set_font(FACE, "", 9)
            self.multi_cell(LABEL, 4.4, self.legible(str(row[0])), new_x="LMARGIN", new_y="NEXT")
            end = max(self.y, top + 6)
            left = self.l_margin + LABEL + 2
            self.set_draw_color(*INK)
            self.set_fill_color(*SOFT)
            self.rect(left, top + 0.6, BARS, 3.6)
            self.rect(left, top + 0.6, BARS * percent / 100, 3.6, style="F")
            self.set_xy(left + BARS + 2, top)
            change = "" if str(row[2]) == "-" else f" ({row[2]})"
            self.cell(18, 4.8, f"{percent}{change}")
            self.set_xy(self.l_margin, end + 0.8)
        self.ln(2)

    def grid(self, block: Block, widths: Sequence[int]) -> None:
        """Write a table."""
        self.say(block.title, 11, bold=True)
        self.ln(1)
        self.set_font(FACE, "", 8)
        self.set_fill_color(255)
        with self.table(col_widths=tuple(widths), line_height=4, width=WIDTH, text_align="LEFT", padding=0.6) as table:
            for line in [block.heads, *block.rows[:MOST_ROWS]]:
                row = table.row()
                for value in line:
                    row.cell(self.legible(str(value)))
        self.ln(3)


def on_paper(report: Regional) -> bytes:
    """Return a PDF of two A4 pages: means and must-haves on the first, what is missing and the groups on the second."""
    blocks = {block.name: block for block in report.blocks}
    with closing(RegionalPaper(report)) as paper:
        _overview(paper, report, blocks)
        paper.add_page()
        if blocks["gaps"].rows:
            paper.grid(blocks["gaps"], WIDE_STEP)
        if "below" in blocks:
            paper.grid(blocks["below"], [5, *(2 for _ in blocks["below"].heads[1:])])
        return bytes(paper.output())


def _overview(paper: RegionalPaper, report: Regional, blocks: Mapping[str, Block]) -> None:
    paper.add_page()
    paper.say(say(report.language, "panel_region.title"), 15, bold=True)
    paper.say(f"{report.place}, {report.day}", 10)
    paper.say(say(report.language, "panel_region.counted", count=report.count, percent=report.percent), 10)
    paper.ln(3)
    for number, point in enumerate(report.points, 1):
        paper.say(f"{number}. {point}", 10)
        paper.ln(1)
    paper.ln(2)
    paper.bars(blocks["aspects"])
    paper.bars(blocks["directions"])
    if blocks["gates"].rows:
        paper.grid(blocks["gates"], WIDE_STEP)
