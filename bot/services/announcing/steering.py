"""Steer: pause an announcement that is under way, go on, stop it, send it again; and what became of each recipient."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.db import announcements
from bot.db.announcements import Recipient
from bot.db.database import Database, WriteSession
from bot.domain.announcement import AGAIN_FATES, OVER, Fate, Stage, Tally
from bot.domain.errors import StageMoved
from bot.domain.ports import Clock
from bot.domain.staff import Deed, Staff
from bot.services.announcing.drafting import Draft
from bot.services.announcing.writing import Write

PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Steer:
    """What may be done with what goes out already; two clicks do it once."""

    database: Database
    clock: Clock
    write: Write

    async def pause(self, actor: Staff, announcement_id: int) -> None:
        """Send nothing more for now: what waits to go is taken back. Raises `StageMoved`, `AnnouncementGone`."""
        async with self.database.writing() as session:
            await self._moved(session, actor, announcement_id, _Move("pause", (Stage.RUNNING,), Stage.PAUSED))
            await announcements.taken_back(session, announcement_id)

    async def go_on(self, actor: Staff, announcement_id: int) -> None:
        """Go on. Raises as `pause`."""
        async with self.database.writing() as session:
            await self._moved(session, actor, announcement_id, _Move("go on", (Stage.PAUSED,), Stage.RUNNING))

    async def stop(self, actor: Staff, announcement_id: int) -> None:
        """Stop for good: whoever has not got it gets none. Raises as `pause`."""
        async with self.database.writing() as session:
            before = (Stage.PREPARING, Stage.RUNNING, Stage.PAUSED)
            await self._moved(session, actor, announcement_id, _Move("stop", before, Stage.STOPPING))
            await announcements.taken_back(session, announcement_id)

    async def again(self, actor: Staff, announcement_id: int, fates: Sequence[Fate], why: str = "") -> int:
        """Send it again to those whom it did not reach, or perhaps not; return how many. Raises as `pause`."""
        if not set(fates) <= set(AGAIN_FATES) or not fates:
            raise StageMoved
        async with self.database.writing() as session:
            await self._moved(session, actor, announcement_id, _Move(f"send again to {'+'.join(fates)}", OVER, Stage.RUNNING, why))
            return await announcements.again(session, announcement_id, fates)

    async def look(self, actor: Staff, announcement_id: int) -> tuple[Draft, Tally]:
        """Return an announcement and how far it is. Raises `AnnouncementGone`."""
        async with self.database.reading() as session:
            draft = await self.write.of(session, actor, announcement_id)
            return draft, await announcements.tally(session, announcement_id)

    async def report(self, actor: Staff, announcement_id: int) -> AsyncIterator[list[Recipient]]:
        """Yield every recipient with their fate, portion by portion. Raises `AnnouncementGone`."""
        after = 0
        while True:
            async with self.database.reading() as session:
                await self.write.of(session, actor, announcement_id)
                portion = await announcements.recipients(session, announcement_id, after, PORTION)
            if portion:
                yield portion
            if len(portion) < PORTION:
                return
            after = portion[-1].number

    async def exported(self, actor: Staff, announcement_id: int) -> None:
        """Keep in the audit that the actor took the recipients along."""
        async with self.database.writing() as session:
            await self.write.noted(session, actor, "export recipients", announcement_id)

    async def _moved(self, session: WriteSession, actor: Staff, announcement_id: int, move: "_Move") -> None:
        await self.write.of(session, actor, announcement_id, Deed.APPROVE)
        values = {"ended_at": None} if move.after is Stage.RUNNING else {}
        await self.write.moved(session, announcement_id, move.before, move.after, **values)
        await self.write.noted(session, actor, move.deed, announcement_id, move.why)


@dataclass(frozen=True, slots=True)
class _Move:
    """What is done, from which stages, to which, and why."""

    deed: str
    before: Sequence[Stage]
    after: Stage
    why: str = ""
