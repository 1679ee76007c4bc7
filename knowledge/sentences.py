"""Cutting text into sentences, without being fooled by abbreviations and numbers."""

import re

_ABBREVIATION = re.compile(r"\b(No|Nos|Ps|hlm|Hj|H|Dr|Ir|Rp|Jl|St|vs|dll|dsb|kab|kec|e\.g|i\.e)\.(?=\s)", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(“])|\n+")
_MARK = "\u2024"


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, without empty ones."""
    safe = _ABBREVIATION.sub(lambda match: match[1] + _MARK, text)
    return [part.replace(_MARK, ".").strip() for part in _END.split(safe) if part.strip()]
