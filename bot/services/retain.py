"""Retain: what is kept of people, and for how many days. The night's job forgets what is older."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.db import evidence, retaining
from bot.db.database import Database, WriteSession
from bot.vault.vault import Vault

Removal = Callable[[WriteSession, datetime], Awaitable[int]]
HELD = timedelta(days=1)
"""So long a file waits for its owner to say whether it may be kept."""
RESTED = 3600.0
"""Seconds: a file is put into the vault before its row is committed, so only what rested is swept."""

KINDS: Mapping[str, Removal] = MappingProxyType(
    {
        "exports": retaining.old_exports,
        "drafts": retaining.old_drafts,
        "assessments": retaining.old_assessments,
        "announcements": retaining.old_announcements,
        "talk": retaining.old_talk,
        "sign_ins": retaining.old_sign_ins,
        "strangers": retaining.strangers,
    }
)
"""What is kept, in the order in which it is looked at: who is left without anything goes last."""


@dataclass(frozen=True, slots=True)
class Retain:
    """Forgets what was kept long enough; `days` has the days for each of `KINDS`."""

    database: Database
    vault: Vault
    days: Mapping[str, int]

    def removals(self) -> Mapping[str, Callable[[datetime], Awaitable[int]]]:
        """Return what forgets each kind, given the present moment; and at the end what sweeps files that no row names."""
        return {**{kind: self._forgetting(kind) for kind in KINDS}, "files": self.sweep}

    async def sweep(self, now: datetime) -> int:
        """Remove files from the vault that no row names (any more), and write over what a deletion left in the database's log."""
        async with self.database.writing() as session:
            await retaining.old_held(session, now - HELD)
            await session.flush()
            named = await evidence.named(session)
        unnamed = await self.vault.digests(RESTED) - named
        for digest in unnamed:
            await self.vault.remove(digest)
        await self.database.scrub()
        return len(unnamed)

    def _forgetting(self, kind: str) -> Callable[[datetime], Awaitable[int]]:
        async def forget(now: datetime) -> int:
            async with self.database.writing() as session:
                return await KINDS[kind](session, now - timedelta(days=self.days[kind]))

        return forget
