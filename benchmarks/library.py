"""The library of the product as it ships. Its index is built once, and again when the corpus changed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.process import ROOT
from bot.app import words
from knowledge.answering import Answerer
from knowledge.opening import SHIPPED, open_library

INDEX = ROOT / "build" / "bench-index"


@contextmanager
def opened() -> Iterator[Answerer]:
    """Open the library in this process."""
    held = open_library(SHIPPED, INDEX, words)
    try:
        yield Answerer(held.library)
    finally:
        held.close()


def lay_index(data: Path) -> None:
    """Put a current index into a data directory, so that a bot starts warm on it."""
    with opened():
        pass
    shutil.copytree(INDEX, data / "index", ignore=shutil.ignore_patterns("lock"))
