"""Introduce: what the bot says of itself."""

from dataclasses import dataclass

from bot.domain.messages import Prompt
from bot.domain.people import Address
from bot.domain.ports import Thinker
from bot.services.speak import Speak
from bot.texts import say


@dataclass(frozen=True, slots=True)
class Introduce:
    """Welcomes and helps."""

    speak: Speak
    thinker: Thinker

    async def welcome(self, sender: Address, hint: str | None = None) -> Prompt:
        """Return the first words, with questions to begin with."""
        return await self._prompt("welcome", sender, hint, openers=True)

    async def help(self, sender: Address, hint: str | None = None) -> Prompt:
        """Return how to use the bot, with questions to begin with."""
        return await self._prompt("help", sender, hint, openers=True)

    async def _prompt(self, key: str, sender: Address, hint: str | None, *, openers: bool) -> Prompt:
        language = await self.speak.language_of(sender, hint)
        choices = self.thinker.openers(language) if openers else ()
        return Prompt(say(language, key), choices, say(language, "form.start") if openers else "")
