"""Naming rules: finding them in what people type, in all their spellings, and telling known ones from misprints and inventions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

KINDS = {
    "Permenperin": r"permen\s*perind?\w*|permenperin\w*|per?menperin|(?:per)?aturan\s+m[ea]n?tri\s+perindustrian"
    r"|per(?:aturan)?\s+menteri\s+perin\w*|regulation\s+of\s+the\s+minist\w+\s+of\s+industry|ministry\s+of\s+industry\s+regulation|minister(?:ial)?\s+(?:of\s+industry\s+)?regulation"
    r"|industry\s+minist\w+\s+regulation|permen|mentri\s+perindustrian|menteri\s+perindustrian",
    "Permendagri": r"permendagri|peraturan\s+menteri\s+dalam\s+negeri",
    "Permenkumham": r"permenkumham|peraturan\s+menteri\s+hukum\w*(?:\s+dan\s+ham)?",
    "Permenkop": r"permenkop(?:ukm)?",
    "Permendag": r"permendag",
    "Perdirjen": r"perdirjen(?:\s+ikma?)?|peraturan\s+dirjen(?:\s+ikma?)?",
    "PerBPOM": r"(?:per(?:aturan|ka)?\s*(?:kepala\s+)?(?:badan\s+)?bpom)",
    "Perpres": r"perpres|peraturan\s+presiden|presidential\s+regulation|presidential\s+decree",
    "Keppres": r"keppres|keputusan\s+presiden",
    "Kepmen": r"kepmen\w*|keputusan\s+menteri(?:\s+perindustrian)?",
    "Perda": r"perda|perbup|pergub|perwali|peraturan\s+(?:daerah|bupati|gubernur|wali\s?kota)",
    "PMK": r"pmk|permenkeu|peraturan\s+menteri\s+keuangan",
    "Inpres": r"inp?res+|intruksi\s+presiden|instruksi\s+presiden|presidential\s+instruction",
    "UU": r"uu|undang[\s-]*undang(?:\s+(?:ri|republik\s+indonesia))?|law",
    "PP": r"pp|peraturan\s+pemerintah|government\s+regulation",
    "QĐ": r"q[đd](?:-ttg)?|decision|keputusan",
}
KINDRED = (
    frozenset({"UU", "PP"}),
    frozenset({"Perpres", "Keppres", "Inpres"}),
    frozenset({"Permenperin", "Permendagri", "Permenkumham", "Permenkop", "Permendag", "Perdirjen", "Kepmen", "PMK", "PerBPOM"}),
)
"""Kinds that people take for each other."""
_OVOP = re.compile(r"\bovop\b|\bone village\b|\bsatu desa satu produk\b", re.IGNORECASE)
COMMON_WORDS = frozenset({"law", "decision", "keputusan"})
_NUMBER = (
    r"(?:\s+(?:(?:tentang|soal|about|on)\s+)?ovop(?=\s+(?:no|nomor|nomer|nmr|number)\b|\s+\d+\s*(?:/|tahun\b|thn\b|th\b)\s*\d))?"
    r"[\s.:,]*(?:(?:no|nomor|nomer|nmr|number|num|nr)\b[\s.:]*)?(?P<number>(?!(?:19|20)\d\d(?!\d))\d{1,4})(?!\d|[.,]\d|\s*(?:juta|jt|ribu|rb|miliar|milyar|m\b|billion|million|people|orang|persen|%))(?P<tail>(?:\s*/\s*[a-z-]+(?:/[a-z-]+)*(?:/\d{1,2})?)*)"
    r"(?:[\s/,.()-]*(?:tahun|thn|th|taun|of|year)?[\s./'()-]*(?P<year>(?:19|20)\d\d|\d\d)(?![\d%]|\s*(?:juta|jt|ribu|rb|miliar|m\b|persen|poin|orang|ikm|bintang)))?"
)
_MENTION = re.compile("|".join(rf"(?P<k{n}>\b(?:{kind})(?!\w))" for n, kind in enumerate(KINDS.values())), re.IGNORECASE)
_REFERENCE = re.compile(_NUMBER, re.IGNORECASE)
_BARE = re.compile(r"(?<![\d/.,])(?P<number>\d{1,3})(?:/(?:M-IND|IKM)/PER(?:/\d+)?)?/(?P<year>(?:19|20)\d\d)(?![\d/])", re.IGNORECASE)


_YEAR_AFTER = re.compile(r"\s+(?:(?:yang|yg|sing|nu|of|from|tahun|thn|th|taun)\s+)*(?P<year>(?:19|20)\d\d)(?![\d/.])", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"(?<![\d/])(?P<year>(?:19|20)\d\d)\s+$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by kind, number and year (0 where it was not said); its short form is `PP 7/2021`."""

    kind: str
    number: int
    year: int = 0

    def __str__(self) -> str:
        """Return the short form."""
        return f"{self.kind} {self.number}/{self.year}" if self.year else f"{self.kind} {self.number}"


OVOP_RULES = frozenset({Rule("Permenperin", 78, 2007), Rule("Permenperin", 14, 2021), Rule("Inpres", 6, 2007), Rule("Perdirjen", 98, 2013)})


class Fit(StrEnum):
    """How what was typed fits what is known."""

    KNOWN = "known"
    MISPRINT = "misprint"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """A rule as typed and what it can mean: one rule when known or a misprint, several when ambiguous, none when unknown."""

    asked: Rule
    fit: Fit
    meant: tuple[Rule, ...] = ()


