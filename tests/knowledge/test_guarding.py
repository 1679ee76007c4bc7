"""Bad input: each ends with a calm reply, none raises."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answering import Answerer, Outcome, Reply
from knowledge.steps.guard import LONGEST
from tests.knowledge.stage import words

PLAIN = "Apa itu sentra IKM?"
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2069\u00ad\ufeff\u2060"


def wide(text: str) -> str:
    """Return text in the full-width letters of East Asian keyboards."""
    return "".join("\u3000" if letter == " " else chr(ord(letter) + 0xFEE0) for letter in text)


def is_calm(reply: Reply) -> bool:
    """Tell whether a reply is one that a person may read: some words, none of them unreadable, cited only where answered."""
    strange = [letter for letter in reply.text if unicodedata.category(letter) in {"Cc", "Cs", "Co"} and letter != "\n"]
    cited = bool(reply.citations) == (reply.outcome is Outcome.ANSWERED)
    return bool(reply.text.strip()) and not strange and cited and reply.outcome is not Outcome.ERROR


@pytest.mark.parametrize("question", ["", " ", "\n\t\r ", "?!...", "😀😀🎉", "👩\u200d🌾", "\u200b\u200f", "___", "\0", "***", "\ud83d"])
def test_a_message_without_words_asks_for_a_question(answerer: Answerer, question: str) -> None:
    reply = answerer.answer(question)
    assert reply == Reply(Outcome.CLARIFICATION, "id", words("id", "answer.empty"))


def test_a_message_without_words_is_answered_in_the_chosen_language(answerer: Answerer) -> None:
    assert answerer.answer("😀", language="en").text == words("en", "answer.empty")


@pytest.mark.parametrize(
    "question", ["a" * 100_000, "apa itu OVOP? " * 8000, "🧵" * 100_000, "\0" * 100_000, " " * 99_000 + "apa itu OVOP?", "<b>" * 40_000]
)
def test_a_far_too_long_message_asks_for_a_shorter_one(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).text == words("id", "answer.too_long", limit=LONGEST)


def test_a_far_too_long_message_is_answered_in_its_language(answerer: Answerer) -> None:
    assert answerer.answer("what is the use of this for me? " * 200).text == words("en", "answer.too_long", limit=LONGEST)


def test_the_longest_message_is_read(answerer: Answerer) -> None:
    reply = answerer.answer((PLAIN + " ").ljust(LONGEST, "x"))
    assert is_calm(reply)
    assert "2000" not in reply.text


@pytest.mark.parametrize("control", CONTROLS, ids=[f"U+{ord(letter):04X}" for letter in CONTROLS])
def test_every_control_character_is_read_over(answerer: Answerer, control: str) -> None:
    assert answerer.answer(f"{control}Apa itu {control}sentra IKM?{control}").text == answerer.answer(PLAIN).text


@pytest.mark.parametrize("mark", MARKS, ids=[f"U+{ord(letter):04X}" for letter in MARKS])
def test_marks_that_nobody_sees_are_read_over(answerer: Answerer, mark: str) -> None:
    assert answerer.answer(f"{mark}Apa itu sen{mark}tra IKM?").text == answerer.answer(PLAIN).text


@pytest.mark.parametrize(
    "question",
    ["ما هو OVOP؟", "מה זה OVOP", "OVOP คืออะไร", "OVOPとは何ですか", "что такое OVOP", "ꦲꦥꦲꦶꦠꦸ", "ᮃᮕ ᮄᮒᮥ", wide("apa itu OVOP")],
)
def test_other_scripts_get_a_calm_reply(answerer: Answerer, question: str) -> None:
    assert is_calm(answerer.answer(question))


@pytest.mark.parametrize(
    "question",
    [
        f"<b>{PLAIN}</b>",
        f"<p class='x'>{PLAIN}</p><br/>",
        f"**{PLAIN}**",
        f"_{PLAIN}_",
        f"```{PLAIN}```",
        f"`{PLAIN}`",
        f"🙏 {PLAIN} 😊",
        f"  {PLAIN}\n\n",
        "Apa  itu\tsentra\nIKM?",
        wide(PLAIN),
    ],
)
def test_markup_changes_nothing(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).text == answerer.answer(PLAIN).text


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert('x')</script>",
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "{limit}",
        "%s%s%n",
        "'; DROP TABLE answers; --",
        "${jndi:ldap://x}",
        "[x](javascript:alert(1))",
        "<" * 500,
        "&lt;b&gt;",
        "/start",
        "permenperin {0} tahun {asked}",
        "((((" * 200,
        "https://example.com/?q=<b>",
    ],
)
def test_code_is_neither_run_nor_repeated(answerer: Answerer, question: str) -> None:
    reply = answerer.answer(question)
    assert is_calm(reply)
    assert question not in reply.text
    assert "<" not in reply.text


ANYTHING = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from("abiko OVP7/2.,?!\u200d\u202e\u0301é<>*_`\0\n🧵"), max_size=120),
    st.lists(
        st.sampled_from(
            [
                "permenperin",
                "78/2007",
                "pasal",
                "5",
                "ovop",
                "kalau",
                "omzet",
                "3 miliar",
                "kecil",
                "kapan",
                "berapa",
                "biaya",
                "what",
                "is",
                "🧵",
                "?",
                "\ud83d",
            ]
        ),
        max_size=12,
    ).map(" ".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(question=ANYTHING, before=st.lists(ANYTHING, max_size=2).map(tuple), language=st.sampled_from([None, "id", "en"]))
def test_any_text_gets_a_calm_reply(answerer: Answerer, question: str, before: tuple[str, ...], language: str | None) -> None:
    assert is_calm(answerer.answer(question, before, language))
