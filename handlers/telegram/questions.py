"""A question in, an answer out."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from telegram import ForceReply, Update
from telegram import Message as TelegramMessage

from bot.db.database import WriteSession
from bot.delivery.reaction import Reaction, saying
from bot.domain.delivery import Outgoing
from bot.domain.messages import Message
from bot.personal import is_all_masked
from bot.services.ask import Ask
from bot.services.form.showing import Showing
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import hint_of, key_of, place_of, question_of, sender_of
from handlers.telegram.announcing import NewsDesk
from handlers.telegram.busy import Busy
from handlers.telegram.forms import Forms
from handlers.telegram.sending import Sending
from handlers.telegram.staff import StaffDesk


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers what people write."""

    ask: Ask
    speak: Speak
    send: Sending
    busy: Busy
    forms: Forms
    news: NewsDesk
    staff: StaffDesk

    async def asked(self, update: Update, _: object) -> Reaction:
        """Answer a message or a caption; a bare command or mention of the bot is asked for its question."""
        message = update.message
        if message is None:
            return Reaction()
        question = question_of(message, message.get_bot().bot)
        if is_all_masked(question):
            return Reaction()  # that it was covered is said (see `handlers.telegram.covering`)
        if question:
            return await self._answer(update, message, key_of(message))
        return await self._invite(update, message)

    async def written(self, update: Update, context: object) -> Reaction:
        """Take what is written or sent while a form is open as its answer; else, and where it asks something, answer it."""
        message = update.message
        if message is None:
            return Reaction()
        if (taken := await self.staff.replied(update, message)) is not None:
            return taken
        if (taken := await self.news.heard(update) or await self.forms.sent(update)) is not None:
            return taken
        typed = await self.forms.typed(update, message, question_of(message, message.get_bot().bot))
        if typed is None:
            return await self.asked(update, context)
        if not typed.is_question:
            return self.forms.showing(place_of(message), typed.show)
        return await self._answer(update, message, key_of(message), then=typed.show)

    async def edited(self, update: Update, _: object) -> Reaction:
        """Answer a changed question anew; its words are in the key, since two changes can fall into one second."""
        message = update.edited_message
        if message and (taken := await self.staff.replied(update, message)) is not None:
            return taken
        text = question_of(message, message.get_bot().bot) if message else ""
        if message and text and message.edit_date:
            typed = await self.forms.typed(update, message, text)
            if typed and not typed.is_question and (taken := await self.forms.still(update, message, "form.edited")) is not None:
                return taken
            digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            key = key_of(message, extra=f":{message.edit_date.timestamp():.0f}:{digest}")
            return await self._answer(update, message, key, is_edited=True)
        return Reaction()

    async def _answer(
        self, update: Update, message: TelegramMessage, key: str, *, is_edited: bool = False, then: Showing | None = None
    ) -> Reaction:
        asked = Message(sender_of(update), question_of(message, message.get_bot().bot), key)
        place = place_of(message)
        async with self.busy.at(place):
            thought = await self.ask.think(asked)

        async def record(session: WriteSession) -> Sequence[Outgoing]:
            turn = await thought(session)
            said = self.send(place, render.answer(turn.answer, is_edited=is_edited))
            return said if then is None else (*said, *self.send.screen(place, await then(session)))

        return Reaction(record)

    async def _invite(self, update: Update, message: TelegramMessage) -> Reaction:
        """In groups, too, Telegram brings what replies to the bot: so the next message will be the question."""
        language = await self.speak.language_of(sender_of(update), hint_of(update))
        field = ForceReply(selective=True, input_field_placeholder=say(language, "telegram.placeholder"))
        return saying(*self.send(place_of(message), render.words(say(language, "telegram.ask"), field)))
