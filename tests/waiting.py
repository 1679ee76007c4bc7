"""What waits for officers, for tests that need no index: where questions lie, and a library that answers to the letter."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np

from bot.db.database import Database
from bot.services.shelve import Shelve
from knowledge.answering import Answerer, Cited, Library, Outcome, Reply, Thinking
from knowledge.evaluation.golden import Golden
from knowledge.kinship import Placed
from knowledge.passages import Corpus, Passage, Source, Wording
from knowledge.tuning import unit
from tests.fakes import FixedClock
from tests.knowledge.stage import words

ABOUT = ("biaya", "mesin", "pameran", "modal")
SAME = {"ongkos": "biaya", "bayar": "biaya", "dipungut": "biaya", "fee": "biaya"}


def _anywhere(words: str) -> Any:
    return np.random.default_rng(crc32(words.encode())).normal(size=200)


async def by_words(question: str) -> Placed:
    """Return one place for all questions about a word of `ABOUT`, and one of its own for any other; those with "pasar" lie half near."""
    words = [SAME.get(word, word) for word in question.lower().replace("?", "").split()]
    about = next((word for word in words if word in ABOUT), question)
    vector = _anywhere(about) + (_anywhere("pasar") if "pasar" in words else 0)
    return Placed(about, unit(vector[np.newaxis])[0], "lintas" if about in ABOUT else "other")


OVOP = "Apa itu OVOP?"
KNOWN = Passage(
    "ovop.arti", Source("ovop", "Pedoman", {"id": "Pedoman"}, "guide"), {"id": Wording(OVOP, "Satu desa satu produk.")}, asked=(OVOP,)
)
GOLDEN = (Golden("1", OVOP, "id", "formal", "lintas", ("answered",), ("Pedoman",), (("satu desa",),), ()),)
UNFINDABLE = "tanpa tanda tanya"


def a_shelf(database: Database, clock: FixedClock, golden: Sequence[Golden] = GOLDEN) -> Shelve:
    """Return a shelf over a library of one passage, which answers what a passage is asked to the letter, the latest first."""

    def extend(more: Sequence[Passage]) -> Library:
        anything: Any = None
        return Library(Corpus((KNOWN, *more), "x"), anything, anything, anything, frozenset(), anything, words)

    return Shelve(database, clock, Answerer(extend(()), {"look": _look}, extend), golden)


def _look(thinking: Thinking) -> Reply:
    for passage in reversed(thinking.library.corpus.passages):
        if thinking.asked in passage.asked and UNFINDABLE not in thinking.asked:
            text, source = passage.words["id"].text, passage.source
            return Reply(Outcome.ANSWERED, "id", text, (Cited(passage, source.label, source.title["id"], text, ""),))
    return Reply(Outcome.NOT_IN_INDEX, "id", "Belum ada di bahan saya.")
