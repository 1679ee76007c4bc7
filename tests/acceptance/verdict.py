"""The verdict on what killed bots left: pure, so that it can be shown to find what it should."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

READING = 0.05
"""Seconds that a call of a dead bot may lie in the buffers of the network before it is read."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A reply as it arrived: message `number` of a chat, and when its call came in (monotonic)."""

    chat: int
    number: int
    at: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds: `done` inbox rows, and the `rows` of each table that has one for each update."""

    done: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What went wrong. A reply is reordered where an older one of its chat comes after it for the first time."""

    lost: int
    reordered: int
    stale: int
    """Old replies that came again although a newer one had come."""
    doubled_effects: int
    doubled_replies: int
    most_in_a_chat: int
    """Doubled replies in the chat that has most of them."""
    unexplained: int
    """Doubled replies that no kill explains: at each kill one reply a chat may have been on its way, and may come again."""


def judged(arrived: Sequence[Arrived], kept: Kept, wanted: Sequence[tuple[int, int]], kills: Sequence[float]) -> Verdict:
    """Judge what `arrived`, in its order, against what was `wanted` (chat and number of each) and the moments of all kills."""
    chats: dict[int, list[Arrived]] = defaultdict(list)
    for each in arrived:
        chats[each.chat].append(each)
    first = {chat: list(dict.fromkeys(each.number for each in came)) for chat, came in chats.items()}
    doubled = {chat: len(came) - len(first[chat]) for chat, came in chats.items()}
    missing = len(set(wanted) - {(each.chat, each.number) for each in arrived})
    return Verdict(
        lost=max(len(wanted) - kept.done, len(wanted) - min(kept.rows), missing),
        reordered=sum(_descents(numbers) for numbers in first.values()),
        stale=sum(_descents([each.number for each in came]) for came in chats.values()),
        doubled_effects=max(0, max(kept.rows) - len(wanted)),
        doubled_replies=sum(doubled.values()),
        most_in_a_chat=max(doubled.values(), default=0),
        unexplained=sum(_unexplained(_repeats(came), kills) for came in chats.values()),
    )


def _repeats(came: Iterable[Arrived]) -> list[tuple[float, float]]:
    """Return for each repeated reply of a chat when it came before, and when it came again."""
    last: dict[int, float] = {}
    found = []
    for each in came:
        if each.number in last:
            found.append((last[each.number], each.at))
        last[each.number] = each.at
    return found


def _unexplained(repeats: Sequence[tuple[float, float]], kills: Sequence[float]) -> int:
    """Return how many repeats are left when each kill has explained one of those it lies within: the one that ends first.

    Giving each moment to the open interval that ends first explains as many as possible (Glover 1967, convex bipartite graphs).
    """
    open_ones = sorted(repeats, key=lambda repeat: repeat[1])
    for kill in sorted(kills):
        explained = next((repeat for repeat in open_ones if repeat[0] - READING <= kill < repeat[1]), None)
        if explained is not None:
            open_ones.remove(explained)
    return len(open_ones)


def _descents(numbers: Sequence[int]) -> int:
    return sum(after < before for before, after in pairwise(numbers))
