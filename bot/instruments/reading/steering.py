"""Words that steer instead of answering: "skip", "balik", "nanti aja". And a number that names a question."""

import re

from bot.instruments.reading.chat import chat, raw

_NUMBERED = re.compile(r"\W*(?:(?:ubah|ganti|edit|change|betulkan|benerin)\s+)?(?:no|nomor|nomer|number)?[\s.#]*(\d{1,3})\W*")


def steering(text: str) -> str | None:
    """Return "skip", "back" or "save" where `text` says just that; None where it says anything else."""
    polite = chat().steering["polite"]
    said = " ".join(word for word in raw(text) if word not in polite)
    return next((way for way, words in chat().steering.items() if way != "polite" and said in words), None)


def numbered(text: str) -> int | None:
    """Return the number of a question where `text` is but that: "4", "no 4", "ubah nomor 4"."""
    found = _NUMBERED.fullmatch(text.lower())
    return int(found[1]) if found else None
