"""Normalise: one line of clean text in, slang and typos repaired; numbers and names survive."""

import re
import unicodedata

from knowledge.answering import Reply, Thinking
from knowledge.language import is_english, without_particles
from knowledge.steps.phrases import LEADING

_MARKUP = re.compile(r"</?[A-Za-z!][^<>]{0,200}>|```|[*`]+|(?<!\w)_+|_+(?!\w)")
SHORTEST_REST = 3


def normalise(thinking: Thinking) -> Reply | None:
    """Set `text` (what was typed, clean), `language` and `query` (repaired)."""
    thinking.text = clean(thinking.asked)
    lexicon = thinking.library.lexicon
    english = is_english(thinking.text.lower()) or lexicon.is_english(thinking.text)
    thinking.language = "en" if english else "id"
    asked = without_particles(without_greeting(thinking.text))
    thinking.query = lexicon.calm(asked) if english else lexicon.repair(asked)
    return None


def clean(text: str) -> str:
    """Return `text` as one line of readable characters: no markup, control, zero-width or direction marks, no emoji."""
    composed = unicodedata.normalize("NFKC", _MARKUP.sub(" ", text))
    kept = (letter if _readable(letter) else _instead(letter) for letter in composed)
    return " ".join("".join(kept).split())


def _readable(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNPZ" or letter in "+<>=%$^~|"


def _instead(letter: str) -> str:
    """Return what stands for an unreadable character: nothing for a zero-width or combining mark, a gap for the rest."""
    return "" if unicodedata.category(letter) in {"Cf", "Mn", "Me", "Mc"} else " "


def without_greeting(text: str) -> str:
    """Return `text` without the greeting before a question; a greeting alone stays."""
    rest = LEADING.sub("", text, count=1)
    return rest if len(rest.split()) >= SHORTEST_REST else text
