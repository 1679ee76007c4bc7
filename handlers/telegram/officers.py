"""Officers on Telegram: they see what waits for them, and answer a question by replying to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Update

from bot.delivery.reaction import Reaction, saying
from bot.domain.errors import NotAllowed
from bot.domain.people import Address
from bot.domain.screens import Action
from bot.services.brief import Brief
from bot.services.reply import LONGEST
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.actors import Actors
from handlers.telegram.addressing import Place, hint_of, place_of, place_of_press, sender_of
from handlers.telegram.replying import Replied, asking, words_above
from handlers.telegram.sending import Sending

VERBS = frozenset({"queue", "look", "send"})


@dataclass(frozen=True, slots=True)
class OfficersDesk:
    """What officers do in their private chat."""

    brief: Brief
    actors: Actors
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
        """Do what one of the buttons of `VERBS` says: show what waits, or a question, or send the answer to it. Raises `Told`."""
        does: dict[str, Callable[[CallbackQuery, Action, Address], Awaitable[Reaction]]]
        does = {"queue": self._again, "look": self._look, "send": self._answer}
        return await does[action.verb](query, action, sender)

    async def replied(self, said: Replied, sender: Address, hint: str | None) -> Reaction:
        """Ask whether a reply to a question goes out. Raises `Told`."""
        actor, language = await self.actors(sender, hint)
        said.within(LONGEST)
        return saying(*self.send.screen(said.place, await self.brief.sure(actor, said.number, language)))

    async def _queue(self, place: Place, sender: Address, hint: str | None) -> Reaction:
        actor, language = await self.actors(sender, hint)
        return saying(*self.send.screen(place, await self.brief.queue(actor, language)))

    async def _again(self, query: CallbackQuery, _: Action, sender: Address) -> Reaction:
        return await self._queue(place_of_press(query), sender, query.from_user.language_code)

    async def _look(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        actor, language = await self.actors(sender, query.from_user.language_code)
        words = await self.brief.matter(actor, action.form, language)
        return saying(*self.send(place_of_press(query), asking(words, language)))

    async def _answer(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Send what the pressed message replies to. Raises `ChoiceGone` where Telegram has it no more."""
        said = words_above(query)
        actor, language = await self.actors(sender, query.from_user.language_code)
        count = await self.brief.reply.answer(actor, action.form, said)
        return saying(*self.send(place_of_press(query), render.words(say(language, "panel.questions.sent", count=count))))
