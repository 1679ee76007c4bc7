"""Sets a report as a PDF: one page to see where the business stands, one with every answer."""

from bot.reporting.report import Report


def pdf(report: Report, chart: bytes) -> bytes:
    """Return the report, with its chart (a PNG), as a PDF of A4 pages: two, or more where the words do not fit on two."""
    from bot.reporting.setting import typeset  # noqa: PLC0415 - loads fpdf2: 60 MB and a second that no start should wait for

    return typeset(report, chart)
