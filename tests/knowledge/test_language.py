"""Which language a question is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation.golden import Golden
from knowledge.language import is_english


@pytest.mark.parametrize(
    "question",
    [
        "what is ovop",
        "How do I join OVOP?",
        "is star 5 still given",
        "which rule should I follow today?",
        "is it possible for a small business to get NIB",
        "what does permenperin 14/2021 say about dinas",
    ],
)
def test_english_is_recognised(question: str) -> None:
    assert is_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "apa itu ovop",
        "sy mau ikut ovop gmn caranya",
        "sertifikat halal self declare itu apa",
        "ovop kuwi opo to mas",
        "ovop teh naon",
        "saya mau join ovop, how to nya gimana",
        "OVOP Go Global itu apa",
        "OVOP",
        "permenperin 14/2021",
        "",
        "12345",
    ],
)
def test_what_is_answered_in_indonesian_is_not_english(question: str) -> None:
    assert not is_english(question)


def test_the_language_of_golden_questions_is_told(golden: list[Golden]) -> None:
    wrong = [each.id for each in golden if each.language != "mixed" and is_english(each.question.lower()) != (each.language == "en")]
    assert len(wrong) <= 0.02 * len(golden), wrong


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert is_english(text) in {True, False}
