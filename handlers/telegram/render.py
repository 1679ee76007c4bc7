"""Draws what the services return as Telegram messages. Pure functions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from telegram import ForceReply, InlineKeyboardMarkup

from bot.domain.answer import Answer, Citation, Outcome, by_passage
from bot.domain.messages import Prompt
from bot.domain.people import Language
from bot.texts import say
from handlers.telegram import keyboards
from handlers.telegram.rich import Block, Run, Style, block, html_of, plain_of
from handlers.telegram.splitting import LIMIT, messages

SIGNS = {Outcome.NOT_IN_INDEX: "📭", Outcome.OUT_OF_SCOPE: "🧭", Outcome.ERROR: "⚠️"}
LONGEST_TITLE = 60
UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Keyboard = InlineKeyboardMarkup | ForceReply


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: as HTML, and as plain text for when Telegram refuses the HTML."""

    html: str
    plain: str
    keyboard: Keyboard | None = None


def answer(given: Answer, *, question: str = "", is_edited: bool = False) -> list[Piece]:
    """Return the messages of an answer.

    `question` is shown above where the person did not type it themselves (a tapped choice); `is_edited` says that it
    answers an edited message.
    """
    return pieces_of(_answer_blocks(given, question, is_edited=is_edited), keyboards.under(given))


def prompt(given: Prompt) -> list[Piece]:
    """Return the messages of a welcome, help or privacy text: its short first line is the title."""
    title, *rest = _paragraphs(given.text) or [""]
    is_title = "\n" not in title and len(title) <= LONGEST_TITLE
    head = block(Run(title, Style.BOLD if is_title else Style.PLAIN))
    return pieces_of([head, *map(block, rest)], keyboards.choices(given.choices, given.form))


def words(text: str, keyboard: Keyboard | None = None) -> list[Piece]:
    """Return the messages of a short text."""
    return pieces_of(map(block, _paragraphs(text)), keyboard)


def _answer_blocks(given: Answer, question: str, *, is_edited: bool) -> Iterator[Block]:
    if is_edited:
        yield block(Run(say(given.language, "telegram.edited"), Style.ITALIC))
    if question.strip():
        yield block("❓ ", Run(_sendable(question).strip(), Style.BOLD))
    if given.outcome in SIGNS:
        yield block(f"{SIGNS[given.outcome]} ", Run(say(given.language, f"outcome.{given.outcome}"), Style.BOLD))
    yield from map(block, _paragraphs(given.text))
    yield from sources_of(given.citations, given.language)


def sources_of(citations: Iterable[Citation], language: Language) -> Iterator[Block]:
    """Return where something stands, one quoted block for each passage with all its pages."""
    for number, same in enumerate(by_passage(citations)):
        head = () if number else (Run(say(language, "button.sources"), Style.BOLD), "\n")
        yield block(*head, *_citation(*same), is_quote=True)


def _citation(first: Citation, *others: Citation) -> Iterator[Run | str]:
    yield Run(_sendable(first.label), Style.BOLD)
    if first.status:
        yield f" ({_sendable(first.status)})"
    for title, url in ((first.title, first.url), *((each.page, each.url) for each in others)):
        if title:
            yield "\n"
            yield Run(_sendable(title), url=web_address(url))
    if first.quote:
        yield "\n"
        yield Run(f"“{_sendable(first.quote)}”", Style.ITALIC)


def web_address(url: str) -> str:
    """Return the address if a phone may be sent there, else nothing."""
    return _sendable(url).strip() if url.startswith(("https://", "http://")) else ""


def pieces_of(blocks: Iterable[Block], keyboard: Keyboard | None) -> list[Piece]:
    """Return blocks as messages, the keyboard under the last."""
    parts = messages(blocks) or [[block("…")]]  # Telegram takes no empty message
    pieces = [Piece(html_of(part), plain_of(part, LIMIT)) for part in parts]
    pieces[-1] = replace(pieces[-1], keyboard=keyboard)
    return pieces


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", _sendable(text)) if part.strip()]


def _sendable(text: str) -> str:
    """Return `text` without what Telegram does not take: control characters and halves of surrogate pairs."""
    return UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
