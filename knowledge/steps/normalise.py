"""Normalise: one line of clean text in, slang and typos repaired; numbers and names survive."""

import re
import unicodedata

from knowledge.answering import Reply, Thinking
from knowledge.language import is_english

_MARKUP = re.compile(r"</?[A-Za-z!][^<>]{0,200}>|```|[*`]+|(?<!\w)_+|_+(?!\w)")
_GREETING = re.compile(
    r"^\W*(?:(?:ass?alamu?\s?'?alaikum\w*(?:\s+w[a-z.]*\s*w[a-z.]*)?|h[ae]l+o+w?|hai+|hi+|hey|permisi|punten|sampurasun|kulo ?nuwun|selamat (?:pagi|siang|sore|malam)|"
    r"(?:good )?(?:morning|afternoon|evening)|pagi|siang|sore|malam|mau tanya|mo nanya|ijin bertanya|izin bertanya|mohon info(?:rmasi)?|"
    r"min|kak|kaka?k|bang|gan|bro|sis|pak|bu|bapak|ibu|mas|mbak|om|dok|admin|dear)\b[\s,.!?]*)+",
    re.IGNORECASE,
)
SHORTEST_REST = 3


def normalise(thinking: Thinking) -> Reply | None:
    """Set `text` (what was typed, clean), `language` and `query` (repaired)."""
    thinking.text = clean(thinking.asked)
    english = is_english(thinking.text.lower())
    thinking.language = "en" if english else "id"
    asked = without_greeting(thinking.text)
    lexicon = thinking.library.lexicon
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
    """A zero-width or combining mark leaves no gap in a word; an emoji or control character does."""
    return "" if unicodedata.category(letter) in {"Cf", "Mn", "Me", "Mc"} else " "


def without_greeting(text: str) -> str:
    """Return `text` without the greeting before a question; a greeting alone stays."""
    rest = _GREETING.sub("", text, count=1)
    return rest if len(rest.split()) >= SHORTEST_REST else text
