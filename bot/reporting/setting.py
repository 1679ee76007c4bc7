"""Fits a report onto its pages: the largest type by which each part keeps to one page."""

from collections.abc import Callable
from contextlib import closing
from functools import partial

from bot.reporting.details import details
from bot.reporting.overview import overview
from bot.reporting.paper import Paper
from bot.reporting.report import Report

SCALES = (1.0, 0.9, 0.8, 0.7)
"""Sizes of type, largest first. Where even the last is too large for one page, the part takes several."""

Part = Callable[[Paper], None]


def typeset(report: Report, chart: bytes) -> bytes:
    """Return the PDF. Each part is set on trial first: its type and the number of pages are known only then."""
    parts: tuple[Part, ...] = (partial(overview, report=report, chart=chart), partial(details, report=report))
    fitting = [_fit(report, part) for part in parts]
    with closing(Paper(report, total=sum(pages for _, pages in fitting))) as paper:
        for part, (scale, _) in zip(parts, fitting, strict=True):
            _set(paper, part, scale)
        return bytes(paper.output())


def _fit(report: Report, part: Part) -> tuple[float, int]:
    """Return the scale for a part, and how many pages it takes."""
    scale, pages = SCALES[0], 0
    for scale in SCALES:
        with closing(Paper(report, total=0)) as paper:
            _set(paper, part, scale)
            pages = paper.page
        if pages == 1:
            break
    return scale, pages


def _set(paper: Paper, part: Part, scale: float) -> None:
    paper.scale = scale
    paper.add_page()
    part(paper)
