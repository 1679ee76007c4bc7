"""A small instrument of 28 items, and a business that answered it."""

from datetime import UTC, datetime

from bot.domain.assessment import Profile, Sentra
from bot.domain.instrument import Aspect, Band, Commodity, Instrument, Item, Named, Option, Standing, Step, Words
from bot.domain.people import Language
from bot.domain.scoring import score
from bot.reporting.composing import Made
from bot.reporting.report import Backing

PARTS = {
    "asal": ("Bahan baku setempat", "Keterampilan turun-temurun", "Warga sekitar yang ikut bekerja"),
    "mutu": ("Mutu yang tetap", "Kemasan dan label", "Ramah lingkungan"),
    "pasar": ("Pemasaran dan jangkauan", "Keberlanjutan usaha", "Pencatatan keuangan"),
}
ASPECTS = {"asal": "Keunikan dan asal daerah", "mutu": "Mutu produk", "pasar": "Usaha dan pemasaran"}
DIRECTIONS = ("Bahan baku", "Teknologi dan mesin", "Sumber daya manusia", "Promosi dan pemasaran", "Standar dan sertifikasi")
SHORTS = (
    "Asal bahan baku", "Pemasok tetap", "Cerita di balik produk", "Cara membuat warisan keluarga", "Jumlah perajin setempat",
    "Keterlibatan kelompok perempuan", "Pemeriksaan mutu sebelum dikirim", "Catatan keluhan pembeli", "Kemasan yang melindungi",
    "Label dengan keterangan lengkap", "Pengolahan limbah", "Penghematan air dan listrik", "Penjualan ke luar kabupaten",
    "Toko daring dan media sosial", "Rencana pengganti bila bahan habis", "Regenerasi perajin muda", "Pencatatan pemasukan-pengeluaran",
    "Pemisahan uang usaha dan uang rumah tangga", "Pameran dalam setahun terakhir", "Pesanan berulang",
    "Pelatihan pekerja", "Kapasitas produksi per bulan",
)  # fmt: skip
GATES = (
    "Nomor Induk Berusaha (NIB)", "Izin edar sesuai jenis produk", "Sertifikat halal", "Merek terdaftar", "Pemilik warga Indonesia",
    "Sudah berproduksi dua tahun",
)  # fmt: skip
STATUS = "Disusun tim asisten ini pada 2026. Bukan formulir resmi kementerian; bobot dan tingkatannya susunan kami."
ENGLISH_STATUS = "Made by the team of this assistant in 2026. Not an official form; weights and bands are ours."


def both(text: str, english: str = "") -> Words:
    return {Language.INDONESIAN: text, Language.ENGLISH: english or f"{text} (en)"}


def scored(number: int, short: str, part: str, aspect: str) -> Item:
    advice = f"Mulailah dengan mencatat {short.lower()} sebulan penuh, lalu tunjukkan catatannya kepada dinas."
    low = Step(both(advice), f"sumber.{number % 6}")
    options = (
        Option("none", both("Belum ada sama sekali"), 0, step=low),
        Option("some", both("Sudah ada, tetapi belum tetap"), 1, step=low),
        Option("more", both("Sudah tetap, belum tercatat"), 2),
        Option("all", both("Sudah tetap dan tercatat rapi"), 3),
    )
    passage, direction = f"sumber.{number % 6}", f"d{number % len(DIRECTIONS)}"
    return Item(f"i{number}", both(short), both(f"{short}?"), both("Karena perlu."), options, passage, aspect, part, direction)


def must(number: int, short: str) -> Item:
    get = Step(both(f"Uruslah {short} lewat OSS; petugas desa bisa menemani."), f"wajib.{number % 3}")
    options = (
        Option("yes", both("Sudah punya"), standing=Standing.MET),
        Option("no", both("Belum punya"), standing=Standing.UNMET, step=get),
        Option("unsure", both("Belum tahu"), standing=Standing.UNKNOWN),
    )
    return Item(f"g{number}", both(short), both(f"Sudah punya {short}?"), both("Karena wajib."), options, f"wajib.{number % 3}")


def instrument(count: int = 28) -> Instrument:
    parts = [(aspect, f"{aspect}{n}", label) for aspect, labels in PARTS.items() for n, label in enumerate(labels)]
    places = [parts[number * len(parts) // (count - len(GATES))] for number in range(count - len(GATES))]
    asked = tuple(
        scored(number, SHORTS[number] if number < len(SHORTS) else f"{SHORTS[number % len(SHORTS)]} bagian {number}", part, aspect)
        for number, (aspect, part, _) in enumerate(places)
    )
    return Instrument(
        id="ovop", version="1", title=both("Penilaian mandiri kesiapan OVOP", "OVOP readiness self-assessment"),
        status=both(STATUS, ENGLISH_STATUS),
        minutes=15, commodities=(Commodity("batik", both("Batik dan tenun", "Batik and weaving")),),
        aspects=tuple(
            Aspect(name, both(label), weight, tuple(Named(part, both(words)) for of, part, words in parts if of == name))
            for (name, label), weight in zip(ASPECTS.items(), (30, 30, 40), strict=True)
        ),
        directions=tuple(Named(f"d{n}", both(label)) for n, label in enumerate(DIRECTIONS)),
        items=(*asked, *(must(number, short) for number, short in enumerate(GATES))),
        bands=(
            Band(0, both("Mulai tumbuh"), both("Dasarnya mulai terbentuk; pilih satu dua hal untuk dibenahi lebih dulu.")),
            Band(40, both("Berkembang"), both("Sudah banyak yang berjalan; tinggal dibuat tetap dan tercatat.")),
            Band(75, both("Kuat"), both("Hampir semuanya sudah kuat; jagalah dan ceritakan.")),
        ),
    )  # fmt: skip


def answers(form: Instrument, shift: int = 0) -> dict[str, str]:
    """Answer as a business of the middle would; every ninth item stays open."""
    chosen = {item.id: item.options[(number + shift) * 5 % len(item.options)].id for number, item in enumerate(form.items)}
    return {item: option for number, (item, option) in enumerate(chosen.items()) if number % 9 != 8}


PROFILE = Profile("Ibu Sri Wahyuningsih", "Batik Tulis Sekar Arum", "batik", "35.07", Sentra.YES, 1998)


def made(
    count: int = 28,
    *,
    language: Language = Language.INDONESIAN,
    profile: Profile = PROFILE,
    again: bool = False,
    given: dict[str, str] | None = None,
) -> Made:
    form = instrument(count)
    said = answers(form) if given is None else given
    return Made(
        instrument=form, profile=profile, area="Kabupaten Malang, Jawa Timur", answers=said,
        score=score(form, "batik", said), code="K7QM-3F9P",
        revision=2 if again else 1, submitted_at=datetime(2026, 11, 24, 17, 5, tzinfo=UTC), zone="Asia/Jakarta", language=language,
        previous=score(form, "batik", answers(form, 1)) if again else None,
    )  # fmt: skip


def cite(passage: str) -> Backing | None:
    kind, _, number = passage.partition(".")
    if kind == "wajib":
        url = f"https://peraturan.example/pp28/{number}"
        return Backing(f"PP 28/2025 bagian {number}", "Penyelenggaraan Perizinan Berusaha Berbasis Risiko", "dipakai sekarang", url)
    title = "Pengembangan IKM melalui pendekatan satu desa satu produk"
    if number in "012":
        return Backing("Petunjuk teknis OVOP", title, "bukan aturan", "https://ovop.example/0")
    return Backing(f"Materi pembinaan {number}", title, "bukan aturan", f"https://ovop.example/{number}")
