"""The words: every language says the same things, plainly, and promises nothing."""

import re
from pathlib import Path
from string import Formatter

import pytest

from bot import texts
from bot.domain.answer import Outcome
from bot.domain.errors import Told
from bot.domain.people import Language
from bot.texts import say, words

LANGUAGES = list(Language)
REFUSALS = [key for key in words(Language.INDONESIAN) if re.match(r"answer\.(no|out|unknown|ask|person|injection)", key)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def every_error(kind: type[Told] = Told) -> list[type[Told]]:
    return [kind, *(error for child in kind.__subclasses__() for error in every_error(child))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: Language) -> None:
    assert set(words(language)) == set(words(Language.INDONESIAN))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_placeholders(language: Language) -> None:
    for key, text in words(language).items():
        assert placeholders(text) == placeholders(words(Language.INDONESIAN)[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unsaid_or_padded(language: Language) -> None:
    for key, text in words(language).items():
        assert text, key
        assert text == text.strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_text(language: Language, outcome: Outcome) -> None:
    assert say(language, f"outcome.{outcome}")


@pytest.mark.parametrize("error", every_error())
def test_every_error_a_person_can_be_told_has_its_text(error: type[Told]) -> None:
    assert error.text_key in words(Language.INDONESIAN)


def test_every_key_the_code_names_has_its_text() -> None:
    named = re.compile(r"""\b(?:say\([^()"']+, ?|t\()["']([a-z_]+\.[a-z_.]+)["']""")
    root = Path(texts.__file__).parents[2]
    code = [path for folder in ("bot", "handlers", "knowledge") for path in (root / folder).rglob("*") if path.suffix in {".py", ".html"}]
    keys = {key: path.name for path in code for key in named.findall(path.read_text(encoding="utf-8"))}

    assert "error.unknown" in keys
    assert {key: name for key, name in keys.items() if key not in words(Language.INDONESIAN)} == {}


@pytest.mark.parametrize("status", ["current", "superseded", "finished", "abroad", "none"])
def test_every_legal_status_has_its_text(status: str) -> None:
    assert say(Language.INDONESIAN, f"status.{status}")


def test_indonesian_addresses_nobody_as_kamu() -> None:
    familiar = re.compile(r"\b(kamu|kalian|engkau|kau|lu|lo|gue|gua|aku|anda)\b", re.IGNORECASE)
    for key, text in words(Language.INDONESIAN).items():
        assert not familiar.search(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_promises_no_star_and_names_no_figure(language: Language) -> None:
    assert len(REFUSALS) > 10
    for key in REFUSALS:
        assert not re.search(r"\d|\bbintang\b|\bstars?\b|★|\bgratis\b|\bfree\b", words(language)[key], re.IGNORECASE), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_name_an_article_of_a_rule(language: Language) -> None:
    for key, text in words(language).items():
        assert not re.search(r"\b(pasal|article)\s+\d", text, re.IGNORECASE), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_commands_fit_where_telegram_shows_them(language: Language) -> None:
    for key, text in words(language).items():
        if key.startswith("button."):
            assert len(text) <= 24, key
        if key.startswith("command."):
            assert 3 <= len(text) <= 256, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_words_fit_in_one_message(language: Language) -> None:
    assert all(len(text) <= 2_000 for text in words(language).values())


def test_words_are_filled_with_values() -> None:
    assert "7" in say(Language.INDONESIAN, "error.too_many", seconds=7)


def test_a_value_cannot_reach_into_the_words() -> None:
    assert "{rule.__class__}" in say(Language.INDONESIAN, "answer.unknown_rule", rule="{rule.__class__}")


def test_a_missing_key_or_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(Language.INDONESIAN, "tidak.ada")
    with pytest.raises(KeyError):
        say(Language.INDONESIAN, "error.too_many")
