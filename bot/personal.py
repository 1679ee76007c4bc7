"""Masking numbers that single a person out before anything is kept: NIK, KK, NPWP, bank accounts, cards.

Only these: whoever holds such a number can act in the owner's name, and no answer ever needs one. Names, phone numbers and amounts
stay, as owners give them on purpose; business numbers (NIB, P-IRT, BPOM, halal, decrees) are public and part of the answer. Passwords
and PINs have no shape to tell them by. lokal-id finds the numbers; it knows no business numbers, so those are told apart here.
"""

import re
from dataclasses import dataclass

from lokal import PiiMatch, PiiType, detect_pii

DOT = "•"
_KINDS: tuple[PiiType, ...] = ("NIK", "KK", "NPWP", "BANK_ACCOUNT", "CARD")
FEWEST = 8
LONGEST_MOBILE = 13
_LONG_NUMBER = re.compile(r"[0-9](?:[ .\-]?[0-9]){7}")
_DIGIT = re.compile(r"[0-9]")
_MASKED = re.compile(rf"{DOT}(?:[ .\-]?{DOT}){{{FEWEST - 1}}}")
_BUSINESS = re.compile(
    r"(?:\b(?:nib|p-?irt|pirt|bpom|halal|sertifikat|izin|ijin|siup|tdp|sk|perda|perbup|hki|haki|merek|merk|sni|hs|resi|md|ml)\b\D{0,15}"
    r"|(?:\brp|\bidr|rupiah)\W{0,3})$",
    re.IGNORECASE,
)
_ROUND = re.compile(r"^[1-9][0-9]*000$")
_ACCOUNT = re.compile(r"\b(?:no\.? ?rek\w*|rek|rekening|norek|account)\b", re.IGNORECASE)
BEFORE = 30
_WORD = re.compile(r"[^\W\d_]{2,}")
FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` as it may be kept, as long in UTF-16 units as before (Telegram counts in them), and the kinds of what was masked."""

    text: str
    kinds: frozenset[str] = frozenset()


def mask(text: str) -> Masked:
    """Return `text` with each digit of such a number as a dot; separators stay."""
    if not _LONG_NUMBER.search(text):
        return Masked(text)
    found = [match for match in detect_pii(text, types=_KINDS) if _is_personal(text, match)]
    for match in found:
        text = text[: match.start] + _DIGIT.sub(DOT, match.value) + text[match.end :]
    return Masked(text, frozenset(match.type for match in found))


def is_masked(text: str) -> bool:
    """Tell whether a number in `text` was masked."""
    return _MASKED.search(text) is not None


def is_all_masked(text: str) -> bool:
    """Tell whether there is little in `text` but a number that was masked ("rekening bca ••••••••••"): nothing is asked with it."""
    return is_masked(text) and "?" not in text and len(_WORD.findall(text)) <= FEW_WORDS


def _is_personal(text: str, match: PiiMatch) -> bool:
    """Tell such a number from those of the business, and from a round amount that is to be transferred."""
    before = text[max(0, match.start - BEFORE) : match.start]
    digits = "".join(_DIGIT.findall(match.value))
    if len(digits) < FEWEST or _BUSINESS.search(before):
        return False
    if match.type == "CARD":
        return len(digits) > LONGEST_MOBILE
    return match.type != "BANK_ACCOUNT" or not _ROUND.match(match.value) or _ACCOUNT.search(before) is not None
