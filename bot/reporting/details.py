"""The second page: every answer and what would raise it, the sources, what this is and what it is not."""

from itertools import groupby, zip_longest

from bot.reporting.paper import INDIGO, MARGIN, SOFT, Cell, Paper
from bot.reporting.report import Backing, Report, Row
from bot.texts import say

COLUMNS = ((0.0, 41.0, "label"), (42.5, 37.0, "answer"), (81.0, 8.0, "points"), (90.5, 89.5, "raises"))
SMALL = 7.8
GUTTER = 8.0


def details(paper: Paper, report: Report) -> None:
    """Set the second page."""
    paper.heading(say(report.language, "report.heading.items"), before=0)
    _titles(paper, report)
    for aspect, rows in groupby(report.items, key=lambda row: row.aspect):
        _group(paper, aspect, list(rows))
    _sources(paper, report)
    _is_not(paper, report)


def _titles(paper: Paper, report: Report) -> None:
    titles = [(say(report.language, f"report.column.{name}"), left, width) for left, width, name in COLUMNS]
    paper.row([Cell(title, MARGIN + left, width, SMALL, colour=SOFT) for title, left, width in titles], gap=0.8)
    paper.rule(INDIGO, 0.3)
    paper.air(0.8)


def _group(paper: Paper, aspect: str, rows: list[Row]) -> None:
    paper.air(0.6)
    paper.keep(14)
    paper.row([Cell(aspect, MARGIN, paper.epw, SMALL + 0.4, bold=True, colour=INDIGO)], gap=0.5)
    for row in rows:
        paper.row(_cells(row), gap=0.55)
        paper.rule()
        paper.air(0.55)


def _cells(row: Row) -> list[Cell]:
    words = (row.label, row.answer, row.points, row.raises)
    return [Cell(text, MARGIN + left, width, SMALL) for text, (left, width, _) in zip(words, COLUMNS, strict=True)]


def _sources(paper: Paper, report: Report) -> None:
    if not report.sources:
        return
    paper.heading(say(report.language, "report.heading.sources"), before=2)
    half = (paper.epw - GUTTER) / 2
    numbered = list(enumerate(report.sources, 1))
    for pair in zip_longest(numbered[::2], numbered[1::2]):
        places = zip(pair, (MARGIN, MARGIN + half + GUTTER), strict=True)
        paper.row([_source(one, left, half) for one, left in places if one], gap=0.8)


def _source(numbered: tuple[int, Backing], left: float, width: float) -> Cell:
    number, backing = numbered
    status = f" ({backing.status})" if backing.status else ""
    title = f": {backing.title}" if backing.title else ""
    return Cell(f"[{number}] {backing.label}{title}{status}", left, width, 7.2, link=backing.url)


def _is_not(paper: Paper, report: Report) -> None:
    paper.heading(say(report.language, "report.heading.is_not"), before=2)
    for line in (*report.is_not, report.status):
        paper.row([Cell("•", MARGIN, 3, SMALL), Cell(line, MARGIN + 4, paper.epw - 4, SMALL)], gap=0.4)
