"""Repairing how a question is typed - slang, abbreviations, typos, capitals - at no cost to clean text."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from rapidfuzz.distance import OSA

from knowledge.language import ENGLISH, LOCAL
from knowledge.stemming import STOP, WORD, stem, words

SHOUTED = 0.7
LETTERS_TO_JUDGE = 6
SHORTEST_TYPO = 5
SHORTEST_SKELETON = 3
SHORTEST_BASE = 4
"""Letters, one more where there is no ending: Ngawi and Bone are places, not forms of shorter words."""
OFTEN = 3
CENTURY = "2100"
NYA = "nya"
COLLOQUIAL_PREFIXES = (
    ("", ""), ("di", ""), ("nge", ""), ("ng", ""), ("ng", "k"), ("ny", "s"), ("ny", "c"), ("n", "t"), ("m", "p"), ("ke", ""),
)  # fmt: skip
COLLOQUIAL_SUFFIXES = ("in", "ake", "keun", "ke", "na", "e", "nya", "")
LONG_WORD = 8
_VOWELS = re.compile(r"[aeiou]")
_STRETCHED = re.compile(r"([a-zA-Z])\1{2,}")
_NUMBERED = re.compile(r"^([a-z]+)2(nya|an)?$")
_MOSTLY_CONSONANTS = 0.34
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"20\d\d\W*")
_ADDRESS = re.compile(r"\S+\.\S+")
_TOKEN = re.compile(r"\S+")
_DOTTED = re.compile(r"\w[.@/]\w")
_WITHIN = re.compile(r"(?<=[a-z,)] )[^\W\d_][\w-]+")
MOSTLY = 0.7


@dataclass(frozen=True, repr=False)
class Lexicon:
    """What words the corpus knows, and what slang and typos stand for.

    `known` counts the words of the corpus' own text (not of the ways it is asked): these are never touched. `plain` are ordinary
    words that are no typos. `slang` maps chat words to standard ones. `english` are the words that only English texts have.
    """

    known: Counter[str]
    plain: frozenset[str]
    slang: Mapping[str, str]
    acronyms: Mapping[str, str] = field(default_factory=dict)
    by_skeleton: Mapping[str, str] = field(default_factory=dict)
    domain: frozenset[str] = frozenset()
    latest: str = "2100"
    english: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, texts: Iterable[str], own_slang: Path | None, labels: Iterable[str] = (), foreign: Iterable[str] = (), latest: str = CENTURY
    ) -> "Lexicon":
        """Learn the vocabulary of `texts` and read the slang maps (our own first, then that of indo-text-preprocessing).

        Proper names and acronyms of `texts` and words of the sources' `labels` that do not stand in the `foreign` ones (the decoys)
        are the names of the domain. `latest` is the last year that the corpus was looked after.
        """
        texts = list(texts)
        known = Counter(word for text in texts for word in words(text))
        acronyms = {w.lower(): w for text in texts for w in WORD.findall(text) if len(w) > 1 and w.isupper()}
        plain = _root_words() | STOP
        slang = _shipped_slang(plain | known.keys()) | _read_slang(own_slang)
        slang = {typed: slang.get(meant, meant) for typed, meant in slang.items()}
        long_enough = (word for word, _ in reversed(known.most_common()) if len(word) >= SHORTEST_TYPO)
        skeletons = {skeleton: word for word in long_enough if len(skeleton := _skeleton(word)) >= SHORTEST_SKELETON}
        elsewhere = {word for text in foreign for word in words(text)}
        names = _proper(texts) | {w for w in acronyms if known[w] >= OFTEN} | {w for label in labels for w in words(label)}
        domain = frozenset(word for word in names - elsewhere if len(word) > 2 and not _DIGIT.search(word))  # noqa: PLR2004
        return cls(known, plain, {k: v for k, v in slang.items() if k not in known}, acronyms, skeletons, domain, latest)

    def names_domain(self, text: str) -> bool:
        """Tell whether a proper name of the domain (OVOP, NIB, SIINas ...) stands in `text`."""
        return not self.domain.isdisjoint(words(text))

    def names(self, text: str) -> tuple[str, ...]:
        """Return the proper names of the domain (also with an ending: "halalnya") and the numbers in `text`, in their order."""
        bases = (word if word in self.domain else word.removesuffix(NYA) for word in words(text))
        return tuple(base for base in bases if base in self.domain or base.isdigit())

    def is_english(self, text: str) -> bool:
        """Tell whether most words of `text` are English, and none is Indonesian, though few say how they hang together."""
        found = words(text)
        return 2 * sum(word in self.english or word in ENGLISH for word in found) > len(found) and LOCAL.isdisjoint(found)

    def anchors(self, text: str) -> frozenset[str]:
        """Return the words of `text` that say what it is about beyond doubt: names of the domain, and numbers."""
        return frozenset(word for word in words(text) if word in self.domain or word.isdigit())

    def without_years_to_come(self, text: str) -> str:
        """Return `text` without years that the corpus does not reach: they say nothing of what it holds."""
        return " ".join(word for word in text.split() if not (_YEAR.fullmatch(word) and word[:4] > self.latest))

    def repair(self, text: str) -> str:
        """Return `text` with capitals calmed, stretched letters shortened, slang and typos replaced. Case is kept elsewhere."""
        return _TOKEN.sub(self._token, self.calm(text))

    def _token(self, match: re.Match[str]) -> str:
        """Mend the words of a run without spaces; an address stays as it is."""
        return match[0] if _DOTTED.search(match[0]) else WORD.sub(lambda word: self._word(word[0]), match[0])

    def calm(self, text: str) -> str:
        """Return SHOUTED text in sentence case, acronyms of the corpus kept; other text as it is."""
        letters = [letter for letter in text if letter.isalpha()]
        shouted = sum(letter.isupper() for letter in letters) > SHOUTED * len(letters)
        if len(letters) < LETTERS_TO_JUDGE or not shouted or len(text.split()) == 1:
            return text
        calm = WORD.sub(lambda match: self.acronyms.get(match[0].lower(), match[0].lower()), text)
        return calm[:1].upper() + calm[1:]

    def _word(self, word: str) -> str:
        if word.lower() in self.known:
            return word
        short = _STRETCHED.sub(r"\1", word)
        if word.isupper() and len(word) > 1:
            return short if len(short) > 2 and short.lower() in self.known else word  # noqa: PLR2004 - XIII is no XI
        word, lower = short, short.lower()
        if (meant := self._from_slang(lower)) is not None:
            return meant
        if twice := _NUMBERED.match(lower):
            base = self.slang.get(twice[1], twice[1])
            return f"{base}-{base}{twice[2] or ''}"
        if lower in self.plain or not lower.isalpha() or stem(lower) in self.plain:
            return word
        return self._colloquial(lower) or self._nearest(lower) or word

    def _from_slang(self, word: str) -> str | None:
        """Return what a chat word stands for, also with an ending of its own (`abisnya`)."""
        base = self.slang.get(word.removesuffix(NYA), "") if word not in self.slang and word not in self.plain else ""
        return f"{base}{NYA}" if base else self.slang.get(word)

    def _colloquial(self, word: str) -> str | None:
        """Return the plain word in one with colloquial or regional endings: `didatengin`, `nyiapke`, `dipasangkeun`."""
        for prefix, instead in COLLOQUIAL_PREFIXES:
            for suffix in COLLOQUIAL_SUFFIXES:
                base = instead + word[len(prefix) : len(word) - len(suffix)]
                if word.startswith(prefix) and word.endswith(suffix) and prefix + suffix and len(base) + bool(suffix) > SHORTEST_BASE:
                    base = self.slang.get(base, base)
                    for form in (f"meng{base}kan", f"di{base}kan", base):
                        if form in self.known or form in self.plain:
                            return form
        return None

    def _nearest(self, word: str) -> str | None:
        """Return the corpus word this was probably meant to be: same consonants (`sndiri`), or a letter or two left out or swapped."""
        if len(word) > 2 and len(_VOWELS.findall(word)) <= _MOSTLY_CONSONANTS * len(word):  # noqa: PLR2004
            meant = self.by_skeleton.get(_skeleton(word))
            if meant is not None:
                return meant
        near = (known for known in self.known if known[0] == word[0] and _slipped(word, known))
        return max(near, key=lambda known: self.known[known], default=None) if len(word) >= SHORTEST_TYPO else None


def _slipped(typed: str, meant: str) -> bool:
    """Tell whether `typed` is `meant` with a letter or two left out, or two neighbours swapped.

    Other slips are left alone: names of places and wares look like them (Batam, Magelang).
    """
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant) and OSA.distance(typed, meant) == 1
    letters = iter(meant)
    return len(typed) < len(meant) <= len(typed) + (2 if len(typed) >= LONG_WORD else 1) and all(letter in letters for letter in typed)


def _proper(texts: list[str]) -> set[str]:
    """Return the words that are written with a capital within sentences, often and nearly always."""
    running = [match for text in texts for match in _WITHIN.findall(_ADDRESS.sub(" ", text))]
    all_uses, capital = Counter(word.lower() for word in running), Counter(word.lower() for word in running if word[0].isupper())
    return {word for word, count in capital.items() if count > OFTEN and count >= MOSTLY * all_uses[word]}


def _skeleton(word: str) -> str:
    """Return the consonants of a word: what is left when it is typed in a hurry."""
    return word[0] + _VOWELS.sub("", word[1:])


def _root_words() -> frozenset[str]:
    return frozenset(_shipped("root_words.txt").split())


def _shipped(name: str) -> str:
    return resources.files("indo_text_preprocessing").joinpath(f"data/{name}").read_text(encoding="utf-8")


def _shipped_slang(sensible: frozenset[str]) -> dict[str, str]:
    """Return the shipped map without its noise: only plain words of three letters or more that become one or two known words."""
    import json  # noqa: PLC0415 - only here

    rows: dict[str, str] = json.loads(_shipped("slang_id.json"))
    return {
        slang: plain
        for slang, plain in rows.items()
        if slang.isalpha() and len(slang) > 2 and slang not in sensible and all(w in sensible for w in plain.split()[:3])  # noqa: PLR2004
    }


def _read_slang(path: Path | None) -> dict[str, str]:
    if path is None or not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return {row[0].strip().lower(): row[1].strip() for row in rows if len(row) > 1}
