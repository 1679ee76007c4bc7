"""Questions that ask the same are told from those that only sound alike."""

from itertools import combinations

import pytest

from knowledge.answering import Library
from knowledge.kinship import OTHER, ask_the_same, placed

THE_SAME = (
    ("berapa biaya ikut OVOP?", "apakah ikut program ovop dipungut biaya", "ongkos utk gabung OVOP brp ya"),
    ("biaya sertifikat halal berapa?", "berapa tarif sertifikasi halal untuk usaha kecil"),
    ("bagaimana ekspor keripik tempe ke Jepang?", "cara kirim keripik tempe ke jepang", "syarat ekspor keripik tempe jepang apa aja"),
    ("mesin apa yang bagus buat keripik singkong?", "alat potong keripik singkong yg bagus merek apa"),
    ("pameran IKM bulan Desember di Surabaya kapan?", "jadwal pameran ikm surabaya desember"),
    ("nomor telepon dinas perindustrian kabupaten Malang", "kontak WA dinas perindustrian malang berapa"),
    ("berapa lama proses penilaian OVOP?", "penilaian ovop berapa hari selesainya"),
)

NEAR = ("Apa itu OVOP?", "apa syarat ikut OVOP?", "apa manfaat ikut OVOP?", "cara daftar OVOP bagaimana?", "kapan pendaftaran OVOP dibuka?")
"""Short questions of nearly the same words that ask different things."""


@pytest.mark.parametrize("asked", THE_SAME, ids=lambda asked: asked[0])
def test_the_same_in_other_words_is_the_same(library: Library, asked: tuple[str, ...]) -> None:
    first, *others = [placed(library, question) for question in asked]

    assert [ask_the_same(first, other) for other in others] == [True] * len(others)


def test_two_things_are_never_taken_for_one(library: Library) -> None:
    groups = [[placed(library, question) for question in asked] for asked in (*THE_SAME, *((one,) for one in NEAR))]

    pairs = [(one, other) for first, second in combinations(groups, 2) for one in first for other in second]

    assert len(pairs) > 150
    assert [(one.query, other.query) for one, other in pairs if ask_the_same(one, other)] == []


@pytest.mark.parametrize(("question", "topic"), [("biaya sertifikat halal berapa?", "halal"), ("tarif merek", "hki"), ("halo", OTHER)])
def test_a_topic_is_that_of_the_nearest_passage(library: Library, question: str, topic: str) -> None:
    assert placed(library, question).topic == topic
