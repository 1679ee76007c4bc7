"""Amounts in a question - yearly sales, capital, workers - and the passages whose range they fall into."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What an amount measures; the value is its name in the corpus."""

    SALES = "penjualan"
    CAPITAL = "modal"
    INVESTMENT = "investasi"
    WORKERS = "pekerja"


@dataclass(frozen=True, slots=True)
class Range:
    """More than `above` and at most `upto`, in rupiah or persons."""

    measure: Measure
    above: int
    upto: int


@dataclass(frozen=True, slots=True)
class Amount:
    """What a question says of itself, in rupiah (a year, for sales) or persons; `words` is how it was written."""

    measure: Measure
    value: float
    words: str


_NAMES = {
    Measure.SALES: r"omze?t\w*|omset\w*|penjualan\w*|turn ?over|sales|revenue|pendapatan\w*|dodolan\w*",
    Measure.CAPITAL: r"modal\w*|capital",
    Measure.INVESTMENT: r"investasi\w*|mesin\w*|alat\w*|peralatan\w*|invest\w*|machine\w*|equipment",
    Measure.WORKERS: r"pekerja\w*|karyawan\w*|pegawai\w*|tenaga kerja|buruh\w*|workers?|employees?|staff",
}
_MEASURES = re.compile("|".join(rf"\b(?:{names})\b" for names in _NAMES.values()), re.IGNORECASE)
BARE = 8
_UNITS = {
    "ribu": 1e3, "rb": 1e3, "juta": 1e6, "jt": 1e6, "million": 1e6, "mio": 1e6,
    "miliar": 1e9, "milyar": 1e9, "miliyar": 1e9, "m": 1e9, "billion": 1e9, "bn": 1e9,
}  # fmt: skip
_GROUPED = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"
_MONEY = re.compile(
    rf"(?<![\d.,])(?:rp\.?\s*)?({_GROUPED}|\d+(?:[.,]\d+)?)\s*({'|'.join(_UNITS)})\b|\brp\.?\s*({_GROUPED})|(?<![\d.,])(\d{{1,3}}(?:\.\d{{3}}){{2,}})(?![\d.])",
    re.IGNORECASE,
)
_NOT_PEOPLE = "juta|jt|ribu|rb|miliar|milyar|m\\b|billion|million|tahun|thn|bulan|%"
_COUNT = re.compile(rf"(?<![\d.,/])(?!(?:19|20)\d\d\b)(\d{{1,4}})(?!\d|[.,/]\d|\s*(?:{_NOT_PEOPLE}))")
_MONTHLY = re.compile(r"\b(?:se|per|/|tiap|setiap)\s*bulan\w*|\bsasi\w*|\bsabulan\b|\ba month\b|\bper month\b|\bmonthly\b", re.IGNORECASE)
_CLASSES = re.compile(
    r"\b(?:mikro|kecil|menengah|cilik|leutik|skala|kelas|golongan|kategori|usaha apa|industri apa|(?:ter)?masuk apa|masuk mana|ikm|umkm|"
    r"micro|small|medium|size|category|scale)\b",
    re.IGNORECASE,
)


def asks_for_class(question: str) -> bool:
    """Tell whether `question` asks how large a business counts, and names a measure of it, though no amount can be read."""
    return bool(_CLASSES.search(question) and _MEASURES.search(question))


def amounts_in(question: str) -> tuple[Amount, ...]:
    """Return the amounts that `question` gives to find its class by; none where it asks for no class, or counts by the month.

    Two measures and nothing else ("pekerja 15 investasi 2 miliar") ask for the class.
    """
    if _MONTHLY.search(question):
        return ()
    found = tuple(amount for amount in (_amount(question, measure) for measure in Measure) if amount)
    return found if _CLASSES.search(question) or (len(found) > 1 and len(question.split()) <= BARE) else ()


def _amount(question: str, measure: Measure) -> Amount | None:
    """Return the number nearest to a name of the measure."""
    named = [match.start() for match in re.finditer(rf"\b(?:{_NAMES[measure]})\b", question, re.IGNORECASE)]
    pattern = _COUNT if measure is Measure.WORKERS else _MONEY
    numbers = [(min(abs(match.start() - place) for place in named), match) for match in pattern.finditer(question) if named]
    if not numbers:
        return None
    match = min(numbers, key=lambda pair: pair[0])[1]
    return Amount(measure, float(match[1]) if measure is Measure.WORKERS else _rupiah(match), match[0].strip())


def _rupiah(match: re.Match[str]) -> float:
    digits = match[1] or match[3] or match[4]
    plain = digits.replace(".", "") if re.fullmatch(_GROUPED, digits) else digits
    return float(plain.replace(",", ".")) * (_UNITS[match[2].lower()] if match[2] else 1)


def fits(ranges: tuple[Range, ...], amounts: tuple[Amount, ...]) -> bool:
    """Tell whether `ranges` speak of at least one of the measures and hold every amount they speak of."""
    by_measure = {amount.measure: amount.value for amount in amounts}
    spoken = [each for each in ranges if each.measure in by_measure]
    return bool(spoken) and all(each.above < by_measure[each.measure] <= each.upto for each in spoken)


def how_exactly(ranges: tuple[Range, ...], amounts: tuple[Amount, ...]) -> tuple[int, int]:
    """Return how many of the amounts `ranges` speak of, and less those that they want besides: more is more exact."""
    given, wanted = {amount.measure for amount in amounts}, {each.measure for each in ranges}
    return len(given & wanted), -len(wanted - given)
