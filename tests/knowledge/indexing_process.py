"""Another process that opens an index: `indexing_process.py DIRECTORY {open,hold,hang} COUNT WORD`.

`open` prints how many texts it embedded; `hold` prints "held" and keeps the directory until its input ends; `hang` prints
"half" in the middle of building and never ends. A busy directory is said on the error output.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.store import IndexBusy, IndexDirectory
from tests.knowledge.stage import HashModel, some_entries


class HangingModel(HashModel):
    def embed_many(self, texts: Sequence[str], progress: Callable[[int], None] = lambda _: None) -> list[list[float]]:
        super().embed_many(texts[: len(texts) // 2], progress)
        return say("half")


def say(word: str) -> list[list[float]]:
    """Print a word, then wait until the input ends."""
    print(word, flush=True)  # noqa: T201 - this is how the test hears of it
    sys.stdin.read()
    return []


def main(place: str, how: str, count: str, word: str) -> None:
    try:
        directory = IndexDirectory(Path(place))
    except IndexBusy as busy:
        sys.exit(f"busy: {busy}")
    model = HangingModel() if how == "hang" else HashModel()
    directory.open(some_entries(int(count), word), model, lambda _done, _all: None)
    if how == "hold":
        say("held")
    directory.close()
    print(len(model.embedded))  # noqa: T201 - this is how the test hears of it


if __name__ == "__main__":
    main(*sys.argv[1:])
