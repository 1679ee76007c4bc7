"""Writes a table as a file for a spreadsheet, in which nothing that a person wrote is ever taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

Value = str | int | float | None
Line = Sequence[Value]

MEDIA_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_CSV = "text/csv; charset=utf-8"
BEGINS_A_FORMULA = tuple("=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}")
LONGEST_NAME, LONGEST_CELL = 31, 32_767
"""Signs that a sheet's name and a cell of a workbook hold at most."""
WIDEST = 60


def workbook(sheets: Iterable[tuple[str, Line, Iterable[Line]]]) -> bytes:
    """Return an XLSX of sheets, each a name, its head and its lines. Rows go to disk as they come: memory does not grow with them."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - a tenth of a second that no start should wait for

    file = BytesIO()
    with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for name, head, lines in sheets:
            sheet = book.add_worksheet("".join(sign for sign in name if sign not in "[]:*?/\\'")[:LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(head):
                sheet.set_column(column, column, min(WIDEST, max(14, len(str(title)) + 4)))
                sheet.write_string(0, column, str(title), bold)
            for number, line in enumerate(lines, 1):
                for column, value in enumerate(line):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value.encode("utf-8", "replace").decode()[:LONGEST_CELL])
                    elif value is not None:
                        sheet.write_number(number, column, value)
    return file.getvalue()


def commas(head: Line, lines: Iterable[Line]) -> bytes:
    """Return a CSV that a spreadsheet reads as UTF-8; what begins like a formula gets an apostrophe in front."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_harmless(value) for value in head])
    writer.writerows([_harmless(value) for value in line] for line in lines)
    return file.getvalue().encode("utf-8-sig", "replace")


def _harmless(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) or value.lstrip().startswith(BEGINS_A_FORMULA) else value
