"""Browse: a part of a long list on a page, or all of it as a copy, which the audit keeps."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.db import audit
from bot.db.audit import Entry
from bot.db.database import Database, ReadSession
from bot.domain.listing import Found, Listing
from bot.domain.ports import Clock
from bot.domain.staff import Staff
from bot.services.staffing import by

Row = TypeVar("Row")
Find = Callable[[ReadSession], Awaitable[Found[Row]]]
"""Finds the rows, narrowed to the actor's areas."""


@dataclass(frozen=True, slots=True)
class Browse:
    """Reads lists of the panel."""

    database: Database
    clock: Clock

    async def __call__(self, actor: Staff, name: str, listing: Listing, find: Find[Row]) -> Found[Row]:
        """Return what `find` finds. A copy of the list `name` is a row of the audit, in the same transaction."""
        if listing.copy is None:
            async with self.database.reading() as session:
                return await find(session)
        async with self.database.writing() as session:
            found = await find(session)
            entry = Entry(by(actor), f"export {listing.copy}", f"list:{name}", f"{len(found.rows)}")
            await audit.noted(session, entry, self.clock.now())
            return found
