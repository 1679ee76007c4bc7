"""Cutting text into sentences."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.passages import Corpus
from knowledge.sentences import sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Satu. Dua! Tiga? Empat", ["Satu.", "Dua!", "Tiga?", "Empat"]),
        ("Permenperin No. 14 Tahun 2021 berlaku. Ya.", ["Permenperin No. 14 Tahun 2021 berlaku.", "Ya."]),
        ("Rp. 5.000 saja. Itu biayanya.", ["Rp. 5.000 saja.", "Itu biayanya."]),
        ("Lihat ovop.kemenperin.go.id. Tanya dinas.", ["Lihat ovop.kemenperin.go.id.", "Tanya dinas."]),
        ("Batasnya 2.5 juta. 3 hari lagi.", ["Batasnya 2.5 juta.", "3 hari lagi."]),
        ("Kab. Sleman ikut. Kota lain tidak.", ["Kab. Sleman ikut.", "Kota lain tidak."]),
        ("Satu\n\nDua", ["Satu", "Dua"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


@given(st.text())
def test_no_letter_is_lost_and_none_is_empty(text: str) -> None:
    cut = sentences(text)
    assert all(part.strip() for part in cut)
    assert re.sub(r"\s", "", "".join(cut)) == re.sub(r"\s", "", text.replace("\u2024", "."))


def test_passages_are_cut_into_sentences_that_end(corpus: Corpus) -> None:
    cut = [part for passage in corpus.passages for wording in passage.words.values() for part in sentences(wording.text)]
    assert [part for part in cut if not re.search(r"[.!?)\"”:]$", part)] == []
