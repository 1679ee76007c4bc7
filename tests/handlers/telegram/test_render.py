"""How answers look, and that nothing of them is lost, broken or too long."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.domain.answer import Answer, Citation, Outcome, Rating
from bot.domain.messages import Choice, Prompt
from bot.domain.people import Language
from handlers.telegram import keyboards, render
from handlers.telegram.rich import Block, Run, Style, block, html_of, text_of
from handlers.telegram.splitting import LIMIT, messages
from tests.telegram_text import parsed, units

CITATION = Citation("p", "PP 29/2018", "Dinas", "dipakai", "Sentra?", "Paling sedikit lima.", "https://example.go.id/a")
ANSWER = Answer("t", Outcome.ANSWERED, Language.INDONESIAN, "Lima usaha.", (CITATION,))
SIGNS = st.sampled_from(
    ["<", ">", "&", "&amp;", "<b>", '"', "👩‍🌾", "🇮🇩", "é", "e\u0301", "\n", "\n\n", ". ", "? ", " ", "a", "kata"]
)
TEXTS = st.lists(SIGNS, max_size=60).map("".join)
RUNS = st.builds(Run, TEXTS, st.sampled_from(Style), st.sampled_from(["", 'https://example.go.id/?a=1&b="2"']))
BLOCKS = st.lists(
    st.builds(lambda runs, is_quote: block(*runs, is_quote=is_quote), st.lists(RUNS, max_size=4), st.booleans())
)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(deadline=None)
@given(BLOCKS, st.integers(min_value=40, max_value=200))
def test_pieces_join_to_the_whole_and_none_is_too_long(blocks: list[Block], limit: int) -> None:
    pieces = messages(blocks, limit)

    assert bare("".join(text_of(piece) for piece in pieces)) == bare("".join(one.text for one in blocks))
    for piece in pieces:
        text = text_of(piece)
        assert 0 < units(text) <= limit
        assert text == text.strip()
        assert parsed(html_of(piece)) == text


@settings(deadline=None)
@given(BLOCKS, st.integers(min_value=40, max_value=200))
def test_no_entity_that_fits_a_message_is_parted(blocks: list[Block], limit: int) -> None:
    pieces = messages(blocks, limit)
    parts = [run for piece in pieces for one in piece for run in one.runs if run.is_entity]
    whole = [
        run for one in blocks for run in one.runs if run.is_entity and units(run.text) <= limit and run.text.strip()
    ]

    for run in whole:
        assert any(bare(run.text) == bare(part.text) for part in parts)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_answer_is_shown_as_it_is_written(text: str) -> None:
    [piece] = render.answer(replace(ANSWER, text=text, citations=()))

    assert bare(parsed(piece.html)) == bare(text or "…") or not bare(text)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60), st.integers(1, 300), TEXTS)
def test_long_answers_of_any_signs_fit_telegram(text: str, times: int, more: str) -> None:
    pieces = render.answer(replace(ANSWER, text=text * times + more * times))

    for piece in pieces:
        assert units(parsed(piece.html)) <= LIMIT
        assert units(piece.plain) <= LIMIT
    assert [piece.keyboard is not None for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_a_long_answer_is_parted_between_paragraphs() -> None:
    paragraphs = [f"{number} " + "kata " * 300 for number in range(5)]
    pieces = render.answer(replace(ANSWER, text="\n\n".join(paragraphs)))

    assert len(pieces) == 3
    assert [piece.plain[:2] for piece in pieces] == ["0 ", "2 ", "4 "]


def test_a_long_paragraph_is_parted_between_sentences_else_words() -> None:
    sentence = "Ini satu kalimat & <lengkap>. "
    first, *_ = messages([block(sentence * 300)])
    words, *_ = messages([block("kata " * 3000)])

    assert text_of(first).endswith("lengkap>.")
    assert text_of(words).endswith("kata")


def test_emoji_of_many_parts_and_flags_stay_whole() -> None:
    for sign in ("👩‍🌾", "🇮🇩", "👍🏽", "e\u0301"):
        for piece in messages([block("x" + sign * 4000)]):
            assert text_of(piece).removeprefix("x").replace(sign, "") == ""


def test_one_word_without_end_is_parted_all_the_same() -> None:
    pieces = messages([block("x" * 10_000)])

    assert [units(text_of(piece)) for piece in pieces] == [4096, 4096, 1808]


def test_sources_that_fill_more_than_a_message_stay_quotes() -> None:
    many = tuple(replace(CITATION, quote=f"{number} " + "kata " * 300) for number in range(6))
    pieces = render.answer(replace(ANSWER, citations=many))

    assert len(pieces) > 2
    for piece in pieces:
        assert piece.html.count("<blockquote expandable>") == piece.html.count("</blockquote>") == 1


def test_pages_of_one_passage_share_its_quote() -> None:
    other = replace(CITATION, title="Sentra IKM - Situs lain", url="https://example.go.id/b")
    [piece] = render.answer(replace(ANSWER, citations=(CITATION, other)))

    assert piece.html.count(CITATION.quote) == piece.html.count(CITATION.label) == 1
    assert '<a href="https://example.go.id/b">Situs lain</a>' in piece.html


def test_only_addresses_a_phone_may_be_sent_to_become_links() -> None:
    bad = replace(CITATION, url="javascript:alert(1)")
    odd = replace(CITATION, url='https://example.go.id/?q="x"&r=<y>')
    [piece] = render.answer(replace(ANSWER, citations=(bad, odd)))

    assert piece.html.count("<a ") == 1
    assert '<a href="https://example.go.id/?q=&quot;x&quot;&amp;r=&lt;y&gt;">Dinas</a>' in piece.html


def test_the_plain_form_has_no_markup_and_shows_addresses() -> None:
    [piece] = render.answer(replace(ANSWER, text="a < b & c"))

    assert piece.plain.startswith("a < b & c\n\nSumber\nPP 29/2018 (dipakai)\nDinas (https://example.go.id/a)")


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("language", list(Language))
def test_every_outcome_can_be_shown_in_every_language(outcome: Outcome, language: Language) -> None:
    given_ = Answer("t", outcome, language, "x", choices=(Choice("a", "A?"),))
    [piece] = render.answer(given_, question="q?", is_edited=True)
    is_rated = outcome not in {Outcome.CLARIFICATION, Outcome.ERROR}

    assert parsed(piece.html).endswith("x")
    assert isinstance(piece.keyboard, InlineKeyboardMarkup)
    assert [button.callback_data for row in piece.keyboard.inline_keyboard for button in row] == [
        *(["r:t:up", "r:t:down"] if is_rated else []),
        *(["o:t"] if outcome is Outcome.NOT_IN_INDEX else []),
        "c:a",
    ]


def test_an_answer_that_was_rated_shows_it() -> None:
    [piece] = render.answer(replace(ANSWER, rating=Rating.DOWN))

    assert isinstance(piece.keyboard, InlineKeyboardMarkup)
    assert [button.text for button in piece.keyboard.inline_keyboard[0]] == ["👍 Membantu", "✓ 👎 Kurang membantu"]


@pytest.mark.parametrize("text", ["", "  \n\n ", "\x00\x01", "\ud83d"])
def test_an_empty_answer_is_still_a_message(text: str) -> None:
    [piece] = render.answer(replace(ANSWER, text=text, citations=()))

    assert piece.html == "…"


def test_a_prompts_short_first_line_is_its_title() -> None:
    [titled] = render.prompt(Prompt("Bantuan & cara\n\nTulis <satu> pertanyaan."))
    [plain] = render.prompt(Prompt("Baris satu\nbaris dua\n\nLagi."))

    assert titled.html == "<b>Bantuan &amp; cara</b>\n\nTulis &lt;satu&gt; pertanyaan."
    assert plain.html.startswith("Baris satu")


@pytest.mark.parametrize(
    ("label", "cut"),
    [
        ("Apa itu OVOP?", "Apa itu OVOP?"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (
            "Bagaimana cara mengusulkan produk unggulan desa saya ke program OVOP?",
            "Bagaimana cara mengusulkan produk unggulan desa saya ke…",
        ),
        ("dua\nbaris   dan blank", "dua baris dan blank"),
    ],
)
def test_labels_are_cut_between_words(label: str, cut: str) -> None:
    assert keyboards.cut(label) == cut


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_callback_data_is_read_without_a_fault(data: str) -> None:
    pressed = keyboards.read(data)

    assert pressed is None or pressed.kind in {"c", "r", "l"}


@settings(deadline=None)
@given(st.text("!#azAZ09_-:", min_size=1, max_size=24))
def test_any_token_comes_back_from_its_button(token: str) -> None:
    assert keyboards.read(f"c:{token}") == keyboards.Pressed("c", token)
    assert keyboards.read(f"r:{token}:down") == keyboards.Pressed("r", token, "down")
    assert len(f"r:{token}:down".encode()) <= 64
