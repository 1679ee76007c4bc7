"""Notices: announcements that wait for a person on the web page, shown when they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.db import notices, owned
from bot.db.database import Database
from bot.domain.errors import FileGone
from bot.domain.people import Address, Language
from bot.domain.ports import Clock
from bot.services.announcing.content import Framed, content_of, framed
from bot.vault.vault import Vault

SHOWN, MOST = timedelta(days=30), 3


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement on the page: when it came, whether it was seen before."""

    given: Framed
    made_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Notices:
    """Shows announcements on the web page."""

    database: Database
    clock: Clock
    vault: Vault

    async def __call__(self, sender: Address, language: Language) -> Sequence[Notice]:
        """Return the latest ones of the last month, the newest first; from now on they count as seen."""
        now = self.clock.now()
        async with self.database.glancing() as session:
            person = await owned.person_id(session, sender)
            found = await notices.of(session, person, now - SHOWN, MOST) if person is not None else ()
        if any(notice.seen_at is None for notice, *_ in found):
            async with self.database.writing() as session:
                await notices.seen(session, [notice.id for notice, *_ in found], now)
        return [
            Notice(framed(row.id, content_of(row.content), office, language, foot="news.foot_web"), notice.made_at, notice.seen_at is None)
            for notice, row, office in found
        ]

    async def file(self, sender: Address, announcement_id: int, digest: str) -> tuple[bytes, str]:
        """Return a file of an announcement that waits for the sender, and its media type. Raises `FileGone`."""
        async with self.database.glancing() as session:
            person = await owned.person_id(session, sender)
            found = await notices.of(session, person, None, MOST, announcement_id) if person is not None else ()
        files = content_of(found[0][1].content).files if found else ()
        media_type = next((file.media_type for file in files if file.digest == digest), None)
        if media_type is None:
            raise FileGone
        return await self.vault.give(digest), media_type
