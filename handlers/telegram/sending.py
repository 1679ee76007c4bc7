"""Puts messages into the shape of the outbox: what is sent, and what instead where Telegram refuses the HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode

from bot.domain.delivery import Kind, Outgoing
from bot.domain.screens import Enclosed, Screen
from handlers.telegram import screens
from handlers.telegram.addressing import Place, place_of_press
from handlers.telegram.render import Piece

EDITABLE = timedelta(hours=40)
"""Telegram lets a bot change its messages for 48 hours; a later press is answered by a new one."""
NO_PREVIEW = {"is_disabled": True}
VAULT = "vault"
"""Stands for a file in the parameters of a call: the vault has it under that digest (see `handlers.telegram.posting`)."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Writes messages for a bot; `source` is its name in inbox and outbox."""

    source: str

    def __call__(self, place: Place, pieces: Sequence[Piece], key: str | None = None) -> tuple[Outgoing, ...]:
        """Return all pieces in their order; only the first points to the message it answers. `key` is of a single piece."""
        return tuple(self._message(place, piece, key, is_first=number == 0) for number, piece in enumerate(pieces))

    def edit(self, chat_id: int, message_id: int, keyboard: InlineKeyboardMarkup, text: str | None = None) -> Outgoing:
        """Return a change of a message: its keyboard, and its text too where there is one."""
        parameters: dict[str, Any] = {"message_id": message_id, "reply_markup": keyboard.to_dict()}
        if text is None:
            return Outgoing(self.source, str(chat_id), "editMessageReplyMarkup", parameters)
        return Outgoing(self.source, str(chat_id), "editMessageText", parameters | {"text": text})

    def change(self, chat_id: int, message_id: int, piece: Piece) -> Outgoing:
        """Return a change of a message into another piece, keyboard and all."""
        parameters = _body(piece) | {"message_id": message_id}
        return Outgoing(self.source, str(chat_id), "editMessageText", parameters, plain=piece.plain if piece.html else "")

    def screen(self, place: Place, given: Screen, key: str | None = None, kind: Kind = Kind.REPLY) -> tuple[Outgoing, ...]:
        """Return a screen as new messages: its files first, and its words under a single file where there is room."""
        pieces = screens.screen(given)
        if len(given.files) == 1 and len(pieces) == 1 and len(pieces[0].plain) <= screens.CAPTION:
            made: list[Outgoing] = [self._file(place, given.files[0], pieces[0])]
        else:
            made = [self._file(place, file, Piece("", file.caption)) for file in given.files]
            made += [self._message(place, piece, None, is_first=number == 0) for number, piece in enumerate(pieces)]
        keys = (key and f"{key}:{number}" for number in range(len(made)))
        return tuple(replace(one, key=name, kind=kind) for one, name in zip(made, keys, strict=True))

    def in_place(self, query: CallbackQuery, given: Screen) -> tuple[Outgoing, ...]:
        """Return a screen in the place of the one whose button was pressed, where Telegram lets it be changed; else as new messages."""
        place, message, pieces = place_of_press(query), query.message, screens.screen(given)
        if not isinstance(message, Message) or not message.text or datetime.now(UTC) - message.date >= EDITABLE:
            return self.screen(place, given)
        if given.files or len(pieces) > 1:
            return self.screen(place, given)
        return (self.change(place.chat_id, message.message_id, pieces[0]),)

    def _file(self, place: Place, file: Enclosed, words: Piece) -> Outgoing:
        field, method = ("photo", "sendPhoto") if file.media_type.startswith("image/") else ("document", "sendDocument")
        parameters = {field: {VAULT: file.digest, "name": file.name}, **_words(words, "caption"), **_where(place, is_first=False)}
        return Outgoing(self.source, str(place.chat_id), method, parameters, plain=words.plain if words.html else "")

    def _message(self, place: Place, piece: Piece, key: str | None, *, is_first: bool) -> Outgoing:
        parameters = {**_body(piece), **_where(place, is_first=is_first)}
        return Outgoing(self.source, str(place.chat_id), "sendMessage", parameters, plain=piece.plain if piece.html else "", key=key)


def _body(piece: Piece) -> dict[str, Any]:
    return {**_words(piece, "text"), "link_preview_options": NO_PREVIEW}


def _words(piece: Piece, name: str) -> dict[str, Any]:
    """Return the words under the name that the method has for them, how they are marked up, and the keyboard."""
    parameters: dict[str, Any] = {name: piece.html or piece.plain}
    if piece.html:
        parameters["parse_mode"] = ParseMode.HTML
    if piece.keyboard is not None:
        parameters["reply_markup"] = piece.keyboard.to_dict()
    return parameters


def _where(place: Place, *, is_first: bool) -> Mapping[str, Any]:
    where: dict[str, Any] = {}
    if place.thread_id is not None:
        where["message_thread_id"] = place.thread_id
    if place.reply_to is not None and is_first:
        where["reply_parameters"] = {"message_id": place.reply_to, "allow_sending_without_reply": True}
    return where
