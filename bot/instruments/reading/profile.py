"""The profile of the business as it is typed: what is made, since when, in a sentra or not; and a plain yes or no."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.domain.assessment import Sentra
from bot.domain.instrument import Commodity
from bot.instruments.reading.chat import chat, own_tokens, plain, stem, tokens
from bot.instruments.reading.clauses import clauses, is_question
from bot.instruments.reading.quantities import YEARS, amounts
from bot.instruments.reading.stance import NEGATIONS, Stance, stance

FIRST_YEAR, OLDEST, CENTURY = 1900, 100, 100
SHORTEST_SLIP, SHORTEST_WORD = 5, 4
LAST_CENTURY = 50
_YEAR = re.compile(r"(?<![\d.,/-])(\d{4})(?![\d.,/-])")
_SHORT_YEAR = re.compile(r"(?:'|\b(?:tahun|taun|thn|th) ?'?)(\d{2})\b(?! *(?:tahun|taun|thn|th|bulan|bln)\b)")
_AGE_OF_A_PERSON = re.compile(r"\b(?:umur|usia)(?:ku| saya| sy| aku| kula)")
_LEADS = r"(?: +(?:adalah|itu|yaitu|is))?(?: *: *| +)(?=\S)"
_OUR = r"nama(?:nya)?(?: (?:usaha|toko|warung))?(?:nya)?(?: (?:saya|sya|sy|aku|kami|kula|kulo|abdi))?"
_NAMED = re.compile(rf"^(?:{_OUR}|(?:its|the|my) name){_LEADS}", re.IGNORECASE)
_I_AM = re.compile(rf"^(?:(?:per)?kenalkan,? )?(?:{_OUR}|saya|sya|sy|aku|kula|kulo|abdi|my name|i am|i'm){_LEADS}", re.IGNORECASE)
_AGREED = frozenset("setuju boleh oke ok okay baik bersedia lanjut gas sip siap monggo mangga mau sure agree yes agreed".split())
_REFUSED = frozenset("jangan emoh moh wegah tolak menolak keberatan ojo ampun ulah embung".split())
_SENTRA = frozenset(
    "sentra sentranya centra masuk termasuk anggota tergabung gabung bergabung kampung klaster cluster kawasan member part area pun".split()
)
_NO_WORD = frozenset[str]()
_OUTSIDE = frozenset("luar outside".split())


def person(text: str) -> str:
    """Return a person's name without the words that lead to it: "sya bu siti" is "bu siti"; all of it where no more is left."""
    return _without(_I_AM, text)


def business(text: str) -> str:
    """Return the name of a business likewise: "namanya Keripik Sari" is "Keripik Sari"; "Saya Suka Keripik" may be its name."""
    return _without(_NAMED, text)


def _without(lead: re.Pattern[str], text: str) -> str:
    said = " ".join(text.split())
    return lead.sub("", said, count=1) or said


def commodity(text: str, commodities: Sequence[Commodity]) -> str | None:
    """Return the id of what the owner makes; nothing where several or none are named."""
    words = tuple(word for clause in clauses(text) for word in clause.words)
    ways = {one.id: (*one.label.values(), *one.sounds) for one in commodities}
    whole = {
        id_: max((held for way in ways[id_] if (held := _held(words, way)) == _telling(way)), key=len, default=_NO_WORD) for id_ in ways
    }
    some = {id_: max((_held(words, way) for way in ways[id_]), key=len, default=_NO_WORD) for id_ in ways}
    named = {id_: words_held for id_, words_held in (whole if any(whole.values()) else some).items() if words_held}
    found = [id_ for id_, words_held in named.items() if not any(words_held < other for other in named.values())]
    return found[0] if len(found) == 1 else None


def _telling(way: str) -> frozenset[str]:
    """Return the words of a name that tell it from others."""
    idle = chat().sets["filler"] | {"atau"}
    return frozenset(part for part in own_tokens(way) if len(part) >= SHORTEST_WORD and part not in idle)


def _held(words: tuple[str, ...], way: str) -> frozenset[str]:
    """Return those that stand in `words`."""
    return frozenset(part for part in _telling(way) if _stands(part, words))


