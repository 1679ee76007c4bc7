"""The words of a chat message as they are reasoned with: `sdh`, `wis` and `parantos` are all `sudah`."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

LONGEST_READ = 1000
LONGEST_PHRASE = 3
_TOKEN = re.compile(r">=|<=|[<>%≥≤]|\d+(?:[.,/]\d+)?|[^\W\d_]+(?:['-][^\W\d_]+)*", re.UNICODE)
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "–": "-", "—": "-", "’": "'", "`": "'"})  # noqa: RUF001 - what phones type
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_APART = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_HYPHEN_INSIDE = re.compile(r"\b([^\W\d_])-(?=[^\W\d_])")
_NUMBER_OF = re.compile(
    r"\bno\b(?=[ .:]*[^\W_])(?!\. )(?! (?:kak|not|we|i|it|bu|pak|blm|belum|thanks|thank|sir|mas|mbak|min|punya|ada)\b)", re.UNICODE
)
_HELD = re.compile(r"([^\W\d_])\1")
_TWICE = re.compile(r"\b([^\W\d_]{3,})2(?=\b|nya\b|an\b)")
_TO = re.compile(r"(?<=\d) ?- ?(?=\d)")
_DOUBLED = re.compile(r"^(\w+)-\1$")
_ENDINGS = ("nya", "ku", "mu", "lah", "kah", "ne", "na", "an")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Chat:
    """The tables of `chat.toml`."""

    meant: dict[str, str]
    sets: dict[str, frozenset[str]]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    questions: dict[str, frozenset[str]]
    steering: dict[str, frozenset[str]]


@cache
def chat() -> Chat:
    """Read the tables once."""
    tables = tomllib.loads(resources.files("bot.instruments.reading").joinpath("chat.toml").read_text(encoding="utf-8"))
    return Chat(
        meant={typed: word for word, row in tables["meant"].items() for typed in row.split("|")},
        sets={name: frozenset(row.split()) for name, row in tables["sets"].items()},
        numbers=tables["numbers"],
        ordinals={typed: int(place) for place, row in tables["ordinals"].items() for typed in row.split()},
        questions={name: frozenset(row.split()) for name, row in tables["questions"].items()},
        steering={name: frozenset(row.split("|")) for name, row in tables["steering"].items()},
    )


def plain(text: str) -> str:
    """Return `text` in lower case, signs as phones have them unified, stretched letters shortened, "p-irt" as "pirt"."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_READ]).translate(_SIGNS).lower()
    text = _NUMBER_OF.sub("nomor", text)
    text = _TO.sub(" sampai ", _TWICE.sub(_once, text))
    return _HYPHEN_INSIDE.sub(r"\1", _STRETCHED.sub(r"\1", text))


def _once(twice: re.Match[str]) -> str:
    """Return "beda2" as "beda"; "dimana2" asks nothing, so it stays doubled."""
    return f"{twice[1]}-{twice[1]}" if twice[1] in chat().questions["asks"] else twice[1]


def raw(text: str) -> tuple[str, ...]:
    """Return the words, numbers and comparing signs of `text` as they are typed."""
    return tuple(_single(token) for token in _TOKEN.findall(_APART.sub(" ", plain(text))))


def _single(token: str) -> str:
    """Return "sudah-sudah" as one word; "apa-apa" is no "apa"."""
    single = _DOUBLED.sub(r"\1", token)
    return token if single in chat().questions["asks"] else single


def tokens(text: str) -> tuple[str, ...]:
    """Return the words, numbers and comparing signs of `text`, each as it is reasoned with."""
    return meant(raw(text))


@lru_cache(maxsize=4096)
def own_tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a text of ours: labels and the like come again and again, what people write is not kept."""
    return tokens(text)


def meant(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return `typed` with chat words and phrases replaced, then phrases of what came out ("ga" "tau" -> "tidaktahu")."""
    once = _replaced(tuple(_word(word) for word in typed), typed)
    return _replaced(once, once)


def _word(word: str) -> str:
    """Return what `word` stands for, be it with a letter held too long ("sudaah")."""
    table = chat().meant
    return table.get(word) or table.get(_HELD.sub(r"\1", word), word)


def _replaced(words: tuple[str, ...], typed: tuple[str, ...]) -> tuple[str, ...]:
    out: list[str] = []
    start = 0
    while start < len(words):
        width = next((w for w in range(LONGEST_PHRASE, 1, -1) if _phrase(words, typed, start, w)), 1)
        out.append(_phrase(words, typed, start, width) or words[start])
        start += width
    return tuple(out)


def _phrase(words: tuple[str, ...], typed: tuple[str, ...], start: int, width: int) -> str | None:
    """Return what the phrase of `width` words stands for, as it was typed or as its words are meant."""
    if start + width > len(words) or width == 1:
        return None
    table = chat().meant
    return table.get(" ".join(typed[start : start + width])) or table.get(" ".join(words[start : start + width]))


def stem(word: str) -> str:
    """Return `word` without the endings that a chat puts on any noun: "kemasannya" is "kemas"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return stem(word[: -len(ending)])
    return word


def stands_in(phrase: tuple[str, ...], words: tuple[str, ...]) -> int:
    """Return where `phrase` stands in `words`, one after the other; -1 where it does not."""
    width = len(phrase)
    return next((i for i in range(len(words) - width + 1) if words[i : i + width] == phrase), -1) if width else -1
