"""Verify: every sentence with a number, date, name or rule must stand in a cited passage, every citation in the corpus."""

import re
from collections.abc import Iterator

from knowledge.answering import Outcome, Reply, Thinking
from knowledge.passages import Kind, Passage
from knowledge.sentences import sentences

_CLAIM = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/[\w./-]*)?|\d+(?:[.,/]\d+)*|(?<![.!?:]\s)(?<!^)\b[A-Z][\w'-]+")


def verify(thinking: Thinking) -> Reply | None:
    """Let the composed reply pass when all its claims stand in what it cites; else refuse without citation."""
    reply = thinking.reply
    if reply is not None and reply.outcome is Outcome.ANSWERED and stands(reply, thinking):
        return reply
    return thinking.ends(Outcome.NOT_IN_INDEX, thinking.say("answer.not_in_index"))


def stands(reply: Reply, thinking: Thinking) -> bool:
    """Tell whether each sentence of the reply is supported."""
    cited = {cited.passage.id: cited.passage for cited in reply.citations}
    if not cited or any(thinking.library.corpus.get(name) is None for name in cited):
        return False
    support = "\n".join(_support(passage) for passage in cited.values())
    own_words = {sentence for words in _own_words(thinking) for sentence in sentences(words)}
    return all(sentence in support or sentence in own_words or _claims(sentence) <= _claims(support) for sentence in sentences(reply.text))


def _own_words(thinking: Thinking) -> Iterator[str]:
    """Yield what is said without a source: what was understood, and what is not known."""
    yield from (*thinking.notices, *thinking.lacks)
    yield from (thinking.wording(passage).text for passage in thinking.passages if passage.kind is Kind.UNKNOWN)


def _support(passage: Passage) -> str:
    source = passage.source
    texts = [f"{words.heading}\n{words.text}" for words in passage.words.values()]
    return "\n".join([*texts, *source.status_note.values(), *source.title.values(), source.label, *source.rules])


def _claims(text: str) -> set[str]:
    return {claim.lower() for claim in _CLAIM.findall(text)}
