"""Twins of what the services need from outside."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.answer import Citation, Outcome
from bot.domain.errors import ChoiceGone
from bot.domain.messages import Choice
from bot.domain.people import Language

CITATION = Citation(
    passage="pp-29-2018.jumlah-unit",
    label="PP 29/2018",
    title="Dinas, tulisan tentang sentra IKM",
    status="dipakai sekarang",
    locator="Berapa usaha supaya disebut sentra IKM?",
    quote="Paling sedikit lima usaha.",
    url="https://example.go.id/sentra",
)
OPENER = Choice(token="buka-1", label="Apa itu OVOP?")
RELATED = Choice(token="p-sentra", label="Apa itu sentra?")


@dataclass
class FixedClock:
    """A clock that stands still until a test moves it."""

    moment: datetime = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, span: timedelta) -> None:
        self.moment += span


@dataclass(frozen=True)
class FakeThought:
    """A thought as the answering engine would give it."""

    text: str = "Paling sedikit lima usaha."
    outcome: Outcome = Outcome.ANSWERED
    language: Language = Language.INDONESIAN
    citations: tuple[Citation, ...] = (CITATION,)
    choices: tuple[Choice, ...] = (RELATED,)


@dataclass(frozen=True)
class Heard:
    """What a thinker was asked."""

    question: str
    before: tuple[str, ...]
    language: Language | None


async def _at_once() -> None:
    """Let no time pass."""


@dataclass
class FakeThinker:
    """Gives `thought`, or raises `failure`, and remembers what it heard. `meanwhile` runs while it thinks."""

    thought: FakeThought = field(default_factory=FakeThought)
    failure: BaseException | None = None
    meanwhile: Callable[[], Awaitable[None]] = _at_once
    heard: list[Heard] = field(default_factory=list)

    async def think(self, question: str, *, before: tuple[str, ...], language: Language | None) -> FakeThought:
        self.heard.append(Heard(question, before, language))
        await self.meanwhile()
        if self.failure is not None:
            raise self.failure
        return self.thought

    async def follow(self, token: str, *, language: Language) -> tuple[str, FakeThought]:
        known = {choice.token: choice.label for choice in (OPENER, RELATED)}
        if token not in known:
            raise ChoiceGone
        return known[token], await self.think(known[token], before=(), language=language)

    def openers(self, language: Language) -> tuple[Choice, ...]:
        return (OPENER,)


@dataclass
class ScriptedThinker:
    """Answers by a word of the question, else by `otherwise`. `heard` is what it was asked; a shut `gate` holds it up."""

    script: dict[str, FakeThought]
    otherwise: FakeThought
    first: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    """Choices that can be followed and are no openers."""
    heard: list[str] = field(default_factory=list)
    languages: list[Language | None] = field(default_factory=list)
    """The language that was wanted for each question in `heard`."""
    failure: Exception | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def think(self, question: str, *, before: tuple[str, ...], language: Language | None) -> FakeThought:
        self.heard.append(question)
        self.languages.append(language)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return next((thought for word, thought in self.script.items() if word in question.lower()), self.otherwise)

    async def follow(self, token: str, *, language: Language) -> tuple[str, FakeThought]:
        label = next((choice.label for choice in (*self.first, *self.more) if choice.token == token), None)
        if label is None:
            raise ChoiceGone
        return label, await self.think(label, before=(), language=language)

    def openers(self, language: Language) -> tuple[Choice, ...]:
        return self.first
