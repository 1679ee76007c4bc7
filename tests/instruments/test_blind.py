"""Typed answers that were written before the rules were first run on them."""

import pytest

from bot.instruments.reading import read
from questionnaire import ITEMS

# item asked, what was typed, the options it chooses ("" none: unclear, "?" a question)
BLIND = [
    ("nib", "alhamdulillah udah punya kak dari taun 2021", "nib=yes"),
    ("nib", "durung mas", "nib=no"),
    ("nib", "lagi proses di dinas", "nib=progress"),
    ("nib", "parantos aya teh", "nib=yes"),
    ("nib", "wah ndak tau saya bu", "nib=unknown"),
    ("nib", "nib udah, halal sama pirt belum", "nib=yes halal=no pirt=no"),
    ("nib", "baru mau daftar minggu depan", ""),
    ("nib", "punya tapi udah ga aktif", ""),
    ("nib", "yes we have it", "nib=yes"),
    ("nib", "nib itu bikinnya dimana ya", "?"),
    ("pirt", "sudah keluar kemarin", "pirt=yes"),
    ("pirt", "masih nunggu", ""),
    ("pirt", "teu acan kang", "pirt=no"),
    ("pirt", "pirt lg di urus, nib dah ada", "pirt=progress nib=yes"),
    ("pirt", "ora duwe", "pirt=no"),
    ("halal", "sampun wonten", "halal=yes"),
    ("halal", "produk saya bukan makanan", "halal=unneeded"),
    ("halal", "insyaallah halal kok bahannya", ""),
    ("halal", "bayar brp kalo mau ngurus halal", "?"),
    ("halal", "belom ada kak, nib aja yg udah", "halal=no nib=yes"),
    ("origin", "kira2 90 persenan lah", "origin=high"),
    ("origin", "semua dari sini", "origin=all"),
    ("origin", "separuh beli dari luar kota", ""),
    ("origin", "paling 60%", "origin=low"),
    ("origin", "more than 80%", "origin=high"),
    ("supply", "5 tahun lebih", "supply=long"),
    ("supply", "cuma 6 bulan", "supply=short"),
    ("supply", "rong taun", ""),
    ("supply", "dua tahunan", "supply=middle"),
    ("supply", "bisa terus menerus", ""),
    ("packaging", "pake standing pouch", "packaging=best"),
    ("packaging", "plastik biasa aja", "packaging=plain"),
    ("packaging", "plastik", "packaging=plain"),
    ("packaging", "masih curah", "packaging=none"),
    ("design", "desain e gawe dewe", ""),
    ("design", "bikin sendiri lah", "design=own"),
    ("market", "sampe luar pulau jg ada", "market=nation"),
    ("market", "cuma tetangga aja", "market=village"),
    ("brand", "merk ada tp blm didaftarin", "brand=own"),
    ("decree", "kurang tau, coba tanya ketua", "decree=unknown"),
    ("books", "kadang nyatet kadang nggak", ""),
    ("training", "belum pernah", "training=no"),
    ("training", "pernah 2 kali", "training=yes"),
    ("training", "ga usah pake pelatihan bisa kan?", "?"),
]


@pytest.mark.parametrize(("asked", "text", "expected"), BLIND)
def test_an_answer_never_seen_before_is_read(asked: str, text: str, expected: str) -> None:
    item = ITEMS[asked]
    reading = read(text, item, [one for one in ITEMS.values() if one is not item])
    chosen = " ".join(f"{one}={option}" for one, option in reading.chosen)
    assert (chosen, reading.is_question, reading.unclear) == (expected.strip("?"), expected == "?", expected == "")
