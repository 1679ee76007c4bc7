"""Puts an announcement into the shape of the outbox: one call for each recipient, whatever it consists of."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode

from bot.domain.announcement import Attached, Link
from bot.domain.delivery import Kind, Outgoing
from bot.domain.people import Address, Channel
from bot.domain.screens import Action
from bot.services.announcing.content import Framed
from bot.services.announcing.drafting import NEWS
from handlers.telegram.keyboards import cut
from handlers.telegram.screens import FORM
from handlers.telegram.sending import NO_PREVIEW, VAULT


@dataclass(frozen=True, slots=True)
class Bearing:
    """Bears announcements for a bot; `source` is its name in the outbox."""

    source: str

    def __call__(self, address: Address, given: Framed, key: str, kind: Kind) -> Sequence[Outgoing]:
        """Return the call that brings it to the person at `address`; nothing where they are elsewhere."""
        if address.channel is not Channel.TELEGRAM:
            return ()
        match given.files:
            case ():
                words = {"text": given.html, "link_preview_options": NO_PREVIEW}
                method, parameters = "sendMessage", {**words, **_html(), **_keyboard(given)}
            case (file,):
                name, method = ("photo", "sendPhoto") if _is_photo(file) else ("document", "sendDocument")
                parameters = {name: _in_vault(file), "caption": given.html, **_html(), **_keyboard(given)}
            case files:
                method, parameters = "sendMediaGroup", {"media": [_of_album(file) for file in files]}
                # a media group has no buttons: its links stand under the words
                parameters["media"][0] |= {"caption": "\n".join([given.html, *map(_link, given.links)]), **_html()}
        return (Outgoing(self.source, address.id, method, parameters, plain=given.plain, kind=kind, key=key),)


def _keyboard(given: Framed) -> dict[str, Any]:
    rows = [
        [
            InlineKeyboardButton(cut(link.label), url=link.url)
            if not link.question
            else InlineKeyboardButton(cut(link.label), callback_data=f"{FORM}{Action(given.id, NEWS, 'ask', str(number))}")
        ]
        for number, link in enumerate(given.links)
    ]
    return {"reply_markup": InlineKeyboardMarkup(rows).to_dict()} if rows else {}


def _link(link: Link) -> str:
    return f'🔗 <a href="{escape(link.url)}">{escape(link.label, quote=False)}</a>'


def _of_album(file: Attached) -> dict[str, Any]:
    return {"type": "photo" if _is_photo(file) else "document", "media": _in_vault(file)}


def _in_vault(file: Attached) -> dict[str, str]:
    return {VAULT: file.digest, "name": file.name}


def _is_photo(file: Attached) -> bool:
    return file.media_type.startswith("image/")


def _html() -> dict[str, str]:
    return {"parse_mode": ParseMode.HTML}
