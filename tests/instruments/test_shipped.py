"""The questionnaire that comes with the bot: whole, in both languages, plain, and promising nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from bot.domain.instrument import Instrument, Item, Option, Standing, Words
from bot.domain.people import Language
from bot.instruments import passages, shipped
from bot.instruments.reading import read
from knowledge.opening import SHIPPED as CORPUS
from knowledge.passages import Kind
from knowledge.sources import load_corpus

ITEMS = shipped().items
GATES = [item for item in ITEMS if item.is_gate]
SCORED = [item for item in ITEMS if not item.is_gate]
COMMODITIES = [each.id for each in shipped().commodities]
LONGEST = {"short": 30, "question": 130, "why": 170, "label": 34, "step": 190}


def words_in(value: object) -> Iterator[Words]:
    """Yield all words of an instrument, however deep they lie."""
    if isinstance(value, Mapping):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_in(getattr(value, field.name))


def all_text(value: object) -> str:
    return "\n".join(text for words in words_in(value) for text in words.values())


def options() -> list[tuple[Item, Option]]:
    return [(item, option) for item in ITEMS for option in item.options]


def test_it_is_read_once() -> None:
    assert shipped() is shipped()
    assert shipped().id == "kesiapan-ovop"


def test_every_passage_that_it_names_is_a_fact_of_the_corpus() -> None:
    corpus = load_corpus(CORPUS)
    named = {name: corpus.get(name) for name in passages(shipped())}
    assert len(named) > 20
    assert [name for name, found in named.items() if not found or found.id != name or found.kind is not Kind.FACT] == []


def test_every_word_is_there_in_both_languages() -> None:
    found = list(words_in(shipped()))
    assert len(found) > 300
    assert [words for words in found if set(words) != set(Language) or not all(words.values())] == []


def test_nobody_is_addressed_coldly() -> None:
    assert re.findall(r"\b(?:kamu|anda|kau|engkau)\b", all_text(shipped()), re.IGNORECASE) == []


def test_no_article_of_a_rule_is_named() -> None:
    assert re.findall(r"\bpasal\b|\barticle \d", all_text(shipped()), re.IGNORECASE) == []


def test_no_star_is_named_but_to_say_that_there_is_none() -> None:
    star = re.compile(r"\bbintang|\bstars?\b", re.IGNORECASE)
    rest = (shipped().items, shipped().bands, shipped().title, shipped().aspects, shipped().directions, shipped().commodities)
    assert star.findall(all_text(rest)) == []
    assert "bukan bintang" in shipped().status[Language.INDONESIAN]


def test_nothing_is_promised() -> None:
    promises = r"\b(?:pasti (?:lolos|diterima|dapat)|dijamin|guaranteed?|will be (?:approved|accepted))\b"
    assert re.findall(promises, all_text(shipped()), re.IGNORECASE) == []


def test_the_status_says_whose_it_is() -> None:
    indonesian, english = shipped().status[Language.INDONESIAN], shipped().status[Language.ENGLISH]
    assert all(said in indonesian for said in ("bukan formulir resmi", "bobot", "susunan kami"))
    assert all(said in english for said in ("not an official form", "weights", "our own"))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_fits_a_phone(item: Item) -> None:
    said = [("short", item.short), ("question", item.question), ("why", item.why)]
    said += [("label", option.label) for option in item.options] + [("step", option.step.text) for option in item.options if option.step]
    assert [(kind, text, len(text)) for kind, words in said for text in words.values() if len(text) > LONGEST[kind]] == []
    assert 2 <= len(item.options) <= 4


def test_a_commodity_fits_a_button() -> None:
    labels = [label for each in shipped().commodities for label in each.label.values()]
    assert [label for label in labels if len(label) > LONGEST["label"]] == []


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("sk-sentra", "sk bupati udah ada", "sk-sentra=ada"),
        ("sk-sentra", "SK itu apaan sih pak", "?"),
        ("sk-sentra", "usahaku ora nang sentra", "sk-sentra=luar"),
        ("sk-sentra", "ga ada kak", "sk-sentra=belum"),
        ("sk-sentra", "ga ada sentra kok", "sk-sentra=luar"),
        ("legal-industri", "nib nggak ada", "legal-industri=belum"),
        ("lingkungan", "limbah cair dibuang ke got", ""),
        ("saluran", "offline doang", ""),
        ("legal-industri", "udah punya NIB tapi pirt blm", "legal-industri=ada izin-edar=belum"),
        ("usulan-dinas", "dinas e galak", ""),
        ("izin-edar", "kok ribet ya ngurus pirt", "?"),
        ("halal", "insya allah halal", ""),
        ("uji-lab", "durung tau", "uji-lab=belum"),
        ("bahan-baku", "singkongnya lokal, minyak beli di toko", ""),
        ("nilai-tambah", "setengahnya", "nilai-tambah=sedang"),
        ("saluran", "shopee, wa, sama titip toko", ""),
        ("kapasitas", "bisa, tapi kudu nambah waktu", ""),
        ("kapasitas", "blm, tapi pengen", "kapasitas=belum"),
        ("merek", "udah daftar tp blm keluar", "merek=proses"),
    ],
)
def test_an_owner_is_understood_or_asked_again(asked: str, text: str, expected: str) -> None:
    items = shipped().items_for("pangan")
    item = next(one for one in items if one.id == asked)
    reading = read(text, item, [one for one in items if one is not item])
    assert {f"{one}={option}" for one, option in reading.chosen} == set(expected.strip("?").split())
    assert (reading.is_question, reading.unclear) == (expected == "?", expected == "")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_asks_one_thing_and_listens_for_it(item: Item) -> None:
    assert [question.count("?") for question in item.question.values()] == [1, 1]
    assert len(item.about) >= 3
    assert all(word == word.casefold() for word in item.about)
    assert [option.id for option in item.options if len(option.sounds) < 3] == []
    assert (item.proof is None) == (item.proof_hint is None)


def test_only_must_haves_can_be_unknown_and_each_can() -> None:
    unsure = {item.id for item, option in options() if option.label[Language.INDONESIAN].startswith("Belum tahu")}
    unknown = {item.id for item, option in options() if option.standing is Standing.UNKNOWN}
    assert unsure == unknown == {item.id for item in GATES}


def test_whoever_does_not_answer_a_must_have_is_told_to_begin() -> None:
    """The scorer gives the first unmet option's step to what was left open: it must not be for one who is under way."""
    first = {item.id: next(option.id for option in item.options if option.standing is Standing.UNMET) for item in GATES}
    assert set(first.values()) == {"belum"}


