"""Kabupaten and kota as people type them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.areas import area, is_sure, search
from bot.areas.atlas import atlas

SURE = [
    ("kab malang", "35.07"),
    ("kabupaten malang", "35.07"),
    ("kota malang", "35.73"),
    ("saya di kab malang jawa timur", "35.07"),
    ("Malang Regency", "35.07"),
    ("singosari", "35.07"),
    ("singosari malang", "35.07"),
    ("solo", "33.72"),
    ("Yogyakarta City", "34.71"),
    ("kota jogja", "34.71"),
    ("yogyakrta", "34.71"),
    ("sleman", "34.04"),
    ("sleman jogja", "34.04"),
    ("wates", "34.01"),
    ("gunung kidul", "34.03"),
    ("jaksel", "31.74"),
    ("jakarta selatan", "31.74"),
    ("South Jakarta", "31.74"),
    ("tangsel", "36.74"),
    ("kab. bdg", "32.04"),
    ("bandung barat", "32.17"),
    ("KBB", "32.17"),
    ("cikarang", "32.16"),
    ("sby", "35.78"),
    ("SURABAYA", "35.78"),
    ("suroboyo", "35.78"),
    ("surabya", "35.78"),
    ("kudus jateng", "33.19"),
    ("pekalongan kota", "33.75"),
    ("banyumas", "33.02"),
    ("purwokerto", "33.02"),
    ("banyuwanggi", "35.10"),
    ("singaraja", "51.08"),
    ("kota jambi", "15.71"),
    ("ujung pandang", "73.71"),
    ("palangka raya", "62.71"),
    ("toli toli", "72.04"),
    ("kotamalang", "35.73"),
    ("kabmlg", "35.07"),
    ("kotabaru", "63.02"),
    ("padang sidempuan", "12.77"),
    ("bandung brat", "32.17"),
    ("solo baru", "33.11"),
    ("lotim", "52.03"),
    ("t.agung", "35.04"),
]
UNSURE = [
    ("malang", {"35.07", "35.73"}),
    ("mlg", {"35.07", "35.73"}),
    ("malang jatim", {"35.07", "35.73"}),
    ("malang jateng", {"35.07", "35.73"}),
    ("bekasi", {"32.16", "32.75"}),
    ("smg", {"33.22", "33.74"}),
    ("tasikmalya", {"32.06", "32.78"}),
    ("solok", {"13.02", "13.72"}),
    ("diy", {"34.01", "34.02", "34.03", "34.04", "34.71"}),
    ("lombok", {"52.01", "52.02", "52.03", "52.08"}),
]


@pytest.mark.parametrize(("text", "code"), SURE)
def test_what_is_beyond_doubt_need_not_be_asked(text: str, code: str) -> None:
    found = search(text)
    assert found[0].code == code
    assert is_sure(text, found)


@pytest.mark.parametrize(("text", "codes"), UNSURE)
def test_where_several_are_meant_all_are_offered(text: str, codes: set[str]) -> None:
    found = search(text)
    assert {one.code for one in found} == codes
    assert not is_sure(text, found)


@pytest.mark.parametrize("text", ["jogja", "yogya", "jogjakarta", "Yogyakarta"])
def test_a_city_that_a_province_is_named_after_comes_first_and_is_asked(text: str) -> None:
    found = search(text)
    assert found[0].code == "34.71"
    assert {one.province for one in found} == {"Daerah Istimewa Yogyakarta"}
    assert not is_sure(text, found)


def test_a_short_name_of_a_kecamatan_finds_its_kabupaten() -> None:
    assert search("ubud")[0].name == "Kabupaten Gianyar"


@pytest.mark.parametrize("text", ["", "keripik", "halo", "tidak tahu", "\ud800", "😀" * 9, "\x00", "123"])
def test_where_nothing_is_near_nothing_is_found(text: str) -> None:
    assert search(text) == ()
    assert not is_sure(text, ())


def test_no_more_are_found_than_asked_for() -> None:
    assert len(search("jawa timur", limit=3)) == 3


def test_every_official_area_is_sure_by_its_full_name_and_province() -> None:
    missed = [one for one in atlas().areas.values() if not is_sure(f"{one.name} {one.province}", (one,))]
    assert len(atlas().areas) == 514
    assert missed == []


@pytest.mark.parametrize(
    ("codes", "zone"),
    [
        ("11.71 31.71 35.07 61.71 62.01", "Asia/Jakarta"),
        ("51.71 52.71 53.71 63.71 64.72 65.71 71.71 73.71", "Asia/Makassar"),
        ("81.71 82.71 91.71 96.71", "Asia/Jayapura"),
    ],
)
def test_the_time_zone_is_that_of_the_law(codes: str, zone: str) -> None:
    assert {found.zone for code in codes.split() if (found := area(code))} == {zone}


def test_a_code_that_is_none_has_no_area() -> None:
    assert area("35") is None
    assert area("99.99") is None


@given(st.text(max_size=300))
def test_whatever_is_typed_only_official_areas_are_found(text: str) -> None:
    assert all(area(one.code) == one for one in search(text))


@pytest.mark.parametrize("text", ["abcdefgh ijklmno " * 235, "a" * 4000, "\ud800" * 4000, "malang " * 571])
def test_a_text_of_four_thousand_characters_is_read_in_no_time(text: str) -> None:
    search("malang")
    started = time.perf_counter()
    search(text)
    assert time.perf_counter() - started < 1