def rules_in(text: str) -> tuple[Rule, ...]:
    """Return the rules that `text` names, in order, each once."""
    return tuple(dict.fromkeys(_find(text)))


def _find(text: str) -> Iterator[Rule]:
    names = list(KINDS)
    for mention in _MENTION.finditer(text):
        kind = names[next(n for n, group in enumerate(mention.groups()) if group)]
        if (reference := _REFERENCE.match(text, mention.end())) and (reference["year"] or mention[0].lower() not in COMMON_WORDS):
            yield Rule(kind, int(reference["number"]), _year(reference["year"]))
    for bare in _BARE.finditer(text):
        if not any(bare["number"] == str(rule.number) for rule in _named(text)):
            yield Rule("", int(bare["number"]), int(bare["year"]))


def _named(text: str) -> Iterator[Rule]:
    for mention in _MENTION.finditer(text):
        if reference := _REFERENCE.match(text, mention.end()):
            yield Rule("", int(reference["number"]))


def _year(typed: str | None) -> int:
    if not typed:
        return 0
    return int(typed) if len(typed) > 2 else 2000 + int(typed)  # noqa: PLR2004 - '07' is 2007


def understand(text: str, known: Iterable[Rule]) -> tuple[Mention, ...]:
    """Return every rule named in `text`, matched against the `known` ones; a bare `3/2024` that fits none is no rule."""
    rules = frozenset(known)
    is_on_ovop = bool(_OVOP.search(text))
    mentions = (_match(rule, rules, is_on_ovop=is_on_ovop) for rule in rules_in(text))
    return (
        tuple(mention for mention in mentions if mention.asked.kind or mention.meant)
        or tuple(_by_year(text, rules))
        or (tuple(_by_age(text, rules)) if is_on_ovop else ())
    )


def _by_year(text: str, known: frozenset[Rule]) -> Iterator[Mention]:
    """Yield the rules that are named by kind and year alone ("inpres 2007"), where only one is meant."""
    names = list(KINDS)
    for mention in _MENTION.finditer(text):
        kind = names[next(n for n, group in enumerate(mention.groups()) if group)]
        year = _YEAR_AFTER.match(text, mention.end()) or _YEAR_BEFORE.search(text[: mention.start()])
        meant = [rule for rule in known if year and (rule.kind, rule.year) == (kind, int(year["year"]))]
        if len(meant) == 1 and mention[0].lower() not in COMMON_WORDS:
            yield Mention(meant[0], Fit.KNOWN, (meant[0],))


_RULE_WORD = r"(?:aturan|peraturan|permenperin|permen|regulation|rule)"
_BY_AGE = {
    Rule("Permenperin", 78, 2007): re.compile(
        rf"\b{_RULE_WORD}\s+(?:ovop\s+)?(?:(?:yang|pertama|paling)\s+)*(?:lama|dulu|pertama)\b|\b(?:old|former|first)\s+(?:ovop\s+)?{_RULE_WORD}\b",
        re.IGNORECASE,
    ),
    Rule("Permenperin", 14, 2021): re.compile(
        rf"\b{_RULE_WORD}\s+(?:ovop\s+)?(?:(?:yang|paling)\s+)*(?:baru|terbaru|sekarang)\b|\b(?:new|current|present|latest)\s+(?:ovop\s+)?{_RULE_WORD}\b",
        re.IGNORECASE,
    ),
}
"""How people call the two regulations on OVOP by their age ("permenperin OVOP yang lama")."""


def _by_age(text: str, known: frozenset[Rule]) -> Iterator[Mention]:
    """Yield the regulation that is called by its age alone in a text on OVOP."""
    found = [rule for rule, pattern in _BY_AGE.items() if rule in known and pattern.search(text)]
    if len(found) == 1:
        yield Mention(found[0], Fit.KNOWN, (found[0],))


def _match(asked: Rule, known: frozenset[Rule], *, is_on_ovop: bool) -> Mention:
    alike = [rule for rule in known if rule.number == asked.number and asked.kind in {rule.kind, ""}]
    exact = [rule for rule in alike if asked.year in {rule.year, 0}]
    if len(exact) == 1:
        return Mention(asked, Fit.KNOWN, (exact[0],))
    if exact:
        return Mention(asked, Fit.AMBIGUOUS, tuple(sorted(exact, key=str)))
    near = [rule for rule in alike if _slipped(str(asked.year), str(rule.year))]
    near = near or [rule for rule in known if _is_other_kind(asked, rule, is_on_ovop=is_on_ovop)]
    near = near or [
        rule for rule in known
        if (rule.kind, rule.year) == (asked.kind, asked.year) and sorted(str(rule.number)) == sorted(str(asked.number))
    ]  # fmt: skip
    return Mention(asked, Fit.MISPRINT, (near[0],)) if len(near) == 1 else Mention(asked, Fit.UNKNOWN)


def _is_other_kind(asked: Rule, meant: Rule, *, is_on_ovop: bool) -> bool:
    """Tell whether only the kind was mistaken: any for a rule of OVOP, else one alike, and never one of another matter for OVOP."""
    if (asked.number, asked.year) != (meant.number, meant.year):
        return False
    return meant in OVOP_RULES or (not is_on_ovop and any({asked.kind, meant.kind} <= kindred for kindred in KINDRED))


def _slipped(typed: str, meant: str) -> bool:
    """Tell whether a year is one digit off, or has two digits swapped."""
    off = [n for n in range(len(meant)) if typed[n : n + 1] != meant[n]]
    return len(typed) == len(meant) and (len(off) == 1 or sorted(typed) == sorted(meant))
