"""`index`: check the corpus, build its index."""

from collections import Counter
from typing import Annotated

import typer

from bot.commands.terminal import building, library, out, settings, told
from knowledge.opening import SHIPPED, ship_vectors
from knowledge.passages import Corpus
from knowledge.sources import load_corpus


def index(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only read the corpus and name its faults.")] = False,
    ship: Annotated[bool, typer.Option("--ship", help="For maintainers: write the vectors that come with the corpus.")] = False,
) -> None:
    """Build the index now, if it is missing or old; `serve` does it by itself."""
    with told():
        chosen = settings()
        if ship:
            with building() as progress:
                out.print(f"{ship_vectors(chosen.index_dir, progress)} vectors written", highlight=False)
            return
        if check:
            _say(load_corpus(chosen.knowledge.corpus or SHIPPED))
            return
        with library(chosen) as thinking:
            _say(thinking.library.corpus)


def _say(corpus: Corpus) -> None:
    kinds = Counter(passage.kind.value for passage in corpus.passages)
    asked = sum(len(passage.asked) for passage in corpus.passages)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    out.print(f"{len(corpus.passages)} passages ({counts}), asked in {asked} ways; content {corpus.digest}", highlight=False)
