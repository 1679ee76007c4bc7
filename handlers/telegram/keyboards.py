"""The buttons under messages, and what pressing one says. Pure functions.

Callback data, at most 64 bytes: `c:<choice token>`, `r:<answer token>:up|down`, `o:<answer token>` (an officer, please), `l:<language>`;
`f:...` is a button of a form (see `handlers.telegram.screens`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.answer import Answer, Outcome, Rating
from bot.domain.messages import Choice
from bot.domain.people import Language
from bot.domain.screens import Action
from bot.texts import say

UNRATED = frozenset({Outcome.CLARIFICATION, Outcome.ERROR})
LONGEST_LABEL = 60
CHOSEN = "✓ "
TOKEN = re.compile(r"[!-~]{1,24}")

BEGIN = f"f:{Action(0, '@start', 'begin')}"

Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button says: `kind` is c, r, o or l; `token` names a choice, answer or language; `extra` is the thumb."""

    kind: str
    token: str
    extra: str = ""


def read(data: str) -> Pressed | None:
    """Return what callback data says; None where it is no button of ours."""
    kind, _, rest = data.partition(":")
    token, extra = rest, ""
    if kind == "r":
        token, _, extra = rest.rpartition(":")
    is_ours = kind in {"c", "r", "o", "l"} and TOKEN.fullmatch(token) is not None
    return Pressed(kind, token, extra) if is_ours else None


def under(given: Answer) -> InlineKeyboardMarkup | None:
    """Return what belongs under an answer: thumbs, an officer where it is a refusal, then questions to go on with."""
    thumbs = [] if given.outcome in UNRATED else [_thumbs(given)]
    officer = [_officer(given.token, given.language, is_asked=given.is_passed_on)] if given.outcome is Outcome.NOT_IN_INDEX else []
    return _keyboard([*thumbs, *officer, *_choice_rows(given.choices)])


def choices(offered: Iterable[Choice], form: str = "") -> InlineKeyboardMarkup | None:
    """Return a button for each choice, one a row, and one that leads to the form."""
    rows = [[InlineKeyboardButton(form, callback_data=BEGIN)]] if form else []
    return _keyboard([*_choice_rows(offered), *rows])


def languages(chosen: Language | None = None) -> InlineKeyboardMarkup:
    """Return a button for each language, in its own words, with a mark on the chosen one."""
    labels = {one: _marked(say(one, f"language.{one}"), is_chosen=one is chosen) for one in Language}
    buttons = (InlineKeyboardButton(label, callback_data=f"l:{one}") for one, label in labels.items())
    return InlineKeyboardMarkup([[button] for button in buttons])


def rated(keyboard: InlineKeyboardMarkup, token: str, rating: Rating) -> InlineKeyboardMarkup:
    """Return the same keyboard with a mark on the chosen thumb only."""
    return InlineKeyboardMarkup([[_rated(button, token, rating) for button in row] for row in keyboard.inline_keyboard])


def with_officer(keyboard: InlineKeyboardMarkup, token: str, language: Language, *, is_asked: bool = False) -> InlineKeyboardMarkup:
    """Return the same keyboard with a button for an officer below the thumbs, marked where one was asked for."""
    rows = [list(row) for row in keyboard.inline_keyboard]
    place = next((number for number, row in enumerate(rows) if _is_officer(row, token)), None)
    if place is not None and is_asked:
        rows[place] = _officer(token, language, is_asked=True)
    if place is None:
        rows.insert(1, _officer(token, language, is_asked=is_asked))
    return InlineKeyboardMarkup(rows)


def cut(label: str, longest: int = LONGEST_LABEL) -> str:
    """Return a label that fits a button, cut between words where possible."""
    line = " ".join(label.split())
    if len(line) <= longest:
        return line
    short = line[: longest - 1]
    if line[longest - 1] != " ":
        words = short.rpartition(" ")[0]
        short = words if len(words) > longest // 2 else short
    return f"{short.rstrip(' ,;:.')}…"


def _choice_rows(offered: Iterable[Choice]) -> list[Row]:
    return [[InlineKeyboardButton(cut(choice.label) or "…", callback_data=f"c:{choice.token}")] for choice in offered]


def _thumbs(given: Answer) -> Row:
    return [
        InlineKeyboardButton(
            _marked(say(given.language, f"button.{thumb}"), is_chosen=thumb is given.rating),
            callback_data=f"r:{given.token}:{thumb}",
        )
        for thumb in Rating
    ]


def _officer(token: str, language: Language, *, is_asked: bool) -> Row:
    label = "button.officer_asked" if is_asked else "button.officer"
    return [InlineKeyboardButton(_marked(say(language, label), is_chosen=is_asked), callback_data=f"o:{token}")]


def _is_officer(row: Row, token: str) -> bool:
    return any(button.callback_data == f"o:{token}" for button in row)


def _rated(button: InlineKeyboardButton, token: str, rating: Rating) -> InlineKeyboardButton:
    pressed = read(button.callback_data) if isinstance(button.callback_data, str) else None
    if pressed is None or (pressed.kind, pressed.token) != ("r", token):
        return button
    text = _marked(button.text.removeprefix(CHOSEN), is_chosen=pressed.extra == rating)
    return InlineKeyboardButton(text, callback_data=button.callback_data)


def _marked(label: str, *, is_chosen: bool) -> str:
    return f"{CHOSEN}{label}" if is_chosen else label


def _keyboard(rows: list[Row]) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup(rows) if rows else None
