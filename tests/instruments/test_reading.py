"""Typed answers, in the ways in which people type them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questionnaire import ITEMS, NIB

from bot.instruments.reading import Reading, read

ANSWERS = {
    "nib": """
        1 = yes | yang pertama = yes | 2 = progress | no 3 = no | yang kedua = progress | b = progress | pilih 3 = no
        nomor 4 kak = unknown
        sing kapindho = progress
        sudah = yes | udah kak = yes | sdh ada = yes | dah punya = yes | wis = yes | sampun gadah = yes | parantos = yes | punya = yes
        ada = yes
        iya sudah punya nib = yes | ya = yes | yes = yes | already have = yes | nib saya udah ada dari 2019 = yes | SUDAH PUNYA = yes
        belum = no | blm = no | belum punya = no | blm ada = no | durung = no | dereng = no | teu acan = no | ga punya = no | gak ada = no
        tidak punya = no | ora duwe nib = no | mboten gadah = no | teu boga = no | henteu = no | not yet = no | no = no
        blom kak maaf = no
        lagi diurus = progress | masih proses = progress | msh ngurus = progress | sedang diajukan = progress | on process = progress
        blm, masih proses = progress | sudah diajukan tapi belum keluar = progress | lg daftar = progress
        belum jadi masih diurus = progress
        gatau = unknown | ga tau = unknown | kurang tahu = unknown | embuh = unknown | duka = unknown | tidak tahu = unknown
        not sure = unknown
        ya belum = no | sudaah = yes | blm ngurus = no | belum sempat diurus = no | NIB ada = yes | nomor induk berusaha sudah = yes
    """,
    "halal": """
        sudah = yes | ya sudah = yes | blm = no | belum punya sertifikat halal = no | gatau kak = unknown | 3 = unneeded
        tidak wajib = unneeded
    """,
    "origin": """
        sekitar 90% = high | 85 persen = high | 80% = high | 100% = all | semua = all | kabeh = all | 50% = low | kurang dari 80% = low
        di atas 80% = high | hampir 100% = high | 90an = high | 70-75% = low | dibawah 80 = low | setengah = low | 1 = low
        semuanya kak = all
        ga sampe 80% = low | minimal 80% = high | 99,5% = high
    """,
    "supply": """
        2 th = middle | 2 tahun = middle | dua tahun = middle | 6 bulan = short | setahun = middle | 5 tahun = long
        lebih dari 3 tahun = long
        3 taun lebih = long | 18 bulan = middle | kurang dari setahun = short | setengah tahun = short | satu setengah tahun = middle
        10 th = long
        3 tahun = middle | 1 tahun = middle | 2 bulan = short
        1-3 tahun = middle | 1 sampai 3 tahun = middle | two years = middle | telu tahun = middle | belum ada 1 tahun = short | 3 = long
    """,
    "packaging": """
        standing pouch = best | plastik polos = plain | plastik biasa = plain | tanpa kemasan = none | belum dikemas = none
        pakai stiker = label
        ada labelnya = label | d = best
    """,
    "design": """desain sendiri = own | meniru produk lain = copied | nyontek = copied | kerja sama dengan desainer = designer
        pakai jasa desainer = designer""",
    "market": """ekspor = export | sudah ekspor = export | luar negeri = export | sampai luar provinsi = nation | nasional = nation
        sekitar rumah = village""",
    "brand": """belum punya merek = none | belum = none | merek terdaftar = registered | sudah terdaftar = registered
        punya merek belum didaftarkan = own""",
    "decree": "sudah ada sk nya = yes | belum = no | sedang diusulkan = progress | ga ngerti = unknown",
    "books": "tidak = no | sebagian = some | setiap hari = yes | sebagian saja = some | 2 = some | ora = no",
    "training": "iya = yes | nggih = yes | tidak = no | mboten = no | belum = no | ga pernah = no | muhun = yes",
}
UNCLEAR = {
    "nib": """halo|apa adanya|selain halal udah|sudah tapi expired|punya bapak saya|ya gitu deh|belum kecuali nib|udah capek|bpom udah
        mungkin sudah|kayaknya belum|teman saya sudah punya|sudah atau belum|nanti saja
    dulu punya|mau urus
        bukan tidak punya|belum eh sudah|terserah|😀|tidak, sudah punya|ya/tidak|rencana mau bikin nib|tidak mau jawab|9|ga jelas
        jual siapa saja|makasih ya|oh gitu ya|tidak apa-apa|no nib 9120001234567|no hp saya|oh iya|saya pun|desain|asdfgh""",
    "origin": "antara 70 sampai 90%|90% dari luar|semuanya dari luar daerah|belum|lumayan banyak|2 juta",
    "supply": "lebih dari 2 tahun|1 atau 5 tahun|tidak tentu|sejak 2015",
    "packaging": "sudah|label|plastik berlabel|plastik label|kemasan|tidak pakai standing pouch",
    "market": "belum sampai ekspor|sudah",
    "brand": "ada|punya merek",
}
QUESTIONS = """nib itu apa?|apa itu nib|apakah wajib|gimana cara buatnya|gmn daftarnya kak|pripun carane|kumaha carana|berapa biayanya
brp lama|kenapa harus ada nib
    knp ditanya|dimana ngurusnya|kapan jadinya|siapa yang keluarin|bisa ga lewat hp|boleh ga nanti saja|how do I get one|what is nib
    why do you ask|syaratnya apa saja
    wajib ga sih|haruskah punya|harus nggak kak|iso ora lewat hp|punya ga ya|sabaraha biayana|naon eta nib|piye daftare|can I skip this
    ?|sudah?
    do i need it|where can i get it"""


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.replace("\n", "|").split("|") if cell.strip()]


def _rows(table: dict[str, str]) -> list[tuple[str, str, str]]:
    rows = ((asked, cell.rpartition(" = ")) for asked, text in table.items() for cell in _cells(text))
    return [(asked, typed, option) for asked, (typed, _, option) in rows]


def _read(asked: str, text: str) -> Reading:
    return read(text, ITEMS[asked], [one for one in ITEMS.values() if one.id != asked])


@pytest.mark.parametrize(("asked", "text", "option"), _rows(ANSWERS))
def test_an_answer_chooses_its_option(asked: str, text: str, option: str) -> None:
    assert _read(asked, text) == Reading(((asked, option),))


@pytest.mark.parametrize(("asked", "text"), [(asked, text) for asked, row in UNCLEAR.items() for text in _cells(row)])
def test_what_may_mean_two_things_is_not_guessed(asked: str, text: str) -> None:
    assert _read(asked, text) == Reading(unclear=True)


@pytest.mark.parametrize("text", _cells(QUESTIONS))
def test_a_question_is_known_as_one_and_answers_nothing(text: str) -> None:
    assert _read("nib", text) == Reading(is_question=True)


@pytest.mark.parametrize(
    ("asked", "text", "chosen"),
    [
        ("nib", "udah punya NIB tapi pirt blm", "nib=yes pirt=no"),
        ("nib", "NIB: sudah; PIRT: belum; Halal: ga tau", "nib=yes pirt=no halal=unknown"),
        ("nib", "nib\nsudah\npirt\nbelum", "nib=yes pirt=no"),
        ("nib", "nib dan pirt sudah", "nib=yes pirt=yes"),
        ("nib", "sudah punya nib dan pirt", "nib=yes pirt=yes"),
        ("nib", "sudah, pirt juga sudah, halal belum", "nib=yes halal=no pirt=yes"),
        ("nib", "belum, halal masih proses, pirt udah", "nib=no pirt=yes"),
        ("nib", "halal udah", "halal=yes"),
        ("nib", "wis duwe, halal durung", "nib=yes halal=no"),
        ("pirt", "nib sudah sedangkan pirt lagi diurus", "pirt=progress nib=yes"),
        ("supply", "bahan baku 2 tahun", "supply=middle"),
        ("pirt", "p-irt blm, merk blm punya", "pirt=no brand=none"),
        ("nib", "belum karena tidak punya uang", "nib=no"),
        ("nib", "sudah, terus halal bayar berapa?", "nib=yes"),
    ],
)
def test_a_clause_answers_the_item_that_it_names(asked: str, text: str, chosen: str) -> None:
    assert {f"{item}={option}" for item, option in _read(asked, text).chosen} == set(chosen.split())


def test_an_answer_with_a_question_is_both() -> None:
    assert _read("nib", "sudah. kalau halal gimana caranya?") == Reading((("nib", "yes"),), is_question=True)


def test_a_word_that_two_other_items_share_names_neither() -> None:
    assert _read("nib", "bahan baku 90%").chosen == ()


CHAT = st.lists(
    st.sampled_from(
        "sudah blm ga nib pirt halal , . ? / - tapi dan 2 80% 1/0 1/2 tahun setahun atau lebih dari < >= semua a b ² ٣ \ud800 😀".split()
    )
).map(" ".join)


@given(st.text(max_size=200) | CHAT, st.sampled_from(sorted(ITEMS)))
def test_whatever_is_typed_only_options_that_exist_are_chosen(text: str, asked: str) -> None:
    reading = _read(asked, text)
    assert all(ITEMS[item].option(option) for item, option in reading.chosen)
    assert not (reading.unclear and (reading.chosen or reading.is_question))


@pytest.mark.parametrize("text", ["sudah, " * 570, "a" * 4000, "nib 80% ? " * 400])
def test_the_longest_message_is_read_in_no_time(text: str) -> None:
    read("sudah", NIB)
    started = time.perf_counter()
    _read("nib", text)
    assert time.perf_counter() - started < 1
