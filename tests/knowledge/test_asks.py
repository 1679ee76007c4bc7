"""What kind of thing a question asks for, and whether a text holds one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.asks import Asks, asked_for, holds


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("berapa biaya daftar OVOP?", Asks.AMOUNT),
        ("daftar ovop bayar brp ya", Asks.AMOUNT),
        ("uang pendaftaran ovop berapa", Asks.AMOUNT),
        ("sertifikat halal gratis?", Asks.AMOUNT),
        ("daftar merek bayare piro", Asks.AMOUNT),
        ("how much is the fee?", Asks.AMOUNT),
        ("berapa lama prosesnya?", Asks.DURATION),
        ("brp hari jadinya", Asks.DURATION),
        ("how long does it take?", Asks.DURATION),
        ("kapan pendaftaran dibuka?", Asks.DATE),
        ("tgl brp penutupannya", Asks.DATE),
        ("iraha dibukana?", Asks.DATE),
        ("when is the deadline?", Asks.DATE),
        ("what is the cut-off date this year?", Asks.DEADLINE),
        ("tenggat kirim berkasnya kapan", Asks.DEADLINE),
        ("batas akhir pengusulan", Asks.DEADLINE),
        ("on which day did the rule expire?", Asks.ENDING),
        ("kapan aturan lama dicabut", Asks.ENDING),
        ("aturan itu tidak berlaku sejak kapan", Asks.ENDING),
        ("berapa persen bobotnya?", Asks.PERCENT),
        ("nomor wa petugasnya", Asks.CONTACT),
        ("no telp dinas", Asks.CONTACT),
        ("what is the phone number?", Asks.CONTACT),
        ("apa sanksinya kalau telat?", Asks.PENALTY),
        ("kena denda ga", Asks.PENALTY),
        ("nama-nama pemenangnya", Asks.NAMES),
        ("list of winners please", Asks.NAMES),
        ("am I fined?", Asks.PENALTY),
    ],
)
def test_what_is_asked_for_is_seen(question: str, kind: Asks) -> None:
    assert kind in asked_for(question)


@pytest.mark.parametrize(
    "question", ["apa itu OVOP?", "siapa yang mengusulkan?", "ovop teh naon", "what is OVOP?", "apa saja aspek penilaiannya?", ""]
)
def test_a_question_for_words_asks_for_no_thing(question: str) -> None:
    assert asked_for(question) == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("aturan itu tanggal berapa bulan apa", Asks.DURATION),
        ("dapat penghargaan tahun berapa dan di mana", Asks.DEADLINE),
        ("tahun berapa berapa penerimanya", Asks.AMOUNT),
        ("batas modal berapa untuk halal gratis kementerian", Asks.AMOUNT),
        ("siapa saja yang boleh ikut", Asks.NAMES),
    ],
)
def test_what_only_sounds_so_is_not_asked_for(question: str, kind: Asks) -> None:
    assert kind not in asked_for(question)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Biayanya Rp 1.800.000.", Asks.AMOUNT),
        ("Layanan ini gratis.", Asks.AMOUNT),
        ("Prosesnya 12 hari kerja.", Asks.DURATION),
        ("Berlaku lima tahun.", Asks.DURATION),
        ("Diumumkan 15 Juli 2021.", Asks.DATE),
        ("Tenggatnya 17 Oktober 2026.", Asks.DEADLINE),
        ("Mandatory since 18 October 2024.", Asks.DEADLINE),
        ("It was replaced by another rule.", Asks.ENDING),
        ("Merek itu berlaku 10 tahun.", Asks.ENDING),
        ("Bobotnya 40 persen.", Asks.PERCENT),
        ("Tulis surel ke halo@example.go.id.", Asks.CONTACT),
        ("Dendanya belum diatur.", Asks.PENALTY),
        ("Asosiasinya GAPMMI, YBI dan HIMKI.", Asks.NAMES),
    ],
)
def test_what_a_text_holds_is_seen(text: str, kind: Asks) -> None:
    assert holds(text, kind)


@pytest.mark.parametrize("kind", [Asks.AMOUNT, Asks.DURATION, Asks.DATE, Asks.PERCENT, Asks.CONTACT, Asks.PENALTY, Asks.NAMES])
def test_a_text_without_such_a_thing_holds_none(kind: Asks) -> None:
    assert not holds("Usulan datang dari dinas kabupaten atau kota.", kind)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    asked_for(text)
    assert [kind for kind in Asks if holds(text, kind) not in {True, False}] == []


@pytest.mark.parametrize(
    ("text", "kind"), [("A sample is wanted, by news since 2021.", Asks.DEADLINE), ("The rule is dated 28 September 2007.", Asks.ENDING)]
)
def test_a_year_is_no_deadline_and_a_day_of_making_no_end(text: str, kind: Asks) -> None:
    assert not holds(text, kind)
