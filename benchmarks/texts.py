"""What is asked where only time is measured."""

import random
from collections.abc import Iterator

from knowledge.opening import SHIPPED
from knowledge.sources import load_corpus


def ways_to_ask() -> Iterator[str]:
    """Yield ways people ask, in all styles, no one twice: the embeddings of the last questions are remembered."""
    asked = sorted({way for passage in load_corpus(SHIPPED).passages for way in passage.asked})
    random.Random(1).shuffle(asked)
    return iter(asked)
