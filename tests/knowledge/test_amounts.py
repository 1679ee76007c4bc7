"""Amounts in a question, and whose class they fall into."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.amounts import Amount, Measure, Range, amounts_in, asks_for_class, fits, how_exactly

SALES, CAPITAL, INVESTMENT, WORKERS = Measure.SALES, Measure.CAPITAL, Measure.INVESTMENT, Measure.WORKERS


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("omzet saya 3 miliar setahun, masuk usaha apa", {SALES: 3e9}),
        ("omset 3,5 M setahun kecil apa menengah", {SALES: 3.5e9}),
        ("omset 500 jt mikro ya", {SALES: 5e8}),
        ("omset 2m kecil", {SALES: 2e9}),
        ("penjualan Rp 2.500.000.000 per tahun itu mikro atau kecil?", {SALES: 2.5e9}),
        ("penjualan Rp2.500.000.000,00 itu usaha kecil?", {SALES: 2.5e9}),
        ("penjualan 15.000.000.000 setahun itu usaha kecil?", {SALES: 1.5e10}),
        ("omzet 1.250,5 juta itu usaha kecil?", {SALES: 1.2505e9}),
        ("omzet 1.500 juta itu usaha mikro?", {SALES: 1.5e9}),
        ("modal 800 juta dan omset 1,8 miliar, skala apa", {CAPITAL: 8e8, SALES: 1.8e9}),
        ("karyawan 15 orang, industri kecil atau menengah", {WORKERS: 15}),
        ("pekerja 19, investasi 900 juta, masuk ikm apa", {WORKERS: 19, INVESTMENT: 9e8}),
        ("my turnover is 3 billion rupiah, small or medium?", {SALES: 3e9}),
        ("3 workers and 2 billion in sales, what size?", {WORKERS: 3, SALES: 2e9}),
        ("karyawan 9 investasi 3 miliar", {WORKERS: 9, INVESTMENT: 3e9}),
        ("omzet 700 juta termasuk apa", {SALES: 7e8}),
    ],
)
def test_amounts_are_read(question: str, found: dict[Measure, float]) -> None:
    assert {amount.measure: amount.value for amount in amounts_in(question)} == pytest.approx(found)


def test_an_amount_keeps_its_words() -> None:
    assert [amount.words for amount in amounts_in("omset 3,5 M setahun kecil apa menengah")] == ["3,5 M"]


@pytest.mark.parametrize(
    "question",
    [
        "saya punya omset 3 miliar",
        "omzet 200 juta sebulan usaha kecil?",
        "omset 10 jt per bulan mikro?",
        "turnover 20 million a month, small?",
        "berapa omzet usaha kecil",
        "biaya 3 juta untuk usaha kecil?",
        "usaha kecil punya bintang 3?",
    ],
)
def test_a_question_that_gives_no_yearly_amount_or_asks_no_class_has_none(question: str) -> None:
    assert amounts_in(question) == ()


@pytest.mark.parametrize(
    "question",
    [
        "berapa karyawan industri kecil tahun 2024?",
        "permenperin 64 tahun 2016 jumlah tenaga kerja industri kecil berapa",
        "karyawan industri menengah menurut aturan 2016",
    ],
)
def test_a_year_is_no_number_of_workers(question: str) -> None:
    assert amounts_in(question) == ()


SMALL = (Range(SALES, 2_000_000_000, 15_000_000_000), Range(CAPITAL, 1_000_000_000, 5_000_000_000))


@pytest.mark.parametrize(
    ("amounts", "fitting"),
    [
        ({SALES: 2e9}, False),
        ({SALES: 2e9 + 1}, True),
        ({SALES: 1.5e10}, True),
        ({SALES: 1.5e10 + 1}, False),
        ({SALES: 3e9, CAPITAL: 9e9}, False),
        ({SALES: 3e9, WORKERS: 5}, True),
        ({WORKERS: 5}, False),
        ({}, False),
    ],
)
def test_a_range_holds_more_than_its_lower_and_at_most_its_upper_bound(amounts: dict[Measure, float], *, fitting: bool) -> None:
    assert fits(SMALL, tuple(Amount(measure, value, "") for measure, value in amounts.items())) is fitting


def test_the_class_that_speaks_of_all_that_is_given_and_no_more_is_the_most_exact() -> None:
    workers, both = Amount(WORKERS, 12, "12"), (Amount(WORKERS, 12, "12"), Amount(INVESTMENT, 5e8, "500 juta"))
    small, a_dozen = (Range(WORKERS, 0, 19), Range(INVESTMENT, 0, 999_999_999)), (Range(WORKERS, 0, 19),)

    assert how_exactly(a_dozen, (workers,)) > how_exactly(small, (workers,))
    assert how_exactly(small, both) > how_exactly(a_dozen, both)


@pytest.mark.parametrize(
    ("question", "asks"), [("omzet 30 juta sebulan, mikro bukan?", True), ("modal nikah berapa", False), ("usaha mikro itu apa", False)]
)
def test_a_class_is_asked_for_with_a_measure_of_it(question: str, *, asks: bool) -> None:
    assert asks_for_class(question) is asks


PIECES = st.sampled_from(
    ["omzet ", "kecil ", "rp ", "1", "20", "3", ".", ",", " juta ", "m ", "karyawan ", "modal ", "٣", "²", "000", "\n"]
)
ODD_NUMBERS = st.from_regex(r"[0-9٣]{1,4}([.,][0-9]{1,4}){0,3}", fullmatch=True)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_can_be_read(text: str) -> None:
    assert all(amount.value >= 0 for amount in amounts_in(text))


@given(ODD_NUMBERS, st.sampled_from(["juta", "m", "miliar", "orang karyawan", ""]), st.sampled_from(["omzet", "omzet rp", "pekerja"]))
@example("1,5,5", "juta", "omzet")
@example("1.000.0", "miliar", "omzet")
def test_any_number_can_be_read(number: str, unit: str, name: str) -> None:
    assert all(amount.value >= 0 for amount in amounts_in(f"{name} {number} {unit} usaha kecil"))
