"""What the bot says to a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from bot.domain.messages import Choice
from bot.domain.people import Language
from bot.domain.waiting import OfficerWords


class Outcome(StrEnum):
    """How a question ended: the spine of texts, figures and evaluation."""

    ANSWERED = "answered"
    NOT_IN_INDEX = "not_in_index"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFICATION = "clarification"
    ERROR = "error"


class Rating(StrEnum):
    """A thumb under an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer stands.

    `passage` is the stable id of the passage; `label` names the rule or topic; `title` says who published what; `status` is the
    legal status in words of the answer's language; `locator` is the passage's heading; `quote` is a sentence of the passage;
    `url` may be empty where a fact has no public page.
    """

    passage: str
    label: str
    title: str
    status: str
    locator: str
    quote: str
    url: str

    @property
    def page(self) -> str:
        """Return the part of the title that names the page."""
        return self.title.rpartition(" - ")[2]


def by_passage(citations: Iterable[Citation]) -> list[tuple[Citation, ...]]:
    """Return neighbouring citations that say the same and differ only in the page, together."""
    grouped = groupby(citations, key=lambda each: (each.passage, each.label, each.status, each.quote))
    return [tuple(same) for _, same in grouped]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `token` names it in a rating button (ASCII, at most 24 characters); a refusal carries no citation.

    `text` is plain text, paragraphs parted by a blank line. `choices` are related or clarifying questions to tap; `is_passed_on`
    tells that the asker wanted an officer.
    """

    token: str
    outcome: Outcome
    language: Language
    text: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    rating: Rating | None = None
    is_passed_on: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, as a conversation remembers it. `asked_at` is aware UTC; `officer` is what one said later."""

    question: str
    answer: Answer
    asked_at: datetime
    officer: OfficerWords | None = None
