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
    DEADLINE = "answer.no_deadline"
    ENDING = "answer.no_ending"
    PERCENT = "answer.no_percent"
    PENALTY = "answer.no_penalty"
    RULE = "answer.no_rule"
    CONTACT = "answer.no_contact"
    NAMES = "answer.no_names"


_HOW_MANY = r"berapa\w*|brp\w*|brapa|pira|piro|sabaraha"
_HOW_MUCH = rf"(?:{_HOW_MANY}|how much|what|gratis|free|cost|mahal)"
_MONEY = (
    r"(?:uang \w+|biaya\w*|tarif\w*|ongkos\w*|bayar\w*|pembayaran|harga\w*|duit\w*|retribusi|mbayar|bayaran|mayar|"
    r"fees?|costs?|price|pay)"
)
_SIZE = r"(?:omze?t|omset|modal|investasi|aset|turnover|sales|capital)\w*"
_UNIT = r"(?:jam|hari|minggu|pekan|bulan|tahun|hours?|days?|weeks?|months?|years?)"
_COUNT = r"(?:\d+|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|one|two|three|four|five|six|seven|eight|nine|ten)"
_RULE = (
    r"(?:uu|pp|perpres|permen\w*|inpres|perdirjen|perbpom|peraturan|undang-undang|dasar hukum\w*|landasan hukum\w*|"
    r"regulation|law|legal basis)"
)
_DEADLINE = (
    r"(?:deadline|due date|cut-?off|closing date|tenggat\w*|(?:batas|wates)\w*\s+(?:waktu|akhir|pengumpulan|pendaftaran)\w*|paling lambat)"
)
_WHEN = rf"(?:when|since when|(?:what|which|exact) (?:date|day)|kapan|iraha|(?:tanggal|tgl)\s*(?:{_HOW_MANY})?)"
_ENDS = (
    r"(?:ceas\w+|expir\w+|laps\w+|revok\w+|repeal\w*|withdrawn|no longer (?:valid|apply|in force)|stop\w* (?:apply|be)\w*|di?cabut|"
    r"pencabutan\w*|njabut|dijabut|berakhir\w*|(?:tidak|ga|gak|nggak|ora|teu) berlaku)"
)
_YEAR = r"(?:19|20)\d\d"
_NAME = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*"
_PENALTY = r"denda\w*|sanksi\w*|hukuman\w*|penalt(?:y|ies)|fined?"

_ASKED = {
    Asks.AMOUNT: (
        rf"\b{_HOW_MUCH}\b.{{0,40}}\b{_MONEY}\b|\b{_MONEY}\b.{{0,60}}\b{_HOW_MUCH}\b"
        r"|\bgratis(?:kah)?\W*(?:$|[?!.,]|tidak|kan|ya|apa|atau|dan)"
    ),
    Asks.DURATION: (
        rf"(?<!tanggal )(?<!tgl )\b(?:{_HOW_MANY})\s+(?:lama|suwe|lila|{_UNIT})\w*\b(?!\s+(?:{_HOW_MANY}|apa|mana)\b)"
        rf"|\bsuwene\b|\blamanya\b|\bhow (?:long|many {_UNIT})\b"
    ),
    Asks.DATE: (
        rf"\b(?:kapan|iraha)\b|(?:^|[.?!,]\s*|\b(?:and|since)\s+)when\b|\b(?:tanggal|tgl|tahun)\s*(?:{_HOW_MANY})\b"
        r"|\b(?:what|which) (?:date|year)\b"
    ),
    Asks.DEADLINE: rf"\b{_DEADLINE}\b",
    Asks.ENDING: rf"\b{_WHEN}\b.{{0,60}}\b{_ENDS}\b|\b{_ENDS}\b.{{0,60}}\b{_WHEN}\b",
    Asks.PERCENT: rf"\b(?:{_HOW_MANY})\s*(?:%|persen)|\bpersentase\w*|\bwhat (?:percent\w*|share)\b",
    Asks.PENALTY: rf"\b(?:{_PENALTY}|dipidana|punish\w*)\b",
    Asks.RULE: rf"\b{_RULE}\b.{{0,30}}\b(?:{_HOW_MANY}|apa|mana)\b|\b(?:which|what)\b.{{0,25}}\b{_RULE}\b",
    Asks.CONTACT: (
        r"\b(?:no(?:mor|mer)?\.?|kontak)\s*(?:telepon|telpon|telp|tlp|hp|wa|whatsapp|hotline|kontak)\b"
        r"|\b(?:e-?mail|surel)\b|\b(?:phone|whatsapp) number\b"
    ),
    Asks.NAMES: (
        r"\bnama[- ]nama\w*|\b(?:daftar|sebut\w*) nama\w*|\bnama\w*\b.{0,20}\b(?:penerima|pemenang|peserta|juara)\w*"
        r"|\bnames of\b|\blist of (?:the )?(?:names|winners|recipients)\b"
    ),
}
_HELD = {
    Asks.AMOUNT: r"\b(?:gratis|biaya\w*|tarif\w*|dipungut|bayar\w*|membayar|fees?|free|costs?|price)\b",
    Asks.DURATION: (
        rf"\b{_COUNT}[\s-]*{_UNIT}\b|\b\w*tahunan\b|\bbulanan\b"
        rf"|\b{_YEAR}\s*(?:-|\u2013|sampai|hingga|to|until)\s*(?:awal |akhir |early |late )?{_YEAR}\b"
    ),
    Asks.DATE: rf"\b{_YEAR}\b|\b\w*tahunan\b|\bsetiap\b|\bevery\b",
    Asks.DEADLINE: rf"\b{_DEADLINE}\b|\b(?:sejak|since|sampai|until) \d{{1,2}}\s",
    Asks.ENDING: (
        r"\b(?:\w*cabut\w*|revok\w+|repeal\w*|\w*ganti\w*|replac\w+|berlaku|valid|expire\w*|diperpanjang|extended|berakhir|sampai|until)\b"
    ),
    Asks.PERCENT: r"\d\s*%|\bpersen\b|\bpercent\b|\b(?:bobot|weights?)\b",
    Asks.PENALTY: rf"\b(?:{_PENALTY}|pidana)\b",
    Asks.RULE: r"\b(?:UU|PP|Perpres|Permen\w*|Inpres|Perdirjen|PerBPOM|QĐ)\W*\d",
    Asks.NAMES: rf"{_NAME}, (?:{_NAME},? )*(?:(?:dan|and) )?{_NAME}",
    Asks.CONTACT: r"@|\btelepon\b|\bwhatsapp\b|\+62|\bsurel\b|\bphone\b",
}
_ASKED_RX = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKED.items()}
_HELD_RX = {kind: re.compile(pattern, 0 if kind is Asks.NAMES else re.IGNORECASE) for kind, pattern in _HELD.items()}


def asked_for(question: str) -> tuple[Asks, ...]:
    """Return the kinds of thing that `question` asks for."""
    return tuple(kind for kind, pattern in _ASKED_RX.items() if pattern.search(question))


def holds(text: str, kind: Asks) -> bool:
    """Tell whether `text` holds a thing of this kind."""
    return bool(_HELD_RX[kind].search(text))
