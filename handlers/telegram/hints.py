"""What is no text gets a friendly line; an album gets one, not one for each picture."""

from dataclasses import dataclass, field
from types import MappingProxyType

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.delivery.recently import Recently
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import hint_of, place_of, sender_of
from handlers.telegram.sending import Sending

KINDS = MappingProxyType(
    {
        "sticker": "hint.sticker",
        "voice": "hint.voice",
        "audio": "hint.voice",
        "video_note": "hint.voice",
        "photo": "hint.file",
        "video": "hint.file",
        "animation": "hint.file",
        "document": "hint.file",
        "venue": "hint.location",
        "location": "hint.location",
        "contact": "hint.contact",
        "poll": "hint.other",
        "dice": "hint.other",
        "game": "hint.other",
        "story": "hint.other",
        "paid_media": "hint.other",
        "checklist": "hint.other",
    }
)
"""Kinds of messages that people send, and the words for each. Whatever else has no text is Telegram's own notice."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Answers what the bot cannot read."""

    speak: Speak
    send: Sending
    albums: Recently = field(default_factory=lambda: Recently(seconds=3600))

    async def given(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot can do with this kind of message."""
        message = update.message
        key = kind_of(message) if message else None
        if message is None or key is None or self._is_told(message):
            return
        language = await self.speak.language_of(sender_of(update), hint_of(update))
        await self.send(place_of(message), render.words(say(language, key)))

    def _is_told(self, message: Message) -> bool:
        if message.media_group_id is None:
            return False
        album = (message.chat.id, message.media_group_id)
        is_told = album in self.albums
        self.albums.add(album)
        return is_told


def kind_of(message: Message) -> str | None:
    """Return the key of the words for a message without text; None for what is no message of a person."""
    return next((key for name, key in KINDS.items() if getattr(message, name, None)), None)
