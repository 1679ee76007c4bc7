"""Officers on Telegram: they see what waits for them, and answer a question by replying to it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import CallbackQuery, ForceReply, Message, Update

from bot.db import staff
from bot.delivery.reaction import Reaction, saying
from bot.domain.errors import AnswerTooLong, ChoiceGone, NotAllowed
from bot.domain.people import Address, Language
from bot.domain.screens import Action
from bot.domain.staff import Staff
from bot.services.brief import Brief
from bot.services.reply import LONGEST
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import Place, hint_of, is_private, place_of, place_of_press, sender_of
from handlers.telegram.sending import Sending

QUESTION = re.compile(r"\A📨 \S+ #(\d{1,11})\s")
"""How a message begins that an officer replies to: it names the questions, so no state is kept, and it holds after a restart."""


@dataclass(frozen=True, slots=True)
class OfficersDesk:
    """What officers do in their private chat."""

    brief: Brief
    speak: Speak
    send: Sending

    async def queue(self, update: Update, _: object) -> Reaction:
        """Show what waits for the sender."""
        message = update.message
        if message is None:
            return Reaction()
        try:
            return await self._queue(place_of(message), sender_of(update), hint_of(update))
        except NotAllowed:
            language = await self.speak.language_of(sender_of(update), hint_of(update))
            return saying(*self.send(place_of(message), render.words(say(language, "desk.not_staff"))))

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Show a question, or send the answer to it. Raises `Told`."""
        does: dict[str, Callable[[CallbackQuery, Action, Address], Awaitable[Reaction]]]
        does = {"queue": self._again, "look": self._look, "send": self._answer}
        if action.verb not in does:
            raise NotAllowed
        return await does[action.verb](query, action, sender)

    async def replied(self, update: Update, message: Message) -> Reaction | None:
        """Ask whether a reply to a question goes out; None where it is none. Raises `Told`."""
        shown = message.reply_to_message
        if shown is None or not is_private(message) or shown.from_user != message.get_bot().bot:
            return None
        number, text = QUESTION.match(shown.text or ""), message.text or ""
        if number is None or not text.strip() or text.startswith("/"):
            return None
        actor, language = await self._actor(sender_of(update), hint_of(update))
        if len(text) > LONGEST:
            raise AnswerTooLong(most=LONGEST, count=len(text))
        place = Place(message.chat.id, reply_to=message.message_id)
        return saying(*self.send.screen(place, await self.brief.sure(actor, int(number[1]), language)))

    async def _queue(self, place: Place, sender: Address, hint: str | None) -> Reaction:
        actor, language = await self._actor(sender, hint)
        return saying(*self.send.screen(place, await self.brief.queue(actor, language)))

    async def _again(self, query: CallbackQuery, _: Action, sender: Address) -> Reaction:
        return await self._queue(place_of_press(query), sender, query.from_user.language_code)

    async def _look(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        actor, language = await self._actor(sender, query.from_user.language_code)
        words = await self.brief.matter(actor, action.form, language)
        field = ForceReply(input_field_placeholder=say(language, "desk.placeholder"))
        return saying(*self.send(place_of_press(query), render.words(words, field)))

    async def _answer(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Send what the pressed message replies to. Raises `ChoiceGone` where Telegram has it no more."""
        message = query.message
        said = message.reply_to_message if isinstance(message, Message) else None
        if said is None or not (said.text or "").strip():
            raise ChoiceGone
        actor, language = await self._actor(sender, query.from_user.language_code)
        count = await self.brief.reply.answer(actor, action.form, said.text or "")
        return saying(*self.send(place_of_press(query), render.words(say(language, "panel.questions.sent", count=count))))

    async def _actor(self, sender: Address, hint: str | None) -> tuple[Staff, Language]:
        """Return who of the staff that is, and their language. Raises `NotAllowed`."""
        async with self.brief.reply.database.glancing() as session:
            found = await staff.member_at(session, sender)
            if found is None:
                raise NotAllowed
            return found, await self.speak.language_within(session, sender, hint)
