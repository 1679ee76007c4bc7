"""Compose: the direct answer from the best passages, what follows from their legal status, then the sources."""

from collections.abc import Iterator

from knowledge.answering import Cited, Outcome, Reply, Thinking
from knowledge.passages import Kind, Page, Passage
from knowledge.rules import rules_in
from knowledge.sentences import sentences
from knowledge.stemming import stems

MOST_CITATIONS = 4
MOST_CHOICES = 3


def compose(thinking: Thinking) -> Reply | None:
    """Set `reply` from the chosen passages."""
    known = [passage for passage in thinking.passages if passage.kind is Kind.FACT]
    paragraphs = [*thinking.notices, *(thinking.wording(passage).text for passage in thinking.passages), *thinking.lacks]
    if not known:
        return Reply(Outcome.NOT_IN_INDEX, thinking.language, "\n\n".join(paragraphs), choices=_choices(thinking))
    paragraphs += _status(thinking, known, "\n".join(paragraphs))
    cited = tuple(_citations(thinking, known))
    thinking.reply = Reply(Outcome.ANSWERED, thinking.language, "\n\n".join(paragraphs), cited, _choices(thinking))
    return None


def cite(passage: Passage, language: str) -> Cited:
    """Return a citation of a passage by itself: its first page, and the sentence that it begins with."""
    page = next(iter(passage.pages), Page("", ""))
    first = next(iter(sentences(passage.wording(language).text)), "")
    return Cited(passage, passage.source.label, _title(passage, page, language), first, page.url)


def _status(thinking: Thinking, passages: list[Passage], said: str) -> Iterator[str]:
    """Yield what follows from a legal status, unless the text says so itself (names the rule that is worked by now)."""
    named = {str(rule) for rule in rules_in(said)}
    notes = dict.fromkeys(filter(None, (_note(passage, thinking.language) for passage in passages)))
    for note in notes:
        if note not in said and not {str(rule) for rule in rules_in(note)} <= named:
            yield note


def _note(passage: Passage, language: str) -> str:
    note = passage.source.status_note
    return note.get(language, note.get("id", "")) if passage.status is passage.source.status else ""


def _citations(thinking: Thinking, passages: list[Passage]) -> Iterator[Cited]:
    asked = set(stems(thinking.query))
    share = max(1, MOST_CITATIONS // len(passages))
    for passage in passages:
        quote = _stressed(thinking.wording(passage).text, asked)
        for page in (passage.pages or (Page("", ""),))[:share]:
            yield Cited(passage, passage.source.label, _title(passage, page, thinking.language), quote, page.url)


def _title(passage: Passage, page: Page, language: str) -> str:
    title = passage.source.title
    return " - ".join(filter(None, (title.get(language, title["id"]), page.title)))


def _stressed(text: str, asked: set[str]) -> str:
    """Return the sentence that shares most words with the question, the first among equals."""
    return max(sentences(text), key=lambda sentence: len(asked & set(stems(sentence))))


def _choices(thinking: Thinking) -> tuple[Passage, ...]:
    """Return what a reader may want next: related passages first, then other facts that were near."""
    corpus, taken = thinking.library.corpus, {passage.id for passage in thinking.passages}
    related = [corpus.get(name) for passage in thinking.passages for name in passage.related]
    near = [hit.passage for hit in thinking.found.hits if hit.passage.kind is Kind.FACT]
    wanted = {passage.id: passage for passage in [*related, *near] if passage and passage.kind is Kind.FACT}
    return tuple(passage for name, passage in wanted.items() if name not in taken)[:MOST_CHOICES]
