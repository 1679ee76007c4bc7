"""Plain text on the page: paragraphs, lists, headings, and which addresses may be tapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.web.prose import LONGEST_SHOWN, Piece, blocks, shown


def kinds(text: str) -> list[tuple[str, int]]:
    return [(block.kind, len(block.lines)) for block in blocks(text)]


def links(text: str) -> list[str]:
    return [piece.url for block in blocks(text) for line in block.lines for piece in line if piece.url]


def words(text: str) -> str:
    return " ".join(piece.text for block in blocks(text) for line in block.lines for piece in line)


def test_blank_lines_part_paragraphs_and_single_ones_break_lines() -> None:
    assert kinds("satu\ndua\n\n\ntiga") == [("paragraph", 2), ("paragraph", 1)]


def test_dashes_make_a_list_that_may_follow_a_sentence() -> None:
    assert kinds("Yang perlu:\n- satu\n- dua\n  lanjutan\nlalu") == [("paragraph", 1), ("list", 2), ("paragraph", 1)]
    assert words("- dua\n  lanjutan") == "dua lanjutan"


def test_a_hash_makes_a_heading_and_a_number_does_not() -> None:
    assert kinds("## Judul\nisi\n#1 tetap isi") == [("heading", 1), ("paragraph", 2)]


def test_stars_in_pairs_stress_and_lone_ones_stay() -> None:
    assert blocks("**kuat** dan 2 ** 3")[0].lines[0] == (Piece("kuat", is_strong=True), Piece(" dan 2 ** 3"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lihat ovop.kemenperin.go.id.", ["https://ovop.kemenperin.go.id"]),
        ("(https://oss.go.id/informasi/nib)", ["https://oss.go.id/informasi/nib"]),
        ("HTTP://OVOP.KEMENPERIN.GO.ID", ["HTTP://OVOP.KEMENPERIN.GO.ID"]),
        ("kemenperin.go.id.evil.com", []),
        ("surel: ovop@kemenperin.go.id", []),
        ("https://evil.com/ovop.go.id-x", []),
        ("https://evil.com", []),
        ("javascript:alert(1)//x", []),
        ("go.id", []),
    ],
)
def test_only_government_addresses_become_links(text: str, found: list[str]) -> None:
    assert links(text) == found


@given(st.text())
def test_no_text_breaks_the_page_or_loses_a_word(text: str) -> None:
    said = "".join(words(text).split()).replace("*", "")

    assert set(said) >= {sign for sign in text if sign.isalnum()}
    assert all(url.lower().startswith(("http://", "https://")) for url in links(text))


def test_a_shown_question_has_no_control_signs_and_an_end() -> None:
    assert shown("a\x00b\nc\x1b[31m\x85") == "ab\nc[31m"
    assert len(shown("x" * 100_000)) <= LONGEST_SHOWN + 2
