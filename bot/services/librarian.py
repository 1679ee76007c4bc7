"""The thinker: asks the knowledge library in one worker thread, and puts its replies into the words of the domain."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from bot.domain.answer import Citation, Outcome
from bot.domain.errors import ChoiceGone
from bot.domain.messages import Choice
from bot.domain.people import Language
from bot.texts import say
from knowledge.answering import Answerer, Cited, Reply
from knowledge.kinship import Placed, placed
from knowledge.passages import Passage
from knowledge.steps.compose import cite
from knowledge.steps.openers import openers

_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Considered:
    """A thought of the librarian (see `bot.domain.ports.Thought`)."""

    outcome: Outcome
    language: Language
    text: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()


class Librarian:
    """Thinks in one worker thread: the model holds no lock, but one core is what one question takes."""

    def __init__(self, answerer: Answerer) -> None:
        """Take the answerer and start the thread."""
        self._answerer = answerer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="librarian")

    async def think(self, question: str, *, before: tuple[str, ...], language: Language | None) -> Considered:
        """Answer `question`."""
        return considered(await self._in_thread(self._answerer.answer, question, before, language))

    async def follow(self, token: str, *, language: Language) -> tuple[str, Considered]:
        """Answer what a button leads to. Raises `ChoiceGone`."""
        followed = await self._in_thread(self._answerer.follow, token, language.value)
        if followed is None:
            raise ChoiceGone
        question, reply = followed
        return question, considered(reply)

    def openers(self, language: Language) -> tuple[Choice, ...]:
        """Return a few questions to begin with."""
        return tuple(_choice(passage, language) for passage in openers(self._answerer.library.corpus))

    async def place(self, question: str) -> Placed:
        """Return where a question lies, to find others that ask the same."""
        return await self._in_thread(placed, self._answerer.library, question)

    def topic(self, passage_id: str) -> str | None:
        """Return the topic of a passage; None where the corpus has none of that id."""
        passage = self._answerer.library.corpus.get(passage_id)
        return None if passage is None else passage.topic

    def cite(self, passage_id: str, language: Language) -> Citation | None:
        """Return a passage as a citation by itself; None where the corpus has none of that id. It only looks it up."""
        passage = self._answerer.library.corpus.get(passage_id)
        return None if passage is None else _citation(cite(passage, language.value), language)

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(cancel_futures=True)

    async def _in_thread(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **kwargs))


def considered(reply: Reply) -> Considered:
    """Put a reply of the library into the words of the domain."""
    language = Language(reply.language)
    return Considered(
        Outcome(reply.outcome),
        language,
        reply.text,
        tuple(_citation(cited, language) for cited in reply.citations),
        tuple(_choice(passage, language) for passage in reply.choices),
    )


def _citation(cited: Cited, language: Language) -> Citation:
    passage = cited.passage
    status = say(language, f"status.{passage.status}")
    return Citation(passage.id, cited.label, cited.title, status, passage.wording(language).heading, cited.quote, cited.url)


def _choice(passage: Passage, language: Language) -> Choice:
    return Choice(passage.token, passage.wording(language).heading)
