"""A question becomes an answer in a literal list of steps. Reading `STEPS` is reading the product."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from knowledge.leaning import Leaning
from knowledge.lexicon import Lexicon
from knowledge.passages import Corpus, Passage, Wording
from knowledge.retrieval import Found, Retriever
from knowledge.rules import Mention, Rule
from knowledge.scope import Calibration


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_IN_INDEX = "not_in_index"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFICATION = "clarification"
    ERROR = "error"


class Say(Protocol):
    """Gives the words of a text key in a language (`id`, `en`)."""

    def __call__(self, language: str, key: str, /, **values: str | int) -> str:
        """Return the text with its placeholders filled."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the passage, the page it was read on, and the sentence that carries the answer."""

    passage: Passage
    label: str
    title: str
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes of a question. `choices` are passages whose headings can be tapped."""

    outcome: Outcome
    language: str
    text: str
    citations: tuple[Cited, ...] = ()
    choices: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Library:
    """All that the steps look things up in: one corpus, its retriever, its words.

    `matters` has the decoys that ask something of the bot itself, and the text key of what is said then.
    """

    corpus: Corpus
    retriever: Retriever
    lexicon: Lexicon
    leaning: Leaning
    rules: frozenset[Rule]
    calibration: Calibration
    say: Say
    matters: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Thinking:
    """One question on its way through the steps: each step reads what the earlier ones found out, and adds its own."""

    library: Library
    asked: str
    before: tuple[str, ...] = ()
    chosen_language: str | None = None
    language: str = "id"
    text: str = ""
    query: str = ""
    focus: str = ""
    clauses: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()
    found: Found = field(default_factory=lambda: Found((), 0.0))
    passages: list[Passage] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    reply: Reply | None = None

    def say(self, key: str, **values: str | int) -> str:
        """Return words in the language of the answer."""
        return self.library.say(self.language, key, **values)

    def wording(self, passage: Passage) -> Wording:
        """Return a passage's words in the language of the answer."""
        return passage.wording(self.language)

    def ends(self, outcome: Outcome, text: str, **parts: tuple[Passage, ...]) -> Reply:
        """Return a reply without citation."""
        return Reply(outcome, self.language, text, choices=parts.get("choices", ()))


Step = Callable[[Thinking], Reply | None]
Extend = Callable[[Sequence[Passage]], Library]
"""Makes the library that has further passages besides those of its corpus; takes seconds."""


class Answerer:
    """Answers questions from one library. Synchronous; a question takes some 20 ms."""

    def __init__(self, library: Library, steps: Mapping[str, Step] | None = None, extend: Extend | None = None) -> None:
        """Keep the library; `steps` replace the standard ones (for tests and measurements), `extend` makes a larger library."""
        from knowledge.steps import STEPS  # noqa: PLC0415 - the steps are written in the words of this module

        self.library, self._steps, self._extend = library, dict(steps or STEPS), extend

    def with_more(self, more: Sequence[Passage]) -> "Answerer":
        """Return one beside this one that knows further passages too, besides those of the corpus. Raises `LookupError` where it cannot."""
        if self._extend is None:
            raise LookupError
        return Answerer(self._extend(more), self._steps, self._extend)

    def becomes(self, other: "Answerer") -> None:
        """Answer from the library of another one from the next question on."""
        self.library = other.library

    def answer(self, question: str, before: tuple[str, ...] = (), language: str | None = None) -> Reply:
        """Answer `question`; `before` are the person's last questions, oldest first; `language` the one they chose."""
        thinking = Thinking(self.library, question, before, language)
        for step in self._steps.values():
            if (reply := step(thinking)) is not None:
                return reply
        msg = "no step ended the question"
        raise RuntimeError(msg)

    def follow(self, token: str, language: str) -> tuple[str, Reply] | None:
        """Answer what a button leads to: its heading and the passage's answer; None when the passage is gone."""
        from knowledge.steps import answer_from  # noqa: PLC0415 - see above

        passage = self.library.corpus.by_token(token)
        if passage is None:
            return None
        heading = passage.wording(language).heading
        thinking = Thinking(self.library, heading, language=language, text=heading, passages=[passage])
        return heading, answer_from(thinking)
