"""Errors become words: what a person can be told is told, all else is logged once under an incident id."""

import logging
import secrets
from dataclasses import dataclass, replace

from telegram import Update

from bot.delivery.reaction import Reaction, saying
from bot.delivery.trouble import story
from bot.domain.errors import Told
from bot.domain.people import Language
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import Place, hint_of, place_of, place_of_press, sender_of
from handlers.telegram.buttons import Buttons
from handlers.telegram.sending import Sending

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incidents:
    """The last resort of every handler."""

    speak: Speak
    send: Sending
    buttons: Buttons

    async def excuse(self, update: Update, error: Exception) -> Reaction:
        """Tell the person, in their language; log kinds and places of the error, not what was written."""
        if isinstance(error, Told):
            if update.callback_query:
                return await self.buttons.alert(update, error)
            return await self._told(update, error)
        incident = secrets.token_hex(4)
        _log.error("incident %s: update %s failed\n%s", incident, update.update_id, story(error))
        return await self._told(update, Told(incident=incident))

    async def _told(self, update: Update, told: Told) -> Reaction:
        place = _place(update)
        if place is None:
            return Reaction()
        words = self.send(place, render.words(say(await self._language(update), told.text_key, **told.values)))
        query = update.callback_query
        return saying(*words) if query is None else replace(saying(*words), after=lambda: self.buttons.confirm(query))

    async def _language(self, update: Update) -> Language:
        """Ask who knows, but guess where that is what failed."""
        hint = hint_of(update)
        try:
            return await self.speak.language_of(sender_of(update), hint)
        except Exception:  # noqa: BLE001 - the incident is logged already; this is only about its words
            return Language.ENGLISH if (hint or "").startswith(Language.ENGLISH) else Language.INDONESIAN


def _place(update: Update) -> Place | None:
    if update.callback_query:
        return place_of_press(update.callback_query)
    message = update.message or update.edited_message
    return place_of(message) if message else None
