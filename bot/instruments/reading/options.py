"""Which options of an item the words of one clause leave: by amounts, by the options' own words, by yes and no."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from bot.domain.instrument import Item, Option
from bot.domain.people import Language
from bot.instruments.reading.chat import chat, own_tokens, raw, stem
from bot.instruments.reading.quantities import Amount, amounts, amounts_of, is_elsewhere
from bot.instruments.reading.stance import CERTAIN, HAVING, NEAR, NEGATIONS, POLAR, Stance, stance, stance_of

ALIKE = 88
MOST_STRANGE = 3
TELLING = 5
MANY = 100
"""Of two ways to say something that are as much alike, the one with more words in common counts: by so small a part."""
PLAIN_NUMBER, FIRST_YEAR, LAST_YEAR = 9, 1900, 2100
_AGAINST = NEGATIONS | {"kurang", "tidaktahu", "sebagian", "proses"}
_WHERE = frozenset("di dari lewat oleh at from by".split())
_WITHOUT = "tanpa"
_PREFIX = re.compile(r"^(?:ber|ter|di|meng|mem|men|ng)(?=\w{4})")
_SUFFIX = re.compile(r"(?<=\w{4})(?:kan|in)$")
_VOWEL = re.compile(r"e(?=(?:[tnsrlkm]|ng)(?:an)?$)")
EVER = "pernah"
_NOTHING: frozenset[str] = frozenset()


def which(words: tuple[str, ...], item: Item, *, is_named: bool) -> frozenset[str]:
    """Return the options that `words` leave: one is an answer, several are a doubt, none says nothing."""
    if (told := _by_amount(words, item)) is not None:
        return told
    said = stance(tuple("ada" if word == EVER and EVER in _asked(item) else word for word in words))
    by_words = _by_words(words, item)
    by_stance = _by_stance(words, item, said) if said else _NOTHING
    by_stance = by_stance if by_stance and _is_to_the_point(words, item, by_stance, is_named=is_named) else _NOTHING
    if len(by_words) > 1:
        return by_words & by_stance or by_words
    return by_words or by_stance


def says_little(words: tuple[str, ...], item: Item) -> bool:
    """Tell whether the words are but a name: nothing for, against, how much or which."""
    return not POLAR.intersection(words) and not amounts_of(words) and not _by_words(words, item)


def _by_amount(words: tuple[str, ...], item: Item) -> frozenset[str] | None:
    """Return the narrowest option that holds every amount, none where one lies in no option; nothing where no amount is told.

    A bare figure counts where it is no option's number and no year.
    """
    scales = [(option.id, held) for option in item.options for held in amounts(option.label[Language.INDONESIAN])[:1] if held.unit]
    units = {held.unit for _, held in scales}
    if is_elsewhere(words) or len(units) != 1:
        return None
    unit = units.pop()
    told = [amount for amount in amounts_of(words) if amount.unit == unit or _is_bare(amount, "atau" in words)]
    if not told:
        return None
    fits = [[(held.width, option) for option, held in scales if _with(amount, unit).within(held)] for amount in told]
    found = {min(fit)[1] if fit else "" for fit in fits}
    return frozenset(found) if len(found) == 1 and "" not in found else _NOTHING


def _is_bare(amount: Amount, of_several: bool) -> bool:  # noqa: FBT001 - asked of each amount in one line
    return not amount.unit and (of_several or amount.width > 0 or amount.low > PLAIN_NUMBER) and not FIRST_YEAR <= amount.low <= LAST_YEAR


def _with(amount: Amount, unit: str) -> Amount:
    return Amount(amount.low, amount.high, unit, amount.closed)


def _by_words(words: tuple[str, ...], item: Item) -> frozenset[str]:
    """Return the options with the label, or another way to write it, that is most alike - said with the same yes or no."""
    scores = {option.id: max(_likeness(words, way, item) for way in _ways(option)) for option in item.options}
    best = max(scores.values())
    return frozenset(option for option, score in scores.items() if score == best) if best >= ALIKE else _NOTHING


def _ways(option: Option) -> tuple[str, ...]:
    return (*option.label.values(), *option.sounds)


def _likeness(words: tuple[str, ...], way: str, item: Item) -> float:
    """Return how alike they are, 0 to 100, over the words that carry the answer; 0 where one negates and the other does not."""
    label = own_tokens(way)
    if _is_against(words, label):
        return 0
    idle, names = _idle(item), _own_words(item.about)
    typed, meant = [w for w in words if w not in idle and (w not in names or w in label)], [w for w in label if w not in idle]
    telling = (set(typed) - _AGAINST - names, set(meant) - _AGAINST, set(meant) - names)  # "ada sk" is not said by "sk" alone
    is_whole = (len(meant) > 1 and set(meant) <= set(typed)) or list(label) == typed
    if len(_AGAINST.intersection(typed)) < NEAR and not all(telling) and not is_whole:
        return 0
    typed, meant = [_root(w) for w in typed], [_root(w) for w in meant]
    alike = fuzz.token_set_ratio(" ".join(typed), " ".join(meant))
    return alike + (sorted(typed) == sorted(meant)) + len(set(typed).intersection(meant)) / MANY


def _root(word: str) -> str:
    """Return a word without what a chat changes in it: "dateng" is "datang", "ngusulin" and "diusulkan" are "usul"."""
    bare = _SUFFIX.sub("", _PREFIX.sub("", word))
    return _VOWEL.sub("a", bare)


def _is_against(words: tuple[str, ...], label: tuple[str, ...]) -> bool:
    """Tell whether words waver, or negate what a label does not, or the other way round."""
    if _AGAINST.intersection(words) != _AGAINST.intersection(label) or is_elsewhere(words) != is_elsewhere(label):
        return True
    lacking = set(label[label.index(_WITHOUT) :]) if _WITHOUT in label and _WITHOUT not in words else set()
    return bool(lacking.intersection(_PREFIX.sub("", word) for word in words) or _wavering().intersection(words).difference(label))


def _wavering() -> frozenset[str]:
    sets = chat().sets
    return sets["hedge"] | sets["future"] | sets["past"] | sets["other"] | {"atau", "eh"}


def _idle(item: Item) -> frozenset[str]:
    """Return the words that carry no answer, but longer ones by which the options of `item` differ ("desain sendiri")."""
    ways = [own_tokens(way) for option in item.options for way in _ways(option)]
    telling = {word for way in ways for word in way if len(word) >= TELLING or len(way) == 1}
    return (chat().sets["filler"] - telling) | CERTAIN | HAVING | {"sedang"}


def _by_stance(words: tuple[str, ...], item: Item, said: Stance) -> frozenset[str]:
    """Return the options that say what `words` say. In progress falls back to "not yet" where that was said as well."""
    stances = {option.id: stance_of(option, option.label[Language.INDONESIAN]) for option in item.options}
    same = {option for option, its in stances.items() if its is said}
    under_way = {option for option, its in stances.items() if its is Stance.PROGRESS}
    if said is Stance.YES:
        same = _plain_yes(item, same) or same | {option for option, its in stances.items() if its is None}
    if said is Stance.PROGRESS and not same and "belum" in words:
        same = {option for option, its in stances.items() if its is Stance.NO}
    if said is Stance.NO and "belum" in words and chat().sets["later"].intersection(words):
        same |= under_way
    return _same_negation(words, item, same) if said is Stance.NO else frozenset(same)


def _plain_yes(item: Item, options: set[str]) -> set[str]:
    """Return those that say no more than yes to the question: "Sudah punya", not "Sudah ekspor"."""
    known = _asked(item) | chat().sets["filler"] | CERTAIN | HAVING
    plain = [o for o in item.options if o.id in options and (o.standing or set(own_tokens(o.label[Language.INDONESIAN])) <= known)]
    return {option.id for option in plain}


def _same_negation(words: tuple[str, ...], item: Item, options: set[str]) -> frozenset[str]:
    """Return those of several "no" that use the very word: "belum" is not "tidak", and "tidak ada" is of what one has.

    "Bukan" in a label only says that what one has is something else.
    """
    if len(options) == 1 or chat().sets["later"].intersection(words):
        return frozenset(options)
    typed, labels = NEGATIONS.intersection(words), {o.id: o.label[Language.INDONESIAN] for o in item.options if o.id in options}
    plain = {option for option, label in labels.items() if "bukan" not in raw(label)} or options
    if HAVING.intersection(words):
        plain = {option for option in plain if HAVING.intersection(own_tokens(labels[option]))} or plain
    alike = {option for option in plain if typed == NEGATIONS.intersection(own_tokens(labels[option]))}
    return frozenset(alike or plain)


def _is_to_the_point(words: tuple[str, ...], item: Item, options: frozenset[str], *, is_named: bool) -> bool:
    """Tell whether a yes or no is of this item: no strange word beside it ("udah capek", "bpom udah"), a few where it is named."""
    known = _vocabulary(item, options)
    strange = [place for place, word in enumerate(words) if not (word in known or stem(word) in known or _is_beside(words, place))]
    said = [place for place, word in enumerate(words) if word in POLAR]
    return not strange or (is_named and len(strange) <= MOST_STRANGE and max(said) + 1 not in strange)


def _is_beside(words: tuple[str, ...], place: int) -> bool:
    """Tell a figure, what it counts, and a place ("di dinas"): they neither take from a yes nor add to it."""
    before = words[place - 1] if place else ""
    return words[place][0].isdigit() or before[:1].isdigit() or before in _WHERE


@lru_cache(maxsize=512)
def _own_words(texts: tuple[str, ...]) -> frozenset[str]:
    said = {word for text in texts for word in own_tokens(text)}
    return frozenset(said | {stem(word) for word in said})


def _asked(item: Item) -> frozenset[str]:
    return _own_words(tuple(item.question.values()))


def _vocabulary(item: Item, options: frozenset[str]) -> frozenset[str]:
    """Return the words that belong to the talk about an item and these options of it."""
    ways = (way for option in item.options if option.id in options for way in _ways(option))
    texts = (*item.question.values(), *item.short.values(), *item.about, *ways)
    sets = chat().sets
    general = (
        sets["filler"] | sets["future"] | sets["past"] | sets["later"] | POLAR | chat().numbers.keys() | {"baru", "saja", "semua", "kurang"}
    )
    return _own_words(texts) | general
