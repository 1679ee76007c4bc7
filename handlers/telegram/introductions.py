"""The commands that tell of the bot, and that choose its language."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

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
    """Welcomes, helps, says what is kept, and asks for the language."""

    introduce: Introduce
    speak: Speak
    send: Sending

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Welcome; what a deep link carries is not looked at."""
        await self._tell(update, self.introduce.welcome)

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to use the bot."""
        await self._tell(update, self.introduce.help)

    async def privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept of a person."""
        await self._tell(update, self.introduce.privacy)

    async def language(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask which language to speak."""
        if update.message:
            spoken = await self.speak.language_of(sender_of(update), hint_of(update))
            pieces = render.words(say(spoken, "language.ask"), keyboards.languages(spoken))
            await self.send(place_of(update.message), pieces)

    async def _tell(self, update: Update, prompt: Callable[[Address, str | None], Awaitable[Prompt]]) -> None:
        if update.message:
            given = await prompt(sender_of(update), hint_of(update))
            await self.send(place_of(update.message), render.prompt(given))
