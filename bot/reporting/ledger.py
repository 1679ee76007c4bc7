"""Sets everything that is kept of a person as a PDF, to be read: one block a row, one part a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.people import Language
from bot.texts import say, words

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def ledger(rows: Rows, title: str, language: Language) -> bytes:
    """Return the PDF. What a font cannot show is shown as a box, and nothing is cut off."""
    from fpdf import FPDF  # noqa: PLC0415 - 60 MB and a second that no start should wait for
    from fpdf.enums import WrapMode  # noqa: PLC0415 - likewise

    from bot.reporting.lettering import legible, typeface  # noqa: PLC0415 - likewise

    paper = FPDF(format="A4")
    for style in ("", "B"):
        paper.add_font("DejaVu", style, typeface(bold=bool(style)))
    known = frozenset(paper.fonts["dejavu"].cmap)  # type: ignore[union-attr] # a TrueType font has one
    paper.set_title(title)
    paper.set_lang(language)
    paper.add_page()

    def write(text: str, size: float, style: str = "") -> None:
        paper.set_font("DejaVu", style, size)
        for line in text.split("\n"):
            paper.multi_cell(0, size * 0.5, legible(line, known) or " ", wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")

    write(title, 15, "B")
    for table, inside in rows.items():
        paper.ln(4)
        write(name_of(table, language), 11, "B")
        for row in inside:
            write("\n".join(f"{name}: {value}" for name, value in row.items() if value not in {None, ""}), 8)
            paper.ln(2)
    done = bytes(paper.output())
    for font in paper.fonts.values():
        font.ttfont.close()  # type: ignore[union-attr] # fpdf2 leaves them open
    return done


def name_of(table: str, language: Language) -> str:
    """Return what a table holds, in words."""
    key = f"own.table.{table}"
    return say(language, key) if key in words(language) else table