def _stands(part: str, words: tuple[str, ...]) -> bool:
    """Tell whether a word stands in `words` un-negated, be it with another ending or a slip of the finger."""
    return any(
        (stem(word) == stem(part) or (len(part) >= SHORTEST_SLIP <= len(word) and OSA.distance(word, part, score_cutoff=1) <= 1))
        and not NEGATIONS.intersection(words[max(0, place - 1) : place])
        for place, word in enumerate(words)
    )


def year(text: str, now_year: int) -> int | None:
    """Return the year since when the business runs: as it is told, or from how long; nothing where it cannot be."""
    typed = plain(text)
    if is_question(text) or _AGE_OF_A_PERSON.search(typed):
        return None
    told = {int(found) for found in _YEAR.findall(typed)} or {_of_century(int(found), now_year) for found in _SHORT_YEAR.findall(typed)}
    if told:
        return _possible(told, now_year)
    return _from_duration(typed, now_year)


def _of_century(short: int, now_year: int) -> int:
    century = now_year - now_year % CENTURY
    return century + short if century + short <= now_year else century - CENTURY + short


def _possible(years: Iterable[int], now_year: int) -> int | None:
    years = set(years)
    return years.pop() if len(years) == 1 and all(FIRST_YEAR <= one <= now_year for one in years) else None


def _from_duration(typed: str, now_year: int) -> int | None:
    words = tokens(typed)
    told = [amount for amount in amounts(typed) if amount.unit == YEARS]
    if told:
        return _possible((now_year - int(one.low) if one.low == one.high <= OLDEST else 0 for one in told), now_year)
    if "tahun" in words:
        ago = {"kemarin": 1, "ini": 0, "this": 0, "iki": 0, "ieu": 0}
        return next((now_year - years for word, years in ago.items() if word in words), None)
    return now_year if "baru" in words and not NEGATIONS.intersection(words) else None


def yes_no(text: str) -> bool | None:
    """Tell yes from no; nothing where it is neither, both, or a question, or a condition may hang on it ("ok tapi jangan dibagikan")."""
    parts = clauses(text)
    if is_question(text) or not all(_is_plain(part.words, _AGREED | _REFUSED) for part in parts):
        return None
    said = {answer for part in parts if (answer := _agrees(part.words)) is not None}
    return said.pop() if len(said) == 1 else None


def _agrees(words: tuple[str, ...]) -> bool | None:
    """Tell what one clause says. "ya" before a "no" is but a manner of speaking ("ya jangan")."""
    if _REFUSED.intersection(words) or (NEGATIONS.intersection(words) and _AGREED.intersection(words)):
        return None if NEGATIONS.intersection(words) and _REFUSED.intersection(words) else False
    if _AGREED.intersection(words) and not chat().sets["hedge"].intersection(words):
        return True
    return {Stance.YES: True, Stance.NO: False}.get(stance(words))  # type: ignore[arg-type]


def _is_plain(words: tuple[str, ...], own: frozenset[str]) -> bool:
    """Tell whether little but yes or no is said."""
    sets = chat().sets
    known = sets["filler"] | sets["hedge"] | NEGATIONS | own | {"tidaktahu", "ya", "sudah", "ada", "punya", "saja", "usah", "perlu"}
    return all(word in known for word in words)


def sentra(text: str) -> Sentra | None:
    """Return whether the business is in a sentra, as far as that is said."""
    if is_question(text):
        return None
    said = {answer for clause in clauses(text) if (answer := _of_sentra(clause.words))}
    return said.pop() if len(said) == 1 else None


def _of_sentra(words: tuple[str, ...]) -> Sentra | None:
    named = len(words) > 1 and any(word.startswith("sentra") for word in words)
    if not named and not _is_plain(words, _SENTRA):
        return None
    if named and _OUTSIDE.intersection(words):
        return Sentra.NO
    said = stance(words)
    if said is None and named and not (chat().sets["future"] | chat().sets["hedge"] | chat().sets["past"]).intersection(words):
        return Sentra.YES
    return {Stance.YES: Sentra.YES, Stance.NO: Sentra.NO, Stance.UNKNOWN: Sentra.UNKNOWN}.get(said)  # type: ignore[arg-type]
