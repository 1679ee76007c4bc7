"""Who of the staff it is that writes or presses, asked anew each time."""

from dataclasses import dataclass

from bot.db import staff
from bot.db.database import Database
from bot.domain.errors import NotAllowed
from bot.domain.people import Address, Language
from bot.domain.staff import Staff
from bot.services.speak import language_at


@dataclass(frozen=True, slots=True)
class Actors:
    """Knows the members of the staff by their chats."""

    database: Database

    async def __call__(self, sender: Address, hint: str | None) -> tuple[Staff, Language]:
        """Return the member, with the roles of this moment, and their language. Raises `NotAllowed`."""
        async with self.database.glancing() as session:
            found = await staff.member_at(session, sender)
            if found is None:
                raise NotAllowed
            return found, await language_at(session, sender, hint)
