"""Cutting long texts: nothing is lost, no piece is too long."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import LONGEST, chunks

PARAGRAPH = st.text(st.characters(codec="utf-8", exclude_characters="#", exclude_categories=["Cc", "Cs"]), max_size=3000).map(
    lambda t: f"x{t}"
)
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=6).map("\n\n".join)
HEADED = st.lists(st.tuples(st.from_regex(r"[A-Za-z][A-Za-z ]{0,30}[a-z]", fullmatch=True), TEXT), min_size=1, max_size=4)


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(TEXT)
def test_the_pieces_of_a_text_join_back_to_it(text: str) -> None:
    assert solid("".join(chunk.text for chunk in chunks(text))) == solid(text)


@given(HEADED)
def test_the_pieces_under_headings_join_back_in_order(parts: list[tuple[str, str]]) -> None:
    text = "\n".join(f"## {heading}\n{body}" for heading, body in parts)
    found = list(chunks(text))
    headings = [found[0].heading, *(later.heading for earlier, later in pairwise(found) if later.heading != earlier.heading)]
    assert solid("".join(chunk.text for chunk in found)) == solid("".join(body for _, body in parts))
    assert set(headings) == {heading for heading, _ in parts}


@given(TEXT)
def test_no_piece_is_much_longer_than_an_article(text: str) -> None:
    assert all(0 < len(chunk.text) <= LONGEST + 1 for chunk in chunks(text))


def test_short_paragraphs_stay_together_and_sentences_whole() -> None:
    assert [chunk.text for chunk in chunks("Satu.\n\nDua.")] == ["Satu.\nDua."]
    sentence = "Kalimat ini tidak dipotong di tengah. "
    assert all(chunk.text.endswith("tengah.") for chunk in chunks(sentence * 100))


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Judul", "Judul"),
        ("###### Judul {#jangkar}", "Judul"),
        ("Pasal 12", "Pasal 12"),
        ("Article 3a", "Article 3a"),
        ("# a" + " " * 3000 + "b", "a" + " " * 3000 + "b"),
    ],
)
def test_a_heading_stands_over_its_text(line: str, heading: str) -> None:
    assert [(chunk.heading, chunk.text) for chunk in chunks(f"{line}\nIsi.")] == [(heading, "Isi.")]


@pytest.mark.parametrize("line", ["#tagar", "####### Tujuh", "Pasal dua", "lihat Pasal 3", "#"])
def test_a_line_that_is_no_heading_is_text(line: str) -> None:
    (chunk,) = chunks(f"{line}\nIsi.")
    assert (chunk.heading, chunk.text) == ("", f"{line}\nIsi.")
