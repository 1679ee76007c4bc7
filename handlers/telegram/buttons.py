"""What pressing a button does. Buttons of any age may be pressed, twice too, and callback data may be anything."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import CallbackQueryLimit, ChatType
from telegram.error import TelegramError

from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction
from bot.delivery.recently import Recently
from bot.domain.answer import Rating
from bot.domain.delivery import Outgoing
from bot.domain.errors import AnswerGone, ChoiceGone, PrivateOnly, Told
from bot.domain.people import Address, Language
from bot.domain.screens import Action
from bot.services.announcing.drafting import NEWS
from bot.services.ask import Ask, Recording
from bot.services.own import DATA
from bot.services.rate import Rate
from bot.services.speak import Speak
from bot.services.staffing import STAFF
from bot.services.wait import Wait
from bot.texts import say
from handlers.telegram import keyboards, render
from handlers.telegram.addressing import Place, hint_of, place_of_press, prefix_of, sender_of
from handlers.telegram.announcing import NewsDesk
from handlers.telegram.busy import Busy
from handlers.telegram.errands import Errands
from handlers.telegram.forms import Forms
from handlers.telegram.keyboards import Pressed
from handlers.telegram.posting import call
from handlers.telegram.rights import Rights
from handlers.telegram.screens import FORM
from handlers.telegram.sending import Sending
from handlers.telegram.staff import StaffDesk

GRACE = 1.0
"""How long Telegram may wait to be told that a press has come: so long, words can still be an alert."""

AGAIN = 60.0
"""How long a second press of the same button says nothing new; later the person wants to see the answer again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Buttons:
    """Follows choices, keeps ratings, asks for an officer, changes the language, and takes people through the form."""

    ask: Ask
    rate: Rate
    wait: Wait
    speak: Speak
    send: Sending
    busy: Busy
    errands: Errands
    forms: Forms
    rights: Rights
    staff: StaffDesk
    news: NewsDesk
    followed: Recently = field(default_factory=lambda: Recently(seconds=AGAIN))

    async def pressed(self, update: Update, _: object) -> Reaction:
        """Do what the button says; what cannot be done is said in an alert."""
        query = update.callback_query
        if query is None:
            return Reaction()
        sender = sender_of(update)
        if (query.data or "").startswith(FORM):
            return await self._of_a_form(query, sender)
        match keyboards.read(query.data or ""):
            case Pressed("c", token):
                return await self._follow(query, token, sender)
            case Pressed("r", token, thumb) if thumb in set(Rating):
                return self._rate(query, token, Rating(thumb), sender)
            case Pressed("r"):
                raise AnswerGone
            case Pressed("o", token):
                return self._pass_on(query, token, sender)
            case Pressed("l", code) if code in set(Language):
                return self._choose(query, Language(code), sender)
            case _:
                raise ChoiceGone

    async def alert(self, update: Update, told: Told) -> Reaction:
        """Say in an alert what a person can be told."""
        query, language = update.callback_query, await self.speak.language_of(sender_of(update), hint_of(update))
        if query is None:
            return Reaction()
        return Reaction(after=lambda: self.confirm(query, say(language, told.text_key, **told.values), is_alert=True))

    def confirm(self, query: CallbackQuery, text: str | None = None, *, is_alert: bool = False) -> None:
        """Tell Telegram that the press has come, without waiting for it."""
        self.errands.run(answered(query, text, is_alert=is_alert))

    async def _of_a_form(self, query: CallbackQuery, sender: Address) -> Reaction:
        """Do what a button of a form says, in private only; the press is confirmed once that is committed, some milliseconds later."""
        if query.message is not None and query.message.chat.type != ChatType.PRIVATE:
            raise PrivateOnly(bot=query.get_bot().username)
        action = Action.parse((query.data or "").removeprefix(FORM))
        if action is None:
            raise ChoiceGone
        pressed = {DATA: self.rights.pressed, STAFF: self.staff.pressed, NEWS: self.news.pressed}.get(action.place, self.forms.pressed)
        reaction = await pressed(query, action, sender)

        def after() -> None:
            self.confirm(query)
            reaction.after()
            self.rights.clear()

        return replace(reaction, after=after)

    async def _follow(self, query: CallbackQuery, token: str, sender: Address) -> Reaction:
        key, hint = _key(query, token), query.from_user.language_code
        if (sender, key) in self.followed:
            return Reaction(after=lambda: self.confirm(query))
        place = place_of_press(query)
        thought = await self._thought(query, place, asyncio.create_task(self.ask.think_on(sender, token, key, hint)))

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            turn = await thought(session)
            return self.send(place, render.answer(turn.answer, question=turn.question))

        return Reaction(record, after=lambda: self.followed.add((sender, key)))

    async def _thought(self, query: CallbackQuery, place: Place, thinking: "asyncio.Task[Recording]") -> Recording:
        """Tell Telegram that the press has come: as soon as the choice is known to lead somewhere, or after `GRACE`."""
        try:
            await asyncio.wait({thinking}, timeout=GRACE)
            if thinking.done():
                thinking.result()
            self.confirm(query)
            if thinking.done():
                return thinking.result()
            async with self.busy.at(place):
                return await thinking
        finally:
            thinking.cancel()

    def _rate(self, query: CallbackQuery, token: str, rating: Rating, sender: Address) -> Reaction:
        said: list[str] = []

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            chosen = await self.rate.keep(session, sender, token, rating)
            language = self.speak.spoken(chosen, query.from_user.language_code)
            said[:] = [say(language, f"rating.{rating}")]
            keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
            if keyboard is None:
                return ()
            changed = keyboards.rated(keyboard, token, rating)
            return self._changed(query, keyboards.with_officer(changed, token, language) if rating is Rating.DOWN else changed)

        return Reaction(record, after=lambda: self.confirm(query, said[0]))

    def _pass_on(self, query: CallbackQuery, token: str, sender: Address) -> Reaction:
        said: list[str] = []

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            language = self.speak.spoken(await self.wait.keep(session, sender, token), query.from_user.language_code)
            said[:] = [say(language, "officer.passed_on")]
            keyboard = query.message.reply_markup if isinstance(query.message, Message) else None
            if keyboard is None:
                return ()
            return self._changed(query, keyboards.with_officer(keyboard, token, language, is_asked=True))

        return Reaction(record, after=lambda: self.confirm(query, said[0], is_alert=True))

    def _choose(self, query: CallbackQuery, language: Language, sender: Address) -> Reaction:
        chosen = say(language, "language.chosen")

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            await self.speak.keep(session, sender, language)
            return self._changed(query, keyboards.languages(language), chosen)

        return Reaction(record, after=lambda: self.confirm(query, chosen))

    def _changed(self, query: CallbackQuery, keyboard: InlineKeyboardMarkup, text: str | None = None) -> Sequence[Outgoing]:
        """Change the pressed message, where Telegram still shows it."""
        message = query.message
        if not isinstance(message, Message) or keyboard == message.reply_markup:
            return ()
        return (self.send.edit(message.chat.id, message.message_id, keyboard, text),)


def _key(query: CallbackQuery, token: str) -> str:
    """Return a key by which a second press of a button of the same message is known again."""
    message = query.message
    if message is None:
        return f"c:{query.inline_message_id}:{token}"
    return f"c:{prefix_of(query.get_bot().id, message.chat.id, message.chat.type)}{message.message_id}:{token}"


async def answered(query: CallbackQuery, text: str | None = None, *, is_alert: bool = False) -> None:
    """Tell Telegram that the press has come. It refuses that for old presses: the person sees the rest all the same."""
    said = {"text": text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH]} if text else {}
    try:
        await call(query.get_bot(), "answerCallbackQuery", {"callback_query_id": query.id, "show_alert": is_alert} | said)
    except TelegramError as error:
        _log.debug("a press could not be confirmed (%s)", type(error).__name__)
