"""Think once, and turn whatever goes wrong into an answer that names an incident."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter

from bot.db.answers import Making
from bot.db.words import without_unstorable
from bot.delivery.trouble import story
from bot.domain.answer import Answer, Outcome
from bot.domain.errors import Told
from bot.domain.people import Language
from bot.domain.ports import Thought
from bot.texts import say

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pondered:
    """The question as it was thought about, the answer, and how it came about."""

    question: str
    answer: Answer
    making: Making


async def ponder(thinking: Awaitable[tuple[str, Thought]], *, question: str, spoken: Callable[[], Awaitable[Language]]) -> Pondered:
    """Await a question and its thought. Where that fails, `question` and the `spoken` language serve; `Told` passes."""
    began = perf_counter()
    incident: str | None
    try:
        question, thought = await thinking
        answer, incident = _fresh(thought), None
    except Told:
        raise
    except Exception as error:  # noqa: BLE001 - a border: whatever failed becomes an outcome
        incident = secrets.token_hex(4)
        _log.error("incident %s: thinking failed\n%s", incident, story(error))
        language = await spoken()
        answer = Answer(_token(), Outcome.ERROR, language, say(language, "error.unknown", incident=incident))
    return Pondered(question, answer, Making(round((perf_counter() - began) * 1000), incident))


def _fresh(thought: Thought) -> Answer:
    return Answer(
        token=_token(),
        outcome=thought.outcome,
        language=thought.language,
        text=without_unstorable(thought.text),
        citations=tuple(thought.citations),
        choices=tuple(thought.choices),
    )


def _token() -> str:
    return secrets.token_urlsafe(9)
