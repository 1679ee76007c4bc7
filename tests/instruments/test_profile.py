"""The profile of a business as it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questionnaire import COMMODITIES

from bot.domain.assessment import Sentra
from bot.instruments.reading import business, commodity, person, sentra, year, yes_no

NOW = 2026
CONSENTS = {
    True: "ya|iya|iya kak|setuju|boleh|ok|oke lanjut|nggih|muhun|yes|saya setuju|siap|mangga|inggih monggo|yoi|ya saya setuju",
    False: "tidak|gak|ga|engga kak|jangan|ga mau|tidak setuju|mboten|henteu|no|ora|tidak boleh|ga usah|jangan kak",
    None: "halo|ya tapi jangan|mungkin|boleh ga?|apa itu|ya atau tidak|keripik|gatau|ya/tidak|setuju apa tidak||😀|makasih ya"
    "|ok tapi jangan dibagikan|boleh tapi nama saya disembunyikan|nanti aja",
}
SENTRA = {
    Sentra.YES: "ya|iya masuk sentra|saya di sentra keripik|sudah gabung|nggih|sentra gerabah kasongan|yes|anggota sentra",
    Sentra.NO: "bukan|tidak|belum|di luar sentra|ga masuk sentra|mboten|not a member|belum gabung sentra",
    Sentra.UNKNOWN: "ga tau|gatau kak|kurang tahu|embuh|tidak tahu",
    None: "halo|sentra itu apa?|apa itu sentra|mau masuk sentra|mungkin|keripik||sentra",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bikin keripik", "snack"),
        ("kripik pisang kak", "snack"),
        ("jual tempe", "tempe"),
        ("pabrik tahu", "tempe"),
        ("kain tenun ikat", "weaving"),
        ("nenun songket", "weaving"),
        ("gerabah", "pottery"),
        ("gerabh", "pottery"),
        ("kerajinan bambu", "bamboo"),
        ("anyaman bambu sama besek", "bamboo"),
        ("batik tulis", "batik"),
        ("Batiknya ibu saya", "batik"),
        ("makanan ringan", "snack"),
        ("I make pottery", "pottery"),
        ("bukan batik, tenun", "weaving"),
        ("keripik tempe", None),
        ("batik sama gerabah", None),
        ("halo", None),
        ("", None),
    ],
)
def test_what_is_made_is_known_where_it_is_one_thing(text: str, expected: str | None) -> None:
    assert commodity(text, COMMODITIES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015", 2015),
        ("th 2015", 2015),
        ("sejak tahun 2015 kak", 2015),
        ("dari taun 98", 1998),
        ("'05", 2005),
        ("5 tahun", 2021),
        ("sejak 3 th lalu", 2023),
        ("sudah 10 tahunan", 2016),
        ("dua tahun", 2024),
        ("setahun", 2025),
        ("baru", 2026),
        ("baru 2 bulan", 2026),
        ("baru mulai 2020", 2020),
        ("tahun lalu", 2025),
        ("taun kemarin", 2025),
        ("tahun ini", 2026),
        ("since 1990", 1990),
        ("for 5 years", 2021),
        ("wis telu tahun", 2023),
        ("3-4 tahun", None),
        ("lebih dari 10 tahun", None),
        ("10 tahun lebih", 2016),
        ("2 tahun, sejak 2024", 2024),
        ("2090", None),
        ("1800", None),
        ("2015 atau 2016", None),
        ("200 tahun", None),
        ("umur saya 45 tahun", None),
        ("081220151234", None),
        ("lupa", None),
        ("tahun berapa ya?", None),
        ("", None),
    ],
)
def test_a_year_is_told_outright_or_by_how_long(text: str, expected: int | None) -> None:
    assert year(text, NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, expected) for expected, texts in CONSENTS.items() for text in texts.split("|")],
)
def test_yes_is_told_from_no_and_from_neither(text: str, expected: bool | None) -> None:  # noqa: FBT001 - what is expected
    assert yes_no(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, expected) for expected, texts in SENTRA.items() for text in texts.split("|")],
)
def test_being_in_a_sentra_is_as_the_owner_sees_it(text: str, expected: Sentra | None) -> None:
    assert sentra(text) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sya bu siti", "bu siti"),
        ("nama saya  Joko Susilo", "Joko Susilo"),
        ("Nama: Tini", "Tini"),
        ("I'm Wayan", "Wayan"),
        ("perkenalkan, saya Dedi", "Dedi"),
        ("Sayadi", "Sayadi"),
        ("Akuwati Ningsih", "Akuwati Ningsih"),
        ("saya", "saya"),
        ("Bu Rini", "Bu Rini"),
    ],
)
def test_a_name_is_taken_without_the_words_that_lead_to_it(text: str, name: str) -> None:
    assert person(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("namanya Keripik Sari", "Keripik Sari"),
        ("nama usaha: UD Maju", "UD Maju"),
        ("Saya Suka Keripik", "Saya Suka Keripik"),
        ("UD Nama", "UD Nama"),
    ],
)
def test_the_name_of_a_business_may_begin_as_a_sentence_does(text: str, name: str) -> None:
    assert business(text) == name


@given(st.text(max_size=200))
def test_whatever_is_typed_nothing_is_made_up(text: str) -> None:
    assert commodity(text, COMMODITIES) in {None, *(one.id for one in COMMODITIES)}
    assert (told := year(text, NOW)) is None or 1900 <= told <= NOW
    assert yes_no(text) in {True, False, None}
    assert sentra(text) in {None, *Sentra}
