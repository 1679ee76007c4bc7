"""Errors become words: what a person can be told is told, all else is logged once under an incident id."""

import logging
import secrets
from dataclasses import dataclass

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.delivery.trouble import story
from bot.domain.errors import Told
from bot.domain.people import Language
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import Place, hint_of, place_of, place_of_press, sender_of
from handlers.telegram.buttons import answered
from handlers.telegram.sending import Sending

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incidents:
    """The last resort of every handler."""

    speak: Speak
    send: Sending

    async def happened(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell the person, in their language; log kinds and places of the error, not what was written."""
        error = context.error
        if error is None or isinstance(error, Forbidden):  # the person blocked the bot, or a group removed it
            return
        incident = None if isinstance(error, Told) else secrets.token_hex(4)
        if incident:
            number = update.update_id if isinstance(update, Update) else None
            _log.error("incident %s: update %s failed\n%s", incident, number, story(error))
        is_away = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        if isinstance(update, Update) and (place := _place(update)) and not is_away:
            await self._tell(update, place, error, incident)

    async def _tell(self, update: Update, place: Place, error: Exception, incident: str | None) -> None:
        language = await self._language(update)
        told = error if isinstance(error, Told) else Told(incident=incident or "")
        if update.callback_query:
            await answered(update.callback_query)
        try:
            await self.send(place, render.words(say(language, told.text_key, **told.values)))
        except TelegramError as failure:
            _log.debug("nobody could be told (%s)", type(failure).__name__)

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
