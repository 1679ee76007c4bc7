"""What a question is about where it does not say so: "syaratnya apa aja" says what is wanted, but not of what."""

import re

from knowledge.stemming import STOP, stem, stems, words

VAGUE = frozenset(
    """syarat biaya bayar tarif lama laku ikut daftar cara usaha produk gini begini kaya kayak gitu urus mulai dokumen hasil jadwal ambil
    jelas informasi info aturan kirim tempat alamat apa-apa minta detail lengkap sekarang dulu nanti tadi lanjut tahu mana-mana langkah
    aja untung manfaat guna nilai bina web website situs link buka tutup baru kriteria seleksi pilih menang hadiah bantu duit uang gabung
    terima lolos aju usul tahap alur prosedur siap masuk beda wajib hubung contoh lulus lewat orang jenis macam gratis proses modal
    ganti maksud arti keluar
    requirement requirements cost fee long register apply process valid way many much happen start next mean thing tell explain more
    about please info details anything something join benefit benefits eligible qualify deadline open criteria step steps take part enter
    difference new old now free list""".split()
)
"""Stems that name a side of a matter, not the matter."""

MANY_WORDS = 10
_POINTING = re.compile(
    r"^\W*(?:itu|ini|that|this|it|those|these|they)\b|\b(?:be)?gini\b|\b(?:be)?gitu\b|\btadi\b|\b(?:like|about) (?:this|that|it)\b",
    re.IGNORECASE,
)


def has_no_subject(question: str) -> bool:
    """Tell whether a question (repaired) says what is wanted but not of what."""
    subject = [word for word in stems(question) if word not in VAGUE and not word.isdigit()]
    return not subject and len(question.split()) < MANY_WORDS


def subject_of(question: str) -> tuple[str, ...]:
    """Return the words of a question (repaired) that say what it is of."""
    return tuple(word for word in words(question) if word not in STOP and not word.isdigit() and stem(word) not in VAGUE)


def means_the_programme(question: str) -> bool:
    """Tell whether a question without a subject can only be about OVOP: it asks something, and points at nothing said before."""
    return has_no_subject(question) and bool(stems(question)) and not _POINTING.search(question)
