"""Which option of which item a typed answer chooses. Where two remain, it chooses none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from bot.domain.instrument import Item
from bot.domain.people import Language
from bot.instruments.reading.chat import chat, own_tokens, raw, stands_in, stem, tokens
from bot.instruments.reading.clauses import Clause, clauses, is_question
from bot.instruments.reading.options import EVER, says_little, which
from bot.instruments.reading.quantities import UNITS
from bot.instruments.reading.stance import NEGATIONS, POLAR, Stance, stance_of

SHORTEST_SLIP = 5
_CHOOSING = frozenset(
    "no nomor nomer number pilih pilihan opsi option jawab jawaban jawabannya yang yg sing nu ke the one saya aku pilihnya choose".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The options that were chosen, as (item, option); whether something is asked; whether nothing could be made of it."""

    chosen: tuple[tuple[str, str], ...] = ()
    is_question: bool = False
    unclear: bool = False


@dataclass(slots=True)
class _Heard:
    """What was said so far: options by item, the items that the talk is of, and named ones that wait for their answer."""

    options: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    topics: list[Item] = field(default_factory=list)
    waiting: list[Item] = field(default_factory=list)
    shared: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    doubted: set[str] = field(default_factory=set)


def read(text: str, item: Item | None, others: Sequence[Item] = ()) -> Reading:
    """Return what `text` answers to `item`, which was asked (None: none was), and to `others`, which it may name."""
    asked = is_question(text)
    if item is not None and not asked and (option := _numbered(text, item) or _verbatim(text, item)):
        return Reading(((item.id, option),))
    heard = _Heard(topics=[item] if item else [])
    for clause in clauses(text):
        if not clause.asks:
            _hear(heard, clause, item, others)
            heard.before = clause.words
    sure = (one for one in ((item,) if item else ()) + tuple(others) if one.id not in heard.doubted)
    chosen = tuple((one.id, option) for one in sure if (option := _settled(one, heard.options.get(one.id, []))))
    return Reading(chosen, asked, not chosen and not asked)


def _numbered(text: str, item: Item) -> str | None:
    """Return the option that is told by its place: "2", "no 2", "yang kedua", "pilih b"."""
    told = [word for word in raw(text) if (word not in _CHOOSING and word not in chat().sets["filler"]) or word == "a"]
    place = _place(told[0]) if len(told) == 1 and not UNITS.keys() & set(tokens(text)) else 0
    return item.options[place - 1].id if 0 < place <= len(item.options) else None


def _place(word: str) -> int:
    return int(word) if word.isdecimal() and word.isascii() and len(word) == 1 else chat().ordinals.get(word, 0)


def _verbatim(text: str, item: Item) -> str | None:
    """Return the option whose label, or another way to write it, is just what was typed."""
    typed = tokens(text)
    ways = {option.id: (*option.label.values(), *option.sounds) for option in item.options}
    same = [option for option, said in ways.items() if typed and any(own_tokens(way) == typed for way in said)]
    return same[0] if len(same) == 1 else None


def _hear(heard: _Heard, clause: Clause, item: Item | None, others: Sequence[Item]) -> None:
    """Take in one clause. A name alone waits for its answer ("nib dan pirt sudah"), or shares the last ("sudah nib dan pirt")."""
    words, named = clause.words, _named(clause.words, item, others)
    if named and says_little(words, named[0]):
        if heard.shared:
            _note(heard, heard.shared, named)
        else:
            heard.waiting += named
        return
    if named or heard.waiting:
        heard.topics, heard.waiting = heard.waiting + named, []
    heard.shared = tuple(word for word in words if word in POLAR) if named and words[0] in POLAR else ()
    told = heard.topics if item is None or POLAR.intersection(words) else [one for one in heard.topics if one is item]
    noted = _note(heard, words, told, is_named=bool(named))
    if clause.limits and not noted and _takes_back(heard.before, words):
        heard.doubted.update(one.id for one in heard.topics)


def _note(heard: _Heard, words: tuple[str, ...], items: Sequence[Item], *, is_named: bool = True) -> bool:
    """Keep what is said of `items`; tell whether it was anything."""
    found = [(one.id, which(words, one, is_named=is_named)) for one in items]
    for one, options in found:
        if options:
            heard.options.setdefault(one, []).append(options)
        elif chat().sets["past"].difference({EVER}).intersection(words):
            heard.doubted.add(one)
    return any(options for _, options in found)


def _takes_back(before: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether a "but" that nothing could be made of may take back what was said before: not a no, and no plan does."""
    return not NEGATIONS.intersection(before) and not chat().sets["future"].intersection(words)


def _named(words: tuple[str, ...], item: Item | None, others: Sequence[Item]) -> list[Item]:
    """Return the items that `words` name; a word that several of the others share names none of them, nor one of the asked item."""
    own = {own_tokens(about) for about in item.about} if item else set()
    known = own | _of_options(item) if item else own
    spoken = [(one, phrase) for one in others for phrase in {own_tokens(about) for about in one.about} - known if _mentions(words, phrase)]
    phrases = [phrase for _, phrase in spoken]
    named = [one for one, phrase in spoken if phrases.count(phrase) == 1]
    asked = [item] if item and any(_mentions(words, phrase) for phrase in own) else []
    return asked + [one for place, one in enumerate(named) if one not in named[:place]]


def _of_options(item: Item) -> set[tuple[str, ...]]:
    """Return the single words of an item's options: "pembeli datang sendiri" answers it, and names no other."""
    return {(word,) for option in item.options for way in (*option.label.values(), *option.sounds) for word in own_tokens(way)}


def _mentions(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    if stands_in(phrase, words) >= 0:
        return True
    return len(phrase) == 1 and any(_is_slip(word, phrase[0]) for word in words if word not in POLAR)


def _is_slip(word: str, meant: str) -> bool:
    """Tell whether `word` is `meant` with another ending or, where it is long enough, a slip of the finger."""
    if stem(word) == stem(meant):
        return True
    is_long = len(meant) >= SHORTEST_SLIP <= len(word) and word not in chat().meant  # what is a word itself is no slip of another
    return is_long and OSA.distance(word, meant, score_cutoff=1) <= 1


def _settled(item: Item, heard: list[frozenset[str]]) -> str | None:
    """Return the one option that all clauses leave; under way counts more than "not yet" and than "yes"."""
    left = frozenset.union(*heard) if heard else frozenset[str]()
    if both := frozenset.intersection(*heard) if heard else left:
        left = both
    if len(left) > 1:
        left = frozenset(_under_way(item, left, heard)) or left
    return next(iter(left)) if len(left) == 1 else None


def _under_way(item: Item, left: frozenset[str], heard: list[frozenset[str]]) -> Iterator[str]:
    if all(len(options) == 1 for options in heard):
        yield from (
            option.id
            for option in item.options
            if option.id in left and stance_of(option, option.label[Language.INDONESIAN]) is Stance.PROGRESS
        )
