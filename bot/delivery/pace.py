"""How fast may be sent: evenly for the whole token, slowly for each chat. Telegram counts; whoever exceeds is stopped.

Telegram's limits (Bots FAQ, "My bot is hitting limits"): about 30 messages in a second over all chats, one in a second in
one chat with short bursts, 20 in a minute in a group. Changing a message and confirming a press are no messages.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

MESSAGES = ("send", "copy", "forward")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed. With 27.5 in a second and a burst of 2 no second sees more than 29; one more is left for what is late by chance."""

    per_second: float = 27.5
    burst: int = 2
    chat_seconds: float = 1.0
    chat_burst: int = 3
    group_messages: int = 20
    group_seconds: float = 60.0


UNLIMITED = Limits(per_second=1e6, burst=1000, chat_seconds=0.0, group_messages=1_000_000)


def counts(method: str) -> bool:
    """Tell whether a call of that method is a message."""
    return method.startswith(MESSAGES)


def weight(parameters: Mapping[str, Any]) -> int:
    """Return how many messages a call is: those of an album count one by one."""
    album = parameters.get("media")
    return len(album) if isinstance(album, list) else 1


EVENLY = 1.5
"""The burst of bulk: what goes a little late, since a timer was, takes nothing from the one after it."""


@dataclass
class Spacing:
    """Lets one through every `seconds`, and up to `burst` at once where nothing went before (GCRA)."""

    seconds: float
    burst: int
    _free_at: float = 0.0

    def wait(self, now: float, burst: float | None = None) -> float:
        """Return how long the next one has to wait."""
        allowed = (self.burst if burst is None else burst) - 1
        return max(0.0, self._free_at - allowed * self.seconds - now)

    def take(self, now: float) -> None:
        """Let one through."""
        self._free_at = max(self._free_at, now) + self.seconds


@dataclass
class Pace:
    """The pace of one token."""

    limits: Limits = field(default_factory=Limits)
    now: Callable[[], float] = monotonic
    most_chats: int = 20_000
    _stopped_until: float = 0.0
    _chats: OrderedDict[str, Spacing] = field(default_factory=OrderedDict)
    _groups: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._token = Spacing(1 / self.limits.per_second, self.limits.burst)

    def stop(self, seconds: float) -> None:
        """Let nothing through for so long: Telegram said so."""
        self._stopped_until = max(self._stopped_until, self.now() + seconds)

    def stopped(self) -> float:
        """Return for how long nothing at all may be sent."""
        return max(0.0, self._stopped_until - self.now())

    def token_wait(self, *, is_bulk: bool = False, messages: int = 1) -> float:
        """Return how long so many messages have to wait, whoever they are for. Bulk is spaced evenly; replies may come in twos."""
        burst = (min(EVENLY, self.limits.burst) if is_bulk else self.limits.burst) - (messages - 1)
        return max(self.stopped(), self._token.wait(self.now(), burst))

    def chat_wait(self, chat: str) -> float:
        """Return how long the next message to that chat has to wait."""
        now = self.now()
        waits = [self._chats[chat].wait(now)] if chat in self._chats else [0.0]
        sent = self._groups.get(chat)
        if sent is not None and len(sent) == self.limits.group_messages:
            waits.append(sent[0] + self.limits.group_seconds - now)
        return max(0.0, *waits)

    def take(self, chat: str, messages: int = 1) -> None:
        """Count messages to that chat."""
        now = self.now()
        for _ in range(messages):
            self._token.take(now)
        self._of_chat(chat).take(now)
        if chat.startswith("-"):
            sent = self._groups.setdefault(chat, deque(maxlen=self.limits.group_messages))
            sent.append(now)
            _keep_newest(self._groups, chat, self.most_chats)

    def _of_chat(self, chat: str) -> Spacing:
        spacing = self._chats.setdefault(chat, Spacing(self.limits.chat_seconds, self.limits.chat_burst))
        _keep_newest(self._chats, chat, self.most_chats)
        return spacing


def _keep_newest(kept: "OrderedDict[str, Spacing] | OrderedDict[str, deque[float]]", chat: str, most: int) -> None:
    kept.move_to_end(chat)
    if len(kept) > most:
        kept.popitem(last=False)
