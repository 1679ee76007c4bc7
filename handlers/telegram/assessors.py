"""Assessors on Telegram: they open an assessment, look at its answers and evidence, send one item back, or accept."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import CallbackQuery

from bot.delivery.reaction import Reaction, saying
from bot.domain.errors import ChoiceGone
from bot.domain.people import Address, Language
from bot.domain.screens import Action, Screen
from bot.domain.staff import Staff
from bot.services.appraise import Appraise
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.actors import Actors
from handlers.telegram.addressing import place_of_press
from handlers.telegram.replying import Replied, asking, words_above
from handlers.telegram.sending import Sending

LONGEST = 1_000
"""Characters of a word to an owner, as in the panel."""
Shows = Callable[[Staff, int, str, Language], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class AssessorsDesk:
    """What assessors do with one assessment in their private chat."""

    appraise: Appraise
    actors: Actors
    send: Sending

    async def pressed(self, query: CallbackQuery, action: Action, sender: Address) -> Reaction:
        """Do what a button of an assessment says. Raises `Told`."""
        actor, language = await self.actors(sender, query.from_user.language_code)
        shows: dict[str, Shows] = {
            "case": self.appraise.case, "begin": self.appraise.begin, "part": self.appraise.part, "item": self.appraise.item,
            "pick": self.appraise.pick,
        }  # fmt: skip
        if action.verb in shows:
            return saying(*self.send.in_place(query, await shows[action.verb](actor, action.form, action.value, language)))
        does = {"proof": self._proof, "words": self._asks, "return": self._return, "accept": self._accept}
        if action.verb not in does:
            raise ChoiceGone
        return await does[action.verb](query, action, actor, language)

    async def replied(self, said: Replied, sender: Address, hint: str | None) -> Reaction:
        """Ask whether words to an owner go out. Raises `Told`."""
        actor, language = await self.actors(sender, hint)
        said.within(LONGEST)
        return saying(*self.send.screen(said.place, await self.appraise.sure(actor, said.number, said.value, language)))

    async def _proof(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        """Send a piece of evidence, which Telegram then lets nobody save or pass on."""
        screen = await self.appraise.proof(actor, action.form, action.value, language)
        sent = self.send.screen(place_of_press(query), screen)
        return saying(*(replace(one, parameters={**one.parameters, "protect_content": True}) for one in sent))

    async def _asks(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        words = await self.appraise.asks(actor, action.form, action.value, language)
        return saying(*self.send(place_of_press(query), asking(words, language)))

    async def _return(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        await self.appraise.send_back(actor, action.form, action.value, words_above(query))
        return self._done(query, say(language, "desk.returned"))

    async def _accept(self, query: CallbackQuery, action: Action, actor: Staff, language: Language) -> Reaction:
        await self.appraise.accept(actor, action.form, action.value, words_above(query))
        return self._done(query, say(language, "desk.accepted"))

    def _done(self, query: CallbackQuery, words: str) -> Reaction:
        return saying(*self.send(place_of_press(query), render.words(words)))
