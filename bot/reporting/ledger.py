"""Sets everything that is kept of a person as a PDF, to be read: one block a row, one part a table."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.people import Language
from bot.texts import say, words

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
CODED = frozenset({"channel", "purpose", "how", "sentra", "state", "actor", "outcome", "media_type"})
"""Columns that hold one of few words of ours."""
NESTED = frozenset({"profile", "answers"})
"""Columns that hold JSON."""


def ledger(rows: Rows, title: str, language: Language, zone: str) -> bytes:
    """Return the PDF, with times as in `zone`. What a font cannot show is shown as a box, and nothing is cut off.

    What is but a number of the database's own is left out: a column is shown if there are words for its name.
    """
    from fpdf.enums import WrapMode  # noqa: PLC0415 - 60 MB and a second that no start should wait for

    from bot.reporting.sheet import FACE, Sheet  # noqa: PLC0415 - likewise

    with closing(Sheet(title, language)) as paper:

        def write(text: str, size: float, *, bold: bool = False) -> None:
            paper.set_font(FACE, "B" if bold else "", size)
            for line in paper.legible(text, bold=bold).split("\n"):
                paper.multi_cell(0, size * 0.5, line or " ", wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT")

        paper.add_page()
        write(title, 15, bold=True)
        write(say(language, "own.paper.head", zone=_name_of_zone(zone)), 8)
        for table, inside in rows.items():
            paper.ln(4)
            write(name_of(table, language), 11, bold=True)
            for row in inside:
                write("\n".join(_lines(row, language, ZoneInfo(zone))), 8)
                paper.ln(2)
        return bytes(paper.output())


def name_of(table: str, language: Language) -> str:
    """Return what a table holds, in words."""
    return _said(f"own.table.{table}", language) or table


def _lines(row: Mapping[str, Any], language: Language, zone: ZoneInfo) -> Iterator[str]:
    for name, value in row.items():
        label = _said(f"own.column.{name}", language)
        if label and value not in {None, ""}:
            yield f"{label}: {_shown(name, value, language, zone)}"


def _shown(name: str, value: object, language: Language, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return say(language, "own.value.yes" if value else "own.value.no")
    if isinstance(value, str) and name.endswith("_at"):
        return f"{datetime.fromisoformat(value).astimezone(zone):%d-%m-%Y %H.%M}"
    if isinstance(value, str) and name in NESTED:
        told = {key: one for key, one in json.loads(value).items() if one}
        inside = ((_said(f"own.column.{key}", language) or key, _shown(key, one, language, zone)) for key, one in told.items())
        return "; ".join(f"{key}: {one}" for key, one in inside)
    return (_said(f"own.value.{value}", language) if name in CODED else "") or str(value)


def _said(key: str, language: Language) -> str:
    return say(language, key) if key in words(language) else ""


def _name_of_zone(zone: str) -> str:
    return datetime(2000, 1, 1, tzinfo=ZoneInfo(zone)).tzname() or zone
