"""Amounts in words and figures: "sekitar 90%", "2 th", ">=80%", "lebih dari 3 tahun" as intervals with a unit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from bot.instruments.reading.chat import chat, tokens
from bot.instruments.reading.stance import NEGATIONS

PERCENT, YEARS, PEOPLE = "persen", "tahun", "orang"
UNITS: Mapping[str, tuple[str, float]] = {
    "persen": (PERCENT, 1.0),
    "%": (PERCENT, 1.0),
    "tahun": (YEARS, 1.0),
    "bulan": (YEARS, 1 / 12),
    "minggu": (YEARS, 1 / 52),
    **dict.fromkeys("orang karyawan pekerja pegawai buruh tukang tetangga warga worker workers".split(), (PEOPLE, 1.0)),
}
_SE = re.compile(r"^s[ea](tahun|taun|bulan|minggu|wulan)(?:an)?$")
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)?$")
ABOUT = 2
A_LITTLE = 0.01
_WORDS_OF_ALL = {"semua": 100.0, "setengah": 50.0}
_MORE, _LESS = frozenset({"lebih", ">", "minimal", ">="}), frozenset({"kurang", "<", "maksimal", "<=", "hampir"})
_JOINING = frozenset({"atau", "sampai", "setengah"})
_ELSEWHERE = frozenset("luar impor import lain outside njaba jaba elsewhere kulakan kecuali selain except besides".split())
_INCLUSIVE = frozenset({"minimal", ">=", "maksimal", "<="})


def is_elsewhere(words: tuple[str, ...]) -> bool:
    """Tell whether an amount may be the part that comes from elsewhere: "90% dari luar"."""
    return not _ELSEWHERE.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high`, the ends belonging to it where they are `closed`; `unit` is "" where none was typed."""

    low: float
    high: float
    unit: str
    closed: tuple[bool, bool] = (True, True)

    def within(self, other: "Amount") -> bool:
        """Tell whether all of it lies in `other`."""
        low = self.low > other.low or (self.low == other.low and (other.closed[0] or not self.closed[0]))
        high = self.high < other.high or (self.high == other.high and (other.closed[1] or not self.closed[1]))
        return low and high

    @property
    def width(self) -> float:
        """Return how much lies between the ends."""
        return self.high - self.low


def amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts that `text` tells."""
    return amounts_of(tokens(text))


def amounts_of(words: tuple[str, ...]) -> tuple[Amount, ...]:
    """Return the amounts that `words` tell."""
    return tuple(_amounts(words)) or tuple(_in_words(words))


def _in_words(words: tuple[str, ...]) -> Iterator[Amount]:
    """Yield "semua" and "setengah" as percent, where no figure stands."""
    if not (NEGATIONS | {"sebagian"}).intersection(words):
        for place, value in ((words.index(word), value) for word, value in _WORDS_OF_ALL.items() if word in words):
            yield _bounded(words, place, place + 1, Amount(value, value, PERCENT))


def _amounts(words: tuple[str, ...]) -> Iterator[Amount]:
    place = 0
    while place < len(words):
        value, after = _number(words, place)
        if value is None:
            place += 1
            continue
        high, after = _upper(words, after, value)
        unit, scale, after = _unit(words, place, after)
        yield _bounded(words, place, after, Amount(value * scale, high * scale, unit))
        place = after


def _number(words: tuple[str, ...], place: int) -> tuple[float | None, int]:
    """Return the number at `place`, and where it ends: "2", "1,5", "dua", "satu setengah", the 1 of "setahun"."""
    word = words[place]
    value: float | None = None
    if _FIGURE.match(word):
        value = _figure(word)
    elif word in chat().numbers:
        value = float(chat().numbers[word])
    elif _SE.match(word):
        return 1.0, place
    elif word == "setengah" and words[place + 1 : place + 2] and words[place + 1] in {"tahun", "bulan"}:
        return 0.5, place + 1
    if value is not None and words[place + 1 : place + 2] == ("setengah",):
        return value + 0.5, place + 2
    return value, place + 1


def _figure(word: str) -> float | None:
    whole, slash, part = word.partition("/")
    if slash:
        return float(whole) / float(part) if part.isdecimal() and float(part) else None
    return float(word.replace(",", "."))


def _upper(words: tuple[str, ...], after: int, low: float) -> tuple[float, int]:
    """Return the end of a range ("1-3 tahun", "1 sampai 3"), else the number itself."""
    is_named = words[after : after + 1] and words[after] in UNITS and words[after + 1 : after + 2] == ("sampai",)  # "20% sampai 60%"
    start = after + 1 if is_named else after
    to = start + 1 if words[start : start + 1] == ("sampai",) else start
    if after < to < len(words):
        high, end = _number(words, to)
        if high is not None and high >= low and end > to:
            return high, end
    return low, after


def _unit(words: tuple[str, ...], place: int, after: int) -> tuple[str, float, int]:
    if together := _SE.match(words[place]):
        return (*UNITS[tokens(together[1])[0]], place + 1)
    following = words[after] if after < len(words) else ""
    if following in UNITS:
        return (*UNITS[following], after + 1)
    counted = following.isalpha() and following not in chat().sets["filler"] | _MORE | _LESS | _JOINING
    return (following, 1.0, after + 1) if counted else ("", 1.0, after)


def _bounded(words: tuple[str, ...], place: int, after: int, amount: Amount) -> Amount:
    """Return `amount` as the words around it make it: at least, more than, less than, and a little more ("3 tahun lebih")."""
    near = words[max(0, place - ABOUT) : place]
    before = [word for word in near if word in _MORE | _LESS][-1:]
    if NEGATIONS.intersection(near):
        before = ["maksimal" if before[0] in _MORE else "minimal"] if before else ["kurang"]
    behind = words[after : after + ABOUT]
    if behind[:1] == ("atau",) and behind[1:] and behind[1] in _MORE | _LESS:
        before, closed = [behind[1]], True
    else:
        closed = bool(before) and before[0] in _INCLUSIVE
    if before and before[0] in _MORE:
        return Amount(amount.low, inf, amount.unit, (closed, True))
    if before:
        return Amount(0 if before[0] != "hampir" else amount.low * (1 - 10 * A_LITTLE), amount.high, amount.unit, (True, closed))
    little = A_LITTLE if behind[:1] == ("lebih",) else 0
    return Amount(amount.low + little, amount.high + little, amount.unit)
