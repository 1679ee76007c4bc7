"""What kind of thing a question asks for - a sum of money, a duration, a date - and whether a text holds one.

Scores cannot see that an on-topic question has no answer in the corpus; these typed checks can.
"""

import re
from enum import StrEnum


class Asks(StrEnum):
    """A kind of thing that a question can ask for. The value is the text key that says it is missing."""

    AMOUNT = "answer.no_amount"
    DURATION = "answer.no_duration"
    DATE = "answer.no_date"
    PERCENT = "answer.no_percent"
    CONTACT = "answer.no_contact"
    PENALTY = "answer.no_penalty"


_HOW_MUCH = r"(?:berapa\w*|brp\w*|brapa|pira|piro|sabaraha|how much|what|gratis|free|cost|mahal)"
_MONEY = r"(?:uang \w+|biaya\w*|tarif\w*|ongkos\w*|bayar\w*|pembayaran|harga\w*|duit\w*|uang pendaftaran|retribusi|mbayar|bayaran|mayar|fees?|costs?|price|pay)"
_UNIT = r"(?:jam|hari|minggu|pekan|bulan|tahun|hours?|days?|weeks?|months?|years?)"
_COUNT = r"(?:\d+|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|one|two|three|four|five|six|seven|eight|nine|ten)"

_ASKED = {
    Asks.AMOUNT: rf"\b{_HOW_MUCH}\b.{{0,40}}\b{_MONEY}\b|\b{_MONEY}\b.{{0,60}}\b{_HOW_MUCH}\b|\bgratis\b",
    Asks.DURATION: rf"\b(?:berapa|brp|brapa|piro|pira|sabaraha)\s+(?:lama|suwe|lila|{_UNIT})\w*\b|\bsuwene\b|\blamanya\b|\bhow (?:long|many {_UNIT})\b",
    Asks.DATE: r"\b(?:kapan|iraha|when)\b|\b(?:tanggal|tgl)\s*(?:berapa|brp|piro|sabaraha)\b|\b(?:what|which) (?:date|year)\b|\btahun (?:berapa|brp)\b",
    Asks.PERCENT: r"\b(?:berapa|brp|piro|sabaraha)\s*(?:%|persen)|\bpersentase\w*|\bwhat (?:percent\w*|share)\b",
    Asks.CONTACT: r"\b(?:no(?:mor|mer)?\.?|kontak)\s*(?:telepon|telpon|telp|tlp|hp|wa|whatsapp|hotline|kontak)\b|\b(?:e-?mail|surel)\b|\bphone number\b|\bwhatsapp number\b",
    Asks.PENALTY: r"\b(?:denda\w*|sanksi\w*|hukuman\w*|dipidana|penalt(?:y|ies)|fined?|punish\w*)\b",
}
_HELD = {
    Asks.AMOUNT: r"\bRp|\bgratis\b|\btanpa biaya\b|\btidak dipungut\b|\bfree\b|\brupiah\b|\bbiaya\w*|\btarif\w*",
    Asks.DURATION: rf"\b{_COUNT}[\s-]*{_UNIT}\b|\b\w*tahunan\b|\bbulanan\b|\b(?:19|20)\d\d\s*(?:-|–|sampai|hingga|to|until)\s*(?:awal |akhir |early |late )?(?:19|20)\d\d\b",
    Asks.DATE: r"\b(?:19|20)\d\d\b|\b\w*tahunan\b|\bsetiap\b|\bevery\b",
    Asks.PERCENT: r"\d\s*%|\bpersen\b|\bpercent\b",
    Asks.PENALTY: r"\b(?:denda\w*|sanksi\w*|hukuman\w*|pidana|penalt(?:y|ies)|fined?)\b",
    Asks.CONTACT: r"@|\btelepon\b|\bwhatsapp\b|\+62|\bsurel\b|\bphone\b",
}
_ASKED_RX = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKED.items()}
_HELD_RX = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _HELD.items()}


def asked_for(question: str) -> tuple[Asks, ...]:
    """Return the kinds of thing that `question` asks for."""
    return tuple(kind for kind, pattern in _ASKED_RX.items() if pattern.search(question))


def holds(text: str, kind: Asks) -> bool:
    """Tell whether `text` holds a thing of this kind."""
    return bool(_HELD_RX[kind].search(text))
