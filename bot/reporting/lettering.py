"""What the typeface can write, and what to do with the rest."""

import unicodedata
from collections.abc import Container
from pathlib import Path

UNWRITABLE = "\N{WHITE SQUARE}"
INVISIBLE = "Cf"
TOGETHER = "\N{NO-BREAK SPACE}"  # between words that stay on one line


def typeface(*, bold: bool = False) -> Path:
    """Return the file of DejaVu Sans, which comes with matplotlib."""
    import matplotlib as mpl  # noqa: PLC0415 - half a second that no start should wait for

    return Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


def legible(text: str, known: Container[int]) -> str:
    """Return `text` on one line, with a square for whatever is not among the `known` code points; what is invisible goes."""
    letters = (" " if letter.isspace() and letter != TOGETHER else letter for letter in text if unicodedata.category(letter) != INVISIBLE)
    return "".join(letter if ord(letter) in known else UNWRITABLE for letter in letters)


def percent(value: float) -> str:
    """Return a percentage as people read it."""
    return f"{round(value)}%"