def test_the_duties_are_must_haves_and_food_has_three_more() -> None:
    def gates(commodity: str) -> list[str]:
        return [item.id for item in shipped().items_for(commodity) if item.is_gate]

    assert gates("batik") == ["sk-sentra", "legal-industri", "usulan-dinas"]
    assert gates("pangan") == [*gates("batik"), "izin-edar", "halal", "uji-lab"]


@pytest.mark.parametrize("commodity", COMMODITIES)
def test_each_commodity_is_asked_about_25_things_and_one_of_its_own(commodity: str) -> None:
    assert 24 <= len(shipped().items_for(commodity)) <= 27
    assert [item.id for item in SCORED if item.commodities == {commodity} and item.part == "mutu"]


@pytest.mark.parametrize("commodity", COMMODITIES)
def test_aspect_a_brings_the_30_points_of_the_old_form(commodity: str) -> None:
    reachable = {"produksi": 15, "produk": 6, "masyarakat": 9}
    items = [item for item in shipped().items_for(commodity) if item.aspect == "a"]
    assert {part: sum(item.most for item in items if item.part == part) for part in reachable} == reachable


@pytest.mark.parametrize("commodity", COMMODITIES)
def test_every_part_and_direction_has_items_of_each_commodity(commodity: str) -> None:
    items = shipped().items_for(commodity)
    parts = {part.id for aspect in shipped().aspects for part in aspect.parts}
    assert parts == {item.part for item in items} - {""}
    assert {each.id for each in shipped().directions} == {item.direction for item in items} - {""}


def test_points_go_from_one_to_three() -> None:
    assert [item.id for item in SCORED if {option.points for option in item.options} != {1, 2, 3}] == []


def test_weights_are_30_30_40() -> None:
    assert [(aspect.id, aspect.weight) for aspect in shipped().aspects] == [("a", 30), ("b", 30), ("c", 40)]


def test_an_instrument_without_passages_names_none() -> None:
    empty = Instrument("x", "1", {}, {}, 1, (), (), (), (), ())
    assert passages(empty) == frozenset()
