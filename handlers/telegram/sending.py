"""Puts messages into the shape of the outbox: what is sent, and what instead where Telegram refuses the HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode

from bot.domain.delivery import Outgoing
from handlers.telegram.addressing import Place
from handlers.telegram.render import Piece

NO_PREVIEW = {"is_disabled": True}


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

    def _message(self, place: Place, piece: Piece, key: str | None, *, is_first: bool) -> Outgoing:
        parameters: dict[str, Any] = {"text": piece.html or piece.plain, "link_preview_options": NO_PREVIEW}
        if piece.html:
            parameters["parse_mode"] = ParseMode.HTML
        if piece.keyboard is not None:
            parameters["reply_markup"] = piece.keyboard.to_dict()
        parameters |= _where(place, is_first=is_first)
        return Outgoing(self.source, str(place.chat_id), "sendMessage", parameters, plain=piece.plain if piece.html else "", key=key)


def _where(place: Place, *, is_first: bool) -> Mapping[str, Any]:
    where: dict[str, Any] = {}
    if place.thread_id is not None:
        where["message_thread_id"] = place.thread_id
    if place.reply_to is not None and is_first:
        where["reply_parameters"] = {"message_id": place.reply_to, "allow_sending_without_reply": True}
    return where
