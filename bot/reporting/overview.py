"""The first page: who, how far, the chart, the sides of the business, the must-haves, what next."""

import io
from itertools import zip_longest

from fpdf import Align

from bot.domain.instrument import Standing
from bot.reporting.lettering import percent
from bot.reporting.paper import INDIGO, INK, MARGIN, SOFT, Cell, Paper
from bot.reporting.report import Bar, Gate, NextStep, Report
from bot.texts import say

CHART = 84.0
FIND = 60.0  # by what staff find it: code, time, date
GUTTER = 8.0
MARKS = {Standing.MET: "✔", Standing.UNMET: "✘", Standing.UNKNOWN: "?", None: "○"}


def overview(paper: Paper, report: Report, chart: bytes) -> None:
    """Set the first page."""
    _head(paper, report)
    _who_and_how_far(paper, report, chart)
    _bars(paper, report)
    _gates(paper, report)
    _steps(paper, report)
    paper.air(2)
    paper.row([Cell(" ".join(report.is_not[:2]), MARGIN, paper.epw, 8, colour=SOFT)], gap=0)


def _head(paper: Paper, report: Report) -> None:
    wide = paper.epw - FIND
    right, code = MARGIN + wide, f"{say(report.language, 'report.code')} {report.code}"
    when = f"{say(report.language, 'report.revision', revision=report.revision)}\n{report.date}"
    kind = Cell(say(report.language, "report.kind"), MARGIN, wide, 8.5, colour=SOFT)
    paper.row([kind, Cell(code, right, FIND, 10.5, bold=True, colour=INDIGO, align=Align.R)], gap=0)
    title = Cell(report.title, MARGIN, wide, 15, bold=True, colour=INDIGO)
    paper.row([title, Cell(when, right, FIND, 8, colour=SOFT, align=Align.R)], gap=2.5)
    paper.rule(INDIGO, 0.5)
    paper.air(4)


def _who_and_how_far(paper: Paper, report: Report, chart: bytes) -> None:
    """Set profile and result, with the chart to the right of them."""
    top, page, wide = paper.y, paper.page, paper.epw - CHART - GUTTER
    axes = ", ".join(f"{axis.label} {percent(axis.percent)}" for axis in report.axes)
    picture = paper.legible(say(report.language, "report.chart", axes=axes))
    paper.image(io.BytesIO(chart), MARGIN + paper.epw - CHART, top - 2, CHART, CHART, alt_text=picture)
    paper.y = top
    for label, value in report.profile:
        paper.row([Cell(label, MARGIN, 27, 8.5, colour=SOFT), Cell(value, MARGIN + 27, wide - 27, 8.5)], gap=1)
    _result(paper, report, wide)
    _changes(paper, report, wide)
    if paper.page == page:
        paper.y = max(paper.y, top + CHART - 2)


def _result(paper: Paper, report: Report, wide: float) -> None:
    """Set the percentage, with its band beside its foot."""
    paper.air(4)
    figure = Cell(percent(report.percent), MARGIN, wide, 30, bold=True, colour=INDIGO)
    right = paper.broad(figure) + 4
    paper.row([figure, Cell(f"\n{report.band}", MARGIN + right, wide - right, 12, bold=True)])
    paper.row([Cell(report.meaning, MARGIN, wide, 9)])


def _changes(paper: Paper, report: Report, wide: float) -> None:
    if not report.changes:
        return
    paper.heading(say(report.language, "report.heading.changes"), width=wide, before=2)
    for line in report.changes:
        paper.row([Cell(line, MARGIN, wide, 8)], gap=0.6)


def _bars(paper: Paper, report: Report) -> None:
    """Set aspects to the left, directions to the right."""
    half = (paper.epw - GUTTER) / 2
    right = MARGIN + half + GUTTER
    heads = [(MARGIN, "report.heading.aspects"), (right, "report.heading.directions")]
    paper.air(3)
    paper.keep(20)
    paper.row([Cell(say(report.language, key), left, half, 10, bold=True, colour=INDIGO) for left, key in heads], gap=1.5)
    for pair in zip_longest(report.aspects, report.directions):
        _pair(paper, [(bar, left) for bar, left in zip(pair, (MARGIN, right), strict=True) if bar], half)


def _pair(paper: Paper, bars: list[tuple[Bar, float]], half: float) -> None:
    cells = [(bar, left, Cell(_named(bar), left, half - 14, 8.5)) for bar, left in bars]
    tall = max(paper.tall(cell) for _, _, cell in cells)
    paper.keep(tall + 5)
    paper.row([part for bar, left, cell in cells for part in (cell, _figure(bar, left + half - 14))], gap=0.6)
    for bar, left, _ in cells:
        paper.bar(left, half, bar.percent)
    paper.y += 2.6
    paper.air(2.2)


def _named(bar: Bar) -> str:
    return f"{bar.label} · {bar.band}" if bar.band else bar.label


def _figure(bar: Bar, left: float) -> Cell:
    return Cell(percent(bar.percent), left, 14, 8.5, bold=True, colour=INDIGO, align=Align.R)


def _gates(paper: Paper, report: Report) -> None:
    if not report.gates:
        return
    paper.heading(say(report.language, "report.heading.gates"), before=2.5)
    half = (paper.epw - GUTTER) / 2
    for pair in zip_longest(report.gates[::2], report.gates[1::2]):
        places = zip(pair, (MARGIN, MARGIN + half + GUTTER), strict=True)
        paper.row([cell for gate, left in places if gate for cell in _gate(gate, left, half)], gap=1.4)


def _gate(gate: Gate, left: float, half: float) -> list[Cell]:
    colour = INK if gate.standing is Standing.MET else INDIGO
    mark = Cell(MARKS[gate.standing], left, 5, 9.5, bold=True, colour=colour)
    return [mark, Cell(f"{gate.label}\n{gate.words}", left + 6, half - 6, 8.5)]


def _steps(paper: Paper, report: Report) -> None:
    if not report.steps:
        return
    paper.heading(say(report.language, "report.heading.steps"), before=3)
    for step in report.steps:
        paper.row(_step(step, paper.epw), gap=0.3)
        if step.source:
            source = say(report.language, "report.source", source=step.source)
            paper.row([Cell(source, MARGIN + 7, paper.epw - 7, 7.5, colour=SOFT, link=step.url)], gap=0)
        paper.air(1.6)


def _step(step: NextStep, wide: float) -> list[Cell]:
    return [Cell(f"{step.number}", MARGIN, 6, 11, bold=True, colour=INDIGO), Cell(step.text, MARGIN + 7, wide - 7, 9.5)]
