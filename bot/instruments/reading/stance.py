"""Whether words say yes, no, in progress or unknown - or leave it open."""

from enum import StrEnum

from bot.domain.instrument import Option, Standing
from bot.instruments.reading.chat import chat, own_tokens

NEGATIONS = frozenset({"tidak", "belum"})
CERTAIN = frozenset({"sudah", "ya"})
HAVING = frozenset({"ada", "punya", "pakai"})
POLAR = NEGATIONS | CERTAIN | HAVING | {"sedang", "proses", "tidaktahu", "sebagian"}
NEAR = 2


class Stance(StrEnum):
    """What a clause, or an option's label, says."""

    YES = "yes"
    NO = "no"
    PROGRESS = "progress"
    UNKNOWN = "unknown"


def stance(words: tuple[str, ...]) -> Stance | None:
    """Return what `words` say; nothing where they waver, tell of other times or of other people, or contradict themselves."""
    sets = chat().sets
    if sets["hedge"].intersection(words) or sets["other"].intersection(words) or "atau" in words or "eh" in words:
        return None
    if "tidaktahu" in words:
        return Stance.UNKNOWN if not CERTAIN.intersection(words) - {"ya"} else None
    if _in_progress(words):
        return Stance.PROGRESS
    negated = [i for i, word in enumerate(words) if word in NEGATIONS]
    if negated:
        return _negative(words, negated)
    if (sets["future"] | sets["past"]).intersection(words):
        return None
    return Stance.YES if HAVING.union({"sudah"}).intersection(words) or _is_yes(words) else None


def _is_yes(words: tuple[str, ...]) -> bool:
    """Tell "iya kak" from the "ya" that only rounds a sentence off ("makasih ya", "oh gitu ya")."""
    sets = chat().sets
    return "ya" in words and set(words[: words.index("ya")]) <= sets["before_yes"] and sets["manners"].isdisjoint(words)


def _negative(words: tuple[str, ...], negated: list[int]) -> Stance | None:
    """Return no; nothing where a yes follows ("belum sudah") or one negation takes back the other ("bukan tidak ada")."""
    twice = len({words[i] for i in negated}) > 1 or (len(negated) > 1 and negated[1] - negated[0] <= NEAR)
    refused = chat().sets["future"].intersection(words[i + 1] for i in negated if i + 1 < len(words))
    return None if twice or refused or "sudah" in words[negated[0] :] or {"sudah", "belum"} <= set(words) else Stance.NO


def _in_progress(words: tuple[str, ...]) -> bool:
    """Tell whether something is under way: "masih proses", "belum jadi"; not "belum diurus", nor "masih belum"."""
    if "sebagian" in words:
        return not NEGATIONS.intersection(words)
    if "proses" not in words:
        return False
    before = words[: words.index("proses")]
    after_no = next((before[i + 1 :] for i in range(len(before) - 1, -1, -1) if before[i] in NEGATIONS), None)
    planned = chat().sets["future"].intersection(words) and "sedang" not in before
    return not planned and (after_no is None or "sedang" in after_no)


def stance_of(option: Option, label: str) -> Stance | None:
    """Return what an option says: by its words first ("Sedang diurus" is unmet, but no "no"), then by its standing."""
    words = own_tokens(label)
    if option.standing is Standing.UNKNOWN or "tidaktahu" in words:
        return Stance.UNKNOWN
    if _in_progress(words) or words[:1] == ("sedang",):
        return Stance.PROGRESS
    first = next((word for word in words[:NEAR] if word in POLAR), "")
    if option.standing is not None:
        met = option.standing is Standing.MET
        return (Stance.YES if first not in NEGATIONS else None) if met else Stance.NO
    if first in NEGATIONS:
        return Stance.NO
    return Stance.YES if first in CERTAIN | HAVING else None
