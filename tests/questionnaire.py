"""Items of a questionnaire as an agency may write them, to read typed answers by."""

from bot.domain.instrument import Commodity, Item, Option, Standing, Words
from bot.domain.people import Language

MET, UNMET, UNKNOWN = Standing.MET, Standing.UNMET, Standing.UNKNOWN


def words(text: str) -> Words:
    return {Language.INDONESIAN: text}


def item(id_: str, question: str, about: str, *options: Option) -> Item:
    return Item(id_, words(id_), words(question), words(""), options, about=tuple(about.split(",")))


def option(id_: str, label: str, standing: Standing | None = None, points: int = 0, sounds: str = "") -> Option:
    return Option(id_, words(label), points, standing, sounds=tuple(filter(None, sounds.split(","))))


NIB = item(
    "nib",
    "Apakah usaha Anda sudah punya NIB (Nomor Induk Berusaha)?",
    "nib,nomor induk berusaha",
    option("yes", "Sudah punya", MET),
    option("progress", "Sedang diurus", UNMET),
    option("no", "Belum punya", UNMET),
    option("unknown", "Tidak tahu", UNKNOWN),
)
PIRT = item(
    "pirt",
    "Apakah produk pangan Anda sudah punya izin P-IRT?",
    "pirt,p-irt,pangan rumah tangga",
    option("yes", "Sudah ada", MET),
    option("progress", "Masih proses", UNMET, sounds="sudah penyuluhan"),
    option("no", "Belum ada", UNMET),
    option("unknown", "Tidak tahu", UNKNOWN),
)
HALAL = item(
    "halal",
    "Apakah produk Anda bersertifikat halal?",
    "halal",
    option("yes", "Ya, sudah bersertifikat", MET),
    option("no", "Belum", UNMET),
    option("unneeded", "Tidak wajib untuk produk saya", MET, sounds="produk saya bukan makanan"),
    option("unknown", "Tidak tahu", UNKNOWN),
)
ORIGIN = item(
    "origin",
    "Berapa banyak bahan baku yang berasal dari daerah Anda sendiri?",
    "bahan baku,asal bahan",
    option("low", "Kurang dari 80%", points=1),
    option("high", "80% atau lebih", points=3),
    option("all", "Semua (100%)", points=5),
)
SUPPLY = item(
    "supply",
    "Berapa lama bahan baku bisa tersedia tanpa henti?",
    "bahan baku,pasokan,stok",
    option("short", "<1 tahun", points=1),
    option("middle", "1-3 tahun", points=3),
    option("long", ">3 tahun", points=5),
)
PACKAGING = item(
    "packaging",
    "Bagaimana kemasan produk Anda?",
    "kemasan,bungkus,packaging",
    option("none", "Belum dikemas", points=0, sounds="tanpa kemasan,curah"),
    option("plain", "Plastik polos tanpa label", points=1, sounds="plastik biasa"),
    option("label", "Kemasan dengan label", points=3, sounds="ada labelnya,pakai stiker"),
    option("best", "Standing pouch atau kemasan khusus berlabel lengkap", points=5, sounds="standing pouch"),
)
DESIGN = item(
    "design",
    "Siapa yang membuat desain produk Anda?",
    "desain,design",
    option("copied", "Meniru produk lain", points=1, sounds="nyontek,ikut yang lain"),
    option("own", "Desain sendiri", points=3, sounds="bikin sendiri"),
    option("designer", "Bekerja sama dengan desainer", points=5, sounds="pakai jasa desainer"),
)
MARKET = item(
    "market",
    "Sampai mana produk Anda dijual?",
    "pasar,pemasaran,penjualan",
    option("village", "Di desa atau kecamatan sendiri", points=1, sounds="tetangga saja,sekitar rumah"),
    option("regency", "Di kabupaten/kota sendiri", points=2, sounds="satu kabupaten"),
    option("nation", "Sampai luar provinsi", points=4, sounds="seluruh indonesia,nasional,luar pulau"),
    option("export", "Sudah ekspor", points=5, sounds="luar negeri"),
)
BRAND = item(
    "brand",
    "Apakah produk Anda punya merek?",
    "merek,merk,brand",
    option("none", "Belum punya merek", points=0),
    option("own", "Punya merek, belum didaftarkan", points=2),
    option("registered", "Merek terdaftar di DJKI", points=5, sounds="sudah hki,sudah terdaftar"),
)
DECREE = item(
    "decree",
    "Apakah sentra Anda sudah ditetapkan dengan SK kepala daerah?",
    "sk,sentra,surat keputusan",
    option("yes", "Sudah ada SK", points=5),
    option("progress", "Sedang diusulkan", points=2),
    option("no", "Belum", points=0),
    option("unknown", "Tidak tahu", points=0),
)
BOOKS = item(
    "books",
    "Apakah Anda mencatat keuangan usaha?",
    "keuangan,pembukuan,catatan",
    option("no", "Tidak", points=0),
    option("some", "Sebagian", points=2),
    option("yes", "Ya, setiap hari", points=5),
)
TRAINING = item(
    "training",
    "Apakah Anda pernah ikut pelatihan?",
    "pelatihan,training,bimtek",
    option("yes", "Ya", points=3),
    option("no", "Tidak", points=0),
)
ITEMS = {one.id: one for one in (NIB, PIRT, HALAL, ORIGIN, SUPPLY, PACKAGING, DESIGN, MARKET, BRAND, DECREE, BOOKS, TRAINING)}

COMMODITIES = (
    Commodity("snack", words("Makanan ringan"), ("keripik", "kripik", "rempeyek", "kerupuk", "krupuk", "chips")),
    Commodity("tempe", words("Tempe dan tahu"), ("tempe", "tahu")),
    Commodity("weaving", words("Kain tenun"), ("tenun ikat", "songket", "ulos", "lurik")),
    Commodity("batik", words("Batik"), ("batik tulis", "batik cap")),
    Commodity("pottery", words("Gerabah dan keramik"), ("gerabah", "tembikar", "keramik", "pottery")),
    Commodity("bamboo", words("Kerajinan bambu dan rotan"), ("anyaman bambu", "bambu", "rotan", "besek")),
)
