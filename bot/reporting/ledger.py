"""Sets everything that is kept of a person as a PDF, to be read: one block a row, one part a table."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from bot.domain.people import Language
from bot.texts import say, words

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def ledger(rows: Rows, title: str, language: Language) -> bytes:
    """Return the PDF. What a font cannot show is shown as a box, and nothing is cut off."""
    from fpdf.enums import WrapMode  # noqa: PLC0415 - 60 MB and a second that no start should wait for

    from bot.reporting.sheet import FACE, Sheet  # noqa: PLC0415 - likewise

    with closing(Sheet(title, language)) as paper:

        def write(text: str, size: float, *, bold: bool = False) -> None:
            paper.set_font(FACE, "B" if bold else "", size)
            for line in paper.legible(text, bold=bold).split("\n"):
                paper.multi_cell(0, size * 0.5, line or " ", wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")

        paper.add_page()
        write(title, 15, bold=True)
        for table, inside in rows.items():
            paper.ln(4)
            write(name_of(table, language), 11, bold=True)
            for row in inside:
                write("\n".join(f"{name}: {value}" for name, value in row.items() if value not in {None, ""}), 8)
                paper.ln(2)
        return bytes(paper.output())


def name_of(table: str, language: Language) -> str:
    """Return what a table holds, in words."""
    key = f"own.table.{table}"
    return say(language, key) if key in words(language) else table
