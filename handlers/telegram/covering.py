"""Covers personal numbers (NIK, NPWP, bank accounts) in what comes in, before anything of it is stored; and says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import Update

from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction
from bot.domain.delivery import Outgoing
from bot.personal import is_masked, mask
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import hint_of, place_of, sender_of
from handlers.telegram.sending import Sending

Raw = Mapping[str, Any]
WORDS = frozenset({"text", "caption", "file_name", "title"})
"""What people write, or name, at whatever depth of an update: what they reply to and quote comes with it."""


def covered(raw: Raw) -> Raw:
    """Return the update with personal numbers covered; their length stays, so that entities still point to what they did."""
    return {name: _covered(name, value) for name, value in raw.items()}


def _covered(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return mask(value).text if name in WORDS else value
    if isinstance(value, dict):
        return covered(value)
    return [_covered(name, one) for one in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Covering:
    """Tells people that a number was covered."""

    speak: Speak
    send: Sending

    def told(self, update: Update, reaction: Reaction) -> Reaction:
        """Return the reaction that also says that such numbers are not needed, where one was covered."""
        message = update.message or update.edited_message
        if message is None or not is_masked(message.text or message.caption or ""):
            return reaction

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            said = await reaction.record(session)
            language = await self.speak.language_within(session, sender_of(update), hint_of(update))
            return (*said, *self.send(place_of(message), render.words(say(language, "own.masked"))))

        return replace(reaction, record=record)
