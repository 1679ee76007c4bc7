"""The commands that tell of the bot, and that choose its language."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Update

from bot.delivery.reaction import Reaction, saying
from bot.domain.messages import Prompt
from bot.domain.people import Address
from bot.services.introduce import Introduce
from bot.services.speak import Speak
from bot.texts import say
from handlers.telegram import keyboards, render
from handlers.telegram.addressing import hint_of, place_of, sender_of
from handlers.telegram.sending import Sending


@dataclass(frozen=True, slots=True)
class Introductions:
    """Welcomes, helps, and asks for the language."""

    introduce: Introduce
    speak: Speak
    send: Sending

    async def start(self, update: Update, _: object) -> Reaction:
        """Welcome; what a deep link carries is not looked at."""
        return await self._tell(update, self.introduce.welcome)

    async def help(self, update: Update, _: object) -> Reaction:
        """Say how to use the bot."""
        return await self._tell(update, self.introduce.help)

    async def unknown(self, update: Update, _: object) -> Reaction:
        """Say that there is no such command, and which there are."""

        async def prompt(sender: Address, hint: str | None) -> Prompt:
            given = await self.introduce.help(sender, hint)
            none = say(await self.speak.language_of(sender, hint), "hint.command")
            return replace(given, text=f"{none}\n\n{given.text}")

        return await self._tell(update, prompt)

    async def language(self, update: Update, _: object) -> Reaction:
        """Ask which language to speak."""
        if not update.message:
            return Reaction()
        spoken = await self.speak.language_of(sender_of(update), hint_of(update))
        pieces = render.words(say(spoken, "language.ask"), keyboards.languages(spoken))
        return saying(*self.send(place_of(update.message), pieces))

    async def _tell(self, update: Update, prompt: Callable[[Address, str | None], Awaitable[Prompt]]) -> Reaction:
        if not update.message:
            return Reaction()
        given = await prompt(sender_of(update), hint_of(update))
        return saying(*self.send(place_of(update.message), render.prompt(given)))
