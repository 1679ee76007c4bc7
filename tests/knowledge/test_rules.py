"""Naming rules: every spelling is understood, misprints are told from inventions, years and amounts are no rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.passages import Corpus
from knowledge.rules import OVOP_RULES, Fit, Rule, rules_in, understand

KNOWN = frozenset(
    {
        Rule("Permenperin", 78, 2007),
        Rule("Permenperin", 14, 2021),
        Rule("Permenperin", 64, 2016),
        Rule("Permendagri", 9, 2014),
        Rule("Inpres", 6, 2007),
        Rule("Inpres", 2, 2022),
        Rule("PP", 7, 2021),
        Rule("PP", 29, 2018),
        Rule("PP", 28, 2021),
        Rule("PP", 28, 2025),
        Rule("UU", 20, 2008),
    }
)
SPELLINGS = {
    "Permenperin 78/2007": [
        "Permenperin 78/2007",
        "permen 78 thn 2007",
        "permen 78 th. 2007",
        "permenperin no 78 taun 2007",
        "PERMENPERIN NOMOR 78 TAHUN 2007",
        "Permenperin No. 78/M-IND/PER/9/2007",
        "nomor 78/M-IND/PER/9/2007",
        "peraturan mentri perindustrian nmr 78 tahun 2007",
        "aturan 78/2007",
        "Permenperin 78 (2007)",
        "permen 78/07",
        "permen 78",
    ],
    "Permenperin 14/2021": [
        "permenperin 14 tahun 2021",
        "permen perin 14/2021",
        "permenperind 14/2021",
        "permenperin14/2021",
        "peraturan menteri perindustrian nomor 14 tahun 2021",
        "Minister of Industry Regulation 14/2021",
        "ministry of industry regulation no. 14 of 2021",
        "regulation of the minister of industry number 14 of 2021",
        "permen 14 '21",
    ],
    "Inpres 6/2007": [
        "inpres no 6 2007",
        "Inpres No.6 Thn. 2007",
        "inpress 6/2007",
        "instruksi presiden nomor 6 tahun 2007",
        "intruksi presiden 6 taun 2007",
        "presidential instruction 6/2007",
    ],
    "PP 7/2021": ["PP 7", "pp no.7 tahun 2021", "pp7/2021", "peraturan pemerintah nomor 7 tahun 2021", "Government Regulation 7/2021"],
    "UU 20/2008": ["uu 20 thn 2008", "undang-undang no 20 tahun 2008", "undang undang 20/2008", "Law No. 20 of 2008"],
    "Permendagri 9/2014": ["permendagri 9 thn 2014", "Permendagri 9/2014", "peraturan menteri dalam negeri nomor 9 tahun 2014"],
}
SPELT = [(spelling, rule) for rule, spellings in SPELLINGS.items() for spelling in spellings]


@pytest.mark.parametrize(("typed", "meant"), SPELT)
def test_every_spelling_is_understood(typed: str, meant: str) -> None:
    (mention,) = understand(f"menurut {typed} apa syaratnya?", KNOWN)
    assert mention.fit is Fit.KNOWN
    assert [str(rule) for rule in mention.meant] == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("permenperin 78/2008", "Permenperin 78/2007"),
        ("permenperin 87/2007", "Permenperin 78/2007"),
        ("permenperin 14/2012", "Permenperin 14/2021"),
        ("permenperin 14/2020", "Permenperin 14/2021"),
        ("inpres 6/2017", "Inpres 6/2007"),
        ("PP 14/2021", "Permenperin 14/2021"),
    ],
)
def test_a_misprint_names_what_was_meant(typed: str, meant: str) -> None:
    (mention,) = understand(typed, KNOWN)
    assert mention.fit is Fit.MISPRINT
    assert [str(rule) for rule in mention.meant] == [meant]


def test_a_number_without_a_year_that_two_rules_have_is_ambiguous() -> None:
    (mention,) = understand("menurut PP 28 bagaimana?", KNOWN)
    assert mention.fit is Fit.AMBIGUOUS
    assert set(map(str, mention.meant)) == {"PP 28/2021", "PP 28/2025"}


@pytest.mark.parametrize("typed", ["Permenperin 99/2025", "Permenperin 33 tahun 2030", "UU 99/2001", "perpres 5/2020", "inpres 77"])
def test_an_invented_rule_is_unknown(typed: str) -> None:
    (mention,) = understand(typed, KNOWN)
    assert (mention.fit, mention.meant) == (Fit.UNKNOWN, ())


@pytest.mark.parametrize(
    "typed", ["perpres ovop nomor 112 tahun 2023", "peraturan presiden tentang OVOP no 112/2023", "kepmen 45 tahun 2020", "perda 3/2019"]
)
def test_an_invented_rule_is_unknown_however_it_is_named(typed: str) -> None:
    (mention,) = understand(typed, KNOWN)
    assert mention.fit is Fit.UNKNOWN


@pytest.mark.parametrize("typed", ["perpres nomor 29 tahun 2018", "PP ovop no 20 tahun 2008", "perpres ovop 7/2021", "uu 64/2016"])
def test_a_rule_of_another_kind_and_matter_is_no_misprint(typed: str) -> None:
    (mention,) = understand(typed, KNOWN)
    assert mention.fit is Fit.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("PP 20 tahun 2008", "UU 20/2008"), ("perpres ovop 6/2007", "Inpres 6/2007"), ("permendag 9/2014", "Permendagri 9/2014")],
)
def test_a_kind_taken_for_a_like_one_is_a_misprint(typed: str, meant: str) -> None:
    (mention,) = understand(typed, KNOWN)
    assert (mention.fit, [str(rule) for rule in mention.meant]) == (Fit.MISPRINT, [meant])


def test_rules_are_returned_in_order_each_once() -> None:
    named = rules_in("permenperin 14/2021, inpres 6/2007 lalu permenperin no 14 tahun 2021")
    assert list(map(str, named)) == ["Permenperin 14/2021", "Inpres 6/2007"]


@pytest.mark.parametrize(
    "text",
    [
        "aturan tahun 2007",
        "permenperin 2021",
        "omset saya 2 miliar tahun 2007",
        "pada 2018 ada 112 IKM",
        "berita 15/7/2021",
        "sejak 15/07",
        "uang pendaftaran 50/100 ribu",
        "apakah PP 2,5 miliar itu batasnya",
        "supp 7/20 orang",
        "bintang 3 dan 5",
        "nilai 82 dari 100",
        "uu cipta kerja",
        "permenperin ovop 5 komoditi",
        "permenperin ovop 2013",
        "jam 14 tanggal 7",
        "the law 5 people know",
    ],
)
def test_years_dates_and_amounts_are_no_rules(text: str) -> None:
    assert rules_in(text) == ()


@pytest.mark.parametrize("text", ["pendaftaran OVOP dibuka 03/2024?", "sejak 11/2024 ada apa"])
def test_a_month_is_not_refused_as_an_invented_rule(text: str) -> None:
    assert [mention for mention in understand(text, KNOWN) if mention.fit is Fit.UNKNOWN] == []


def test_an_amount_after_a_rule_is_not_its_year() -> None:
    assert rules_in("permenperin 64 untuk 20 orang") == (Rule("Permenperin", 64),)
    assert rules_in("PP 7 20 juta") == (Rule("PP", 7),)


def test_every_rule_that_a_source_is_about_is_understood(corpus: Corpus) -> None:
    short = {name for passage in corpus.passages for name in passage.source.rules if re.search(r"\d/\d{4}$", name)}
    read = {name: rules_in(name) for name in short}
    assert len(short) > 10
    assert {
        name for name, rules in read.items() if [f"{rule.kind} {rule.number}/{rule.year}" for rule in rules] != [name.replace(" IKM", "")]
    } == set()


PIECES = st.sampled_from(["permenperin", "PP", "no.", "/", " ", "2021", "7", "thn", "M-IND", "'", "(", "inpres", "٣", "²", "\n", "qđ"])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_can_be_read(text: str) -> None:
    for mention in understand(text, KNOWN):
        assert (mention.fit is Fit.UNKNOWN) == (not mention.meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("isi permenperin ovop yang dulu", "Permenperin 78/2007"),
        ("kriteria ovop di aturan lama", "Permenperin 78/2007"),
        ("what did the former OVOP regulation say", "Permenperin 78/2007"),
        ("aturan terbaru soal ovop apa", "Permenperin 14/2021"),
        ("the current OVOP rule", "Permenperin 14/2021"),
    ],
)
def test_the_regulations_on_ovop_are_known_by_their_age(text: str, meant: str) -> None:
    assert [str(mention.meant[0]) for mention in understand(text, OVOP_RULES)] == [meant]


@pytest.mark.parametrize("text", ["aturan lama soal halal", "beda aturan lama dan aturan baru ovop", "sudah berapa lama ada OVOP"])
def test_an_age_that_tells_no_rule_apart_names_none(text: str) -> None:
    assert understand(text, OVOP_RULES) == ()
