"""What is masked before it is kept, and what stays."""

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.personal import DOT, is_all_masked, is_masked, mask

MASKED = [
    ("norek bca 1234567890", "norek bca ••••••••••", "BANK_ACCOUNT"),
    ("rekening mandiri 1410012345678 a.n. Budi", "rekening mandiri ••••••••••••• a.n. Budi", "BANK_ACCOUNT"),
    ("rek bri 0023-01-012345-50-1", "rek bri ••••-••-••••••-••-•", "BANK_ACCOUNT"),
    ("Bank BNI\n0123456789", "Bank BNI\n••••••••••", "BANK_ACCOUNT"),
    ("norek 15000000 bri", "norek •••••••• bri", "BANK_ACCOUNT"),
    ("BCA 😀 1234567890 ya", "BCA 😀 •••••••••• ya", "BANK_ACCOUNT"),
    ("NIK 3507012505700001", "NIK ••••••••••••••••", "NIK"),
    ("nik3507012505700001", "nik••••••••••••••••", "NIK"),
    ("3507012505700001", "••••••••••••••••", "NIK"),
    ("3507 0125 0570 0001 itu nomornya", "•••• •••• •••• •••• itu nomornya", "NIK"),
    ("no kk 3507012505700001", "no kk ••••••••••••••••", "KK"),
    ("npwp 09.254.294.3-407.000", "npwp ••.•••.•••.•-•••.•••", "NPWP"),
    ("npwp saya 092542943407000", "npwp saya •••••••••••••••", "NPWP"),
    ("4532 0151 1283 0366", "•••• •••• •••• ••••", "CARD"),
    ("NIB 9120001234567 dan NIK 3507012505700001", "NIB 9120001234567 dan NIK ••••••••••••••••", "NIK"),
]
KEPT = [
    "Rp 1.500.000.000",
    "omzet 1500000000 setahun",
    "omzet 150000000 transfer bca",
    "transfer 15000000 ke bank",
    "tf Rp25000000 ke rekening",
    "0812-3456-7890",
    "wa 081234567890",
    "+62 812 3456 7890",
    "hp 6281234567890 rekening bca",
    "2 juta, 80%, th 2015",
    "12-05-2024 sampai 13-05-2024",
    "NIB 9120001234567",
    "nib saya 9120001234567 rekening bca",
    "NIB: 1234567890123 lewat mandiri",
    "9120001234567",
    "P-IRT 2063571010123-27",
    "pirt 206357101012327",
    "bri 5 juta, pirt 206357101012327",
    "BPOM MD 123456789012",
    "bank, BPOM RI MD 867013012345",
    "SK 188.45/123/KEP/2024",
    "halal ID35110000123456789",
    "Budi, Jl. Melati 5 Malang",
    "1 2 3 4 5 6 7 8",
    "cvv 123 dan 12345678 orang",
    "",
]


@pytest.mark.parametrize(("text", "kept", "kind"), MASKED)
def test_a_number_of_a_person_is_masked_at_the_same_length(text: str, kept: str, kind: str) -> None:
    masked = mask(text)
    assert masked.text == kept
    assert masked.kinds == {kind}
    assert is_masked(masked.text)
    assert not is_masked(text)


@pytest.mark.parametrize("text", ["NIK 3507012345670001", "KTP saya 3507 0123 4567 0001"])
def test_a_nik_that_cannot_be_one_is_masked_all_the_same(text: str) -> None:
    assert mask(text).text.endswith("0001") is False
    assert is_masked(mask(text).text)


@pytest.mark.parametrize("text", KEPT)
def test_what_belongs_to_the_business_stays(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).kinds == frozenset()


@given(st.text(st.sampled_from("0123456789 -.:,\nnikbcarekNPWPkk😀\ud800•"), max_size=120) | st.text(max_size=80))
def test_whatever_is_written_keeps_its_length_and_all_but_digits(text: str) -> None:
    masked = mask(text).text
    assert len(masked.encode("utf-16-le", "surrogatepass")) == len(text.encode("utf-16-le", "surrogatepass"))
    assert all(now in (was, DOT) for was, now in zip(text, masked, strict=True))


@pytest.mark.parametrize("text", ["saya udah punya NIB tapi pirt blm, omzet Rp 2 juta per 3 bln " * 3, "halo kak"])
def test_a_text_without_long_numbers_costs_next_to_nothing(text: str) -> None:
    assert min(timeit.repeat(lambda: mask(text), number=200, repeat=5)) / 200 < 100e-6


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("nik 3507115708900001", True),
        ("rekening bca 1234567890 ya", True),
        ("nik saya 3507115708900001 bisa dipakai daftar ovop", False),
        ("3507115708900001?", False),
        ("sentra", False),
    ],
)
def test_a_number_alone_asks_nothing(text: str, is_all: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_all_masked(mask(text).text) == is_all


def test_the_longest_message_is_masked_in_no_time() -> None:
    for text in ("1" * 4000, "1 " * 2000, "norek bca 1234567890 " * 190, "\ud800 12345678 " * 300):
        assert timeit.timeit(lambda text=text: mask(text), number=1) < 2
