"""Repairing how a question is typed, at no cost to clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation.golden import Golden
from knowledge.lexicon import Lexicon
from knowledge.passages import Corpus
from knowledge.sentences import sentences
from knowledge.steps.normalise import clean

PLACES = """
Aceh Sabang Langsa Medan Binjai Karo Toba Nias Padang Solok Agam Pariaman Pekanbaru Siak Batam Bintan Jambi Palembang Bengkulu Curup
Lampung Metro Belitung Serang Lebak Pandeglang Tangerang Cilegon Jakarta Bogor Depok Bekasi Karawang Cianjur Sukabumi Bandung Cimahi
Sumedang Garut Tasikmalaya Ciamis Banjar Kuningan Cirebon Indramayu Subang Semarang Demak Kudus Jepara Pati Rembang Blora Kendal Batang
Pekalongan Pemalang Tegal Brebes Cilacap Banyumas Kebumen Purworejo Wonosobo Magelang Temanggung Boyolali Klaten Sukoharjo Wonogiri
Karanganyar Sragen Surakarta Salatiga Sleman Bantul Yogyakarta Pacitan Ponorogo Trenggalek Tulungagung Blitar Kediri Malang Lumajang
Jember Banyuwangi Bondowoso Situbondo Pasuruan Sidoarjo Mojokerto Jombang Nganjuk Madiun Magetan Ngawi Bojonegoro Tuban Lamongan Gresik
Bangkalan Sampang Sumenep Surabaya Batu Denpasar Badung Gianyar Bangli Mataram Lombok Bima Dompu Kupang Ende Sikka Alor Pontianak
Sambas Singkawang Banjarmasin Samarinda Balikpapan Tarakan Makassar Gowa Maros Bone Toraja Kendari Palu Poso Gorontalo Manado Minahasa
Ambon Ternate Tidore Sorong Manokwari Jayapura Merauke Wamena
""".split()
PEOPLE = "Sukinem Wahyuni Hartono Yanti Suparman Endang Ningsih Siti Dewi Kartini Mulyono Susilo Hendra Rina Lestari Santoso".split()
WARES = "gethuk rengginang emping dodol wingko bakpia terasi petis lurik sasirangan mendong gerabah akik keris noken koteka tapis".split()


@pytest.mark.parametrize(
    ("shouted", "calm"),
    [
        ("BAGAIMANA CARA IKUT OVOP DAN NIB", "Bagaimana cara ikut OVOP dan NIB"),
        ("APA ITU PP 29/2018 UNTUK IKM?", "Apa itu PP 29/2018 untuk IKM?"),
        ("SYARAT HALAL UNTUK UMKM", "Syarat halal untuk UMKM"),
        ("HOW DO I JOIN OVOP?", "How do i join OVOP?"),
    ],
)
def test_shouting_is_calmed_and_acronyms_are_kept(lexicon: Lexicon, shouted: str, calm: str) -> None:
    assert lexicon.calm(shouted) == calm
    assert lexicon.repair(shouted) == calm


@pytest.mark.parametrize(
    "text", ["OVOP", "NIB", "PP 7", "Apa itu OVOP dan NIB?", "saya punya NIB, PIRT, SIINas", "Bu Siti dari Sleman", ""]
)
def test_what_is_not_shouted_keeps_its_case(lexicon: Lexicon, text: str) -> None:
    assert lexicon.calm(text) == text


def test_clean_text_costs_nothing(lexicon: Lexicon, corpus: Corpus) -> None:
    told = [
        part for passage in corpus.passages for wording in passage.words.values() for part in [wording.heading, *sentences(wording.text)]
    ]
    changed = [(part, repaired) for part in told if (repaired := lexicon.repair(part)) != part]
    assert len(changed) <= 0.01 * len(told), changed[:20]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sy mau ikt ovop gmn caranya", "saya mau ikut ovop bagaimana caranya"),
        ("brp biaya utk daftar", "berapa biaya untuk daftar"),
        ("udh pny NIB blm halal", "sudah punya NIB belum halal"),
        ("kpn ovop 2026 dibuka", "kapan ovop 2026 dibuka"),
        ("ga bs daftar", "tidak bisa daftar"),
        ("piye carane", "bagaimana caranya"),
        ("kumaha carana", "bagaimana caranya"),
    ],
)
def test_slang_and_regional_words_become_standard_ones(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.repair(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sertifkat halal", "sertifikat halal"),
        ("pendaftraan merek", "pendaftaran merek"),
        ("peniliaan produk", "penilaian produk"),
        ("sndiri daftr", "sendiri daftar"),
        ("pengahrgaan", "penghargaan"),
    ],
)
def test_typos_are_mended(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.repair(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("lamaaaa", "lama"), ("apaaa ituuu", "apa itu"), ("OVOPPPP", "OVOP"), ("macam2 produk", "macam-macam produk")]
)
def test_stretched_and_doubled_words_are_shortened(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.repair(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("macam2nya", "macam-macamnya"), ("aturan2 apa", "aturan-aturan apa"), ("brg2 kerajinan", "barang-barang kerajinan")],
)
def test_a_two_behind_a_word_says_it_twice(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.repair(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Rp 2.500.000",
        "14/2021",
        "78/M-IND/PER/9/2007",
        "1.000.000",
        "ovop.kemenperin.go.id",
        "www.kemenperin.go.id",
        "budi@example.id",
        "bagian A.III",
        "bab XIII",
        "program e-SMART IKM",
        "82 poin, 3,5 persen",
        "H4L4L",
        "SIINas",
    ],
)
def test_numbers_addresses_and_marks_survive(lexicon: Lexicon, text: str) -> None:
    assert lexicon.repair(text) == text


@pytest.mark.parametrize("written", [str, str.lower], ids=["capital", "small"])
@pytest.mark.parametrize("words", [PLACES, WARES], ids=["places", "wares"])
def test_names_of_places_and_wares_survive(lexicon: Lexicon, words: list[str], written: type[str]) -> None:
    harmed = {
        word: found
        for word in words
        if (found := lexicon.repair(f"saya di {written(word)} mau tanya")) != f"saya di {written(word)} mau tanya"
    }
    assert harmed == {}


def test_names_of_people_survive(lexicon: Lexicon) -> None:
    assert {name: found for name in PEOPLE if (found := lexicon.repair(f"saya Bu {name} mau tanya")) != f"saya Bu {name} mau tanya"} == {}


def test_a_question_that_was_mended_stays_as_it_is(lexicon: Lexicon, golden: list[Golden]) -> None:
    once = [lexicon.repair(clean(each.question)) for each in golden]
    unsteady = [(text, again) for text in once if (again := lexicon.repair(text)) != text]
    assert len(unsteady) <= 0.03 * len(golden), unsteady


def test_names_of_the_domain_are_known_and_common_words_are_none(lexicon: Lexicon) -> None:
    assert all(lexicon.names_domain(f"apa itu {name}?") for name in ("OVOP", "ovop", "SIINas", "Permenperin"))
    assert not lexicon.names_domain("berapa lama jadinya ya pak?")
    assert lexicon.anchors("nilai 82 di OVOP") == {"82", "ovop"}


@given(st.text())
def test_any_text_can_be_mended(lexicon: Lexicon, text: str) -> None:
    assert isinstance(lexicon.repair(text), str)


@given(st.text(st.characters(min_codepoint=0, max_codepoint=0x2FFF, exclude_categories=["L", "N"])))
def test_signs_without_letters_are_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.repair(text) == text


@given(st.from_regex(r"[0-9]{1,9}([.,/-][0-9]{1,4}){0,3}", fullmatch=True))
def test_any_number_survives(lexicon: Lexicon, number: str) -> None:
    assert lexicon.repair(f"berapa {number} itu") == f"berapa {number} itu"
