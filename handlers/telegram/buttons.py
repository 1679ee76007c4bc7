"""What pressing a button does. Buttons of any age may be pressed, twice too, and callback data may be anything."""

import asyncio
import logging
from dataclasses import dataclass, field

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import CallbackQueryLimit
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.delivery.recently import Recently
from bot.domain.answer import Rating, Turn
from bot.domain.errors import AnswerGone, ChoiceGone, Told
from bot.domain.people import Address, Language
from bot.services.ask import Ask
from bot.services.rate import Rate
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import keyboards, render
from handlers.telegram.addressing import Place, hint_of, place_of_press, prefix_of, sender_of
from handlers.telegram.busy import Busy
from handlers.telegram.keyboards import Pressed
from handlers.telegram.sending import Sending

GRACE = 1.0
"""How long Telegram may wait to be told that a press has come: so long, words can still be an alert."""

AGAIN = 60.0
"""How long a second press of the same button says nothing new; later the person wants to see the answer again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Buttons:
    """Follows choices, keeps ratings, changes the language."""

    ask: Ask
    rate: Rate
    speak: Speak
    send: Sending
    busy: Busy
    followed: Recently = field(default_factory=lambda: Recently(seconds=AGAIN))

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says; what cannot be done is said in an alert."""
        query = update.callback_query
        if query is None:
            return
        try:
            await self._do(query, keyboards.read(query.data or ""), sender_of(update))
        except Told as told:
            language = await self.speak.language_of(sender_of(update), hint_of(update))
            await answered(query, say(language, told.text_key, **told.values), is_alert=True)

    async def _do(self, query: CallbackQuery, button: Pressed | None, sender: Address) -> None:
        match button:
            case Pressed("c", token):
                await self._follow(query, token, sender)
            case Pressed("r", token, thumb):
                await self._rate(query, token, thumb, sender)
            case Pressed("l", language):
                await self._choose(query, language, sender)
            case _:
                raise ChoiceGone

    async def _follow(self, query: CallbackQuery, token: str, sender: Address) -> None:
        key = _key(query, token)
        if (sender, key) in self.followed:
            await answered(query)
            return
        place = place_of_press(query)
        turn = await self._turn(query, place, asyncio.create_task(self.ask.follow(sender, token, key)))
        await self.send(place, render.answer(turn.answer, question=turn.question))
        self.followed.add((sender, key))

    async def _turn(self, query: CallbackQuery, place: Place, following: "asyncio.Task[Turn]") -> Turn:
        """Tell Telegram that the press has come: as soon as the choice is known to lead somewhere, or after `GRACE`."""
        try:
            await asyncio.wait({following}, timeout=GRACE)
            if following.done():
                following.result()
            await answered(query)
            if following.done():
                return following.result()
            async with self.busy.at(place):
                return await following
        finally:
            following.cancel()

    async def _rate(self, query: CallbackQuery, token: str, thumb: str, sender: Address) -> None:
        if thumb not in set(Rating):
            raise AnswerGone
        rating = Rating(thumb)
        await self.rate(sender, token, rating)
        language = await self.speak.language_of(sender, query.from_user.language_code)
        await answered(query, say(language, f"rating.{rating}"))
        keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
        if keyboard is not None:
            await _show(query, keyboards.rated(keyboard, token, rating))

    async def _choose(self, query: CallbackQuery, code: str, sender: Address) -> None:
        if code not in set(Language):
            raise ChoiceGone
        language = Language(code)
        await self.speak.choose(sender, language)
        await answered(query, say(language, "language.chosen"))
        await _show(query, keyboards.languages(language), say(language, "language.chosen"))


def _key(query: CallbackQuery, token: str) -> str:
    """Return a key by which a second press of a button of the same message is known again."""
    message = query.message
    if message is None:
        return f"c:{query.inline_message_id}:{token}"
    return f"c:{prefix_of(query.get_bot().id, message.chat.id, message.chat.type)}{message.message_id}:{token}"


async def answered(query: CallbackQuery, text: str | None = None, *, is_alert: bool = False) -> None:
    """Tell Telegram that the press has come. It refuses that for old presses: the person sees the rest all the same."""
    try:
        await query.answer(text and text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH], show_alert=is_alert)
    except TelegramError as error:
        _log.debug("a press could not be confirmed (%s)", type(error).__name__)


async def _show(query: CallbackQuery, keyboard: InlineKeyboardMarkup, text: str | None = None) -> None:
    """Change the pressed message. Telegram refuses what changes nothing, and what is too old."""
    if not isinstance(query.message, Message):
        return
    try:
        if text is None:
            await query.edit_message_reply_markup(keyboard)
        else:
            await query.edit_message_text(text, reply_markup=keyboard)
    except TelegramError as error:
        _log.debug("a message could not be changed (%s)", type(error).__name__)
