"""What is no text gets a friendly line; an album gets one, not one for each picture."""

from dataclasses import dataclass
from types import MappingProxyType

from telegram import Message, Update

from bot.delivery.reaction import Reaction, saying
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import hint_of, place_of, sender_of
from handlers.telegram.announcing import NewsDesk
from handlers.telegram.forms import Forms
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
    forms: Forms
    news: NewsDesk

    async def given(self, update: Update, _: object) -> Reaction:
        """Take what a form asks for; else say what the bot can do with this kind of message."""
        if (taken := await self.news.heard(update) or await self.forms.sent(update)) is not None:
            return taken
        message = update.message
        key = kind_of(message) if message else None
        if message is None or key is None:
            return Reaction()
        if (taken := await self.forms.still(update, message, f"form.{key}", self._effect(message))) is not None:
            return taken
        language = await self.speak.language_of(sender_of(update), hint_of(update))
        return saying(*self.send(place_of(message), render.words(say(language, key)), self._effect(message)))

    def _effect(self, message: Message) -> str | None:
        """Name the hint of an album after the album: the outbox takes it once, whichever picture comes first."""
        album = message.media_group_id
        return album and f"{self.send.source}:{message.chat.id}:album:{album}"


def kind_of(message: Message) -> str | None:
    """Return the key of the words for a message without text; None for what is no message of a person."""
    return next((key for name, key in KINDS.items() if getattr(message, name, None)), None)
