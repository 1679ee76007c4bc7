"""Speak: the language a person is answered in."""

import re
from dataclasses import dataclass

from bot.db import people
from bot.db.database import Database, ReadSession, WriteSession
from bot.domain.people import Address, Language
from bot.domain.ports import Clock


@dataclass(frozen=True, slots=True)
class Speak:
    """Keeps and tells a person's language."""

    database: Database
    clock: Clock

    async def choose(self, sender: Address, language: Language) -> None:
        """Keep `language` as the one the sender chose."""
        async with self.database.writing() as session:
            await self.keep(session, sender, language)

    async def keep(self, session: WriteSession, sender: Address, language: Language) -> None:
        """Keep `language` with what else the session keeps."""
        await people.chose(session, await people.arrived(session, sender, self.clock.now()), language)

    async def language_of(self, sender: Address, hint: str | None = None) -> Language:
        """Return the language the sender chose, else the one of the channel's `hint` ("en-GB"), else Indonesian."""
        async with self.database.glancing() as session:
            return await self.language_within(session, sender, hint)

    async def language_within(self, session: ReadSession, sender: Address, hint: str | None = None) -> Language:
        """Return the same in a session that is open."""
        return await language_at(session, sender, hint)

    def spoken(self, chosen: Language | None, hint: str | None = None) -> Language:
        """Return the same where it is known what the sender chose."""
        return first_of(chosen, hint)


async def language_at(session: ReadSession, address: Address | None, hint: str | None = None) -> Language:
    """Return the language to speak in at an address: the one chosen there, else that of a channel's `hint`, else Indonesian."""
    return first_of(await people.chosen_language(session, address) if address else None, hint)


def first_of(known: Language | None, hint: str | None) -> Language:
    """Return the language that is known, else the one of a channel's `hint` ("en-GB"), else Indonesian."""
    return known or _hinted(hint or "") or Language.INDONESIAN


def _hinted(hint: str) -> Language | None:
    """Read the first subtag of a language tag or an Accept-Language header; most languages are not ours to speak."""
    first = re.split(r"[-_,;]", hint.strip().lower(), maxsplit=1)[0]
    return next((language for language in Language if language == first), None)
