"""Draws a step of a form as Telegram messages. Pure functions."""

from collections.abc import Iterator

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.screens import Screen
from handlers.telegram.keyboards import CHOSEN, cut
from handlers.telegram.render import Piece, pieces_of, sources_of
from handlers.telegram.rich import Block, Run, Style, block

FORM = "f:"
CAPTION = 900
"""Telegram takes 1,024 characters under a picture; the rest is room for mark-up."""
STEPS = 10


def screen(given: Screen) -> list[Piece]:
    """Return the messages of a screen, the buttons under the last."""
    return pieces_of(_blocks(given), keyboard(given))


def keyboard(given: Screen) -> InlineKeyboardMarkup | None:
    """Return the buttons of a screen."""
    rows = [
        [
            InlineKeyboardButton(cut(f"{CHOSEN if button.is_chosen else ''}{button.label}"), callback_data=f"{FORM}{button.action}")
            for button in row
        ]
        for row in given.rows
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _blocks(given: Screen) -> Iterator[Block]:
    if given.notice:
        yield block(Run(given.notice, Style.ITALIC))
    if given.heading:
        bar = f"\n{_bar(*given.progress)}" if given.progress else ""
        yield block(Run(given.heading, Style.BOLD), bar)
    for paragraph in given.text.split("\n\n"):
        if paragraph.strip():
            yield block(paragraph.strip())
    yield from sources_of(given.citations, given.language)


def _bar(done: int, of_all: int) -> str:
    """Return how far it is, as ten boxes."""
    full = round(STEPS * done / of_all) if of_all else 0
    return "▰" * full + "▱" * (STEPS - full)
