"""What the services need from outside: the seams at which tests put twins."""

from datetime import datetime
from typing import Protocol

from bot.domain.answer import Citation, Outcome
from bot.domain.messages import Choice
from bot.domain.people import Language


class Thought(Protocol):
    """What thinking about a question gave: an answer that is not yet remembered."""

    @property
    def outcome(self) -> Outcome:
        """How it ended."""

    @property
    def language(self) -> Language:
        """The language it is in."""

    @property
    def text(self) -> str:
        """Plain text, paragraphs parted by a blank line."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where it stands; none for a refusal."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be tapped next."""


class Thinker(Protocol):
    """Answers a question; slow (tens of milliseconds), holds no database connection, never blocks the event loop."""

    async def think(self, question: str, *, before: tuple[str, ...], language: Language | None) -> Thought:
        """Answer `question`, given the person's last questions (oldest first) and the language they chose, if any."""

    async def follow(self, token: str, *, language: Language) -> tuple[str, Thought]:
        """Answer what a tapped choice leads to: the question it stands for and the thought. Raises `ChoiceGone`."""

    def openers(self, language: Language) -> tuple[Choice, ...]:
        """Return a few questions to begin with."""


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present moment, aware UTC."""
