"""Dispatch: sends what is due. One worker at a time feeds the outbox in small portions; what became of each is taken over from there.

Every step is one transaction that may be repeated: a worker that dies leaves nothing half done, and the next one goes on. At most
`WINDOW` messages wait in the outbox, so that a pause is one at once, and a hundred thousand recipients cost no more memory than ten.
"""

import asyncio
import logging
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic, time
from zoneinfo import ZoneInfo

from bot.db import announcements, audience, leases, notices, outbox, staff
from bot.db.announcement_models import AnnouncementRow
from bot.db.announcements import Due, Ending
from bot.db.database import Database, WriteSession
from bot.domain.announcement import Fate, Repeat, Stage
from bot.domain.delivery import Kind, Outgoing
from bot.domain.people import Channel, Language
from bot.domain.ports import Clock
from bot.services.announcing.content import audience_of, content_of, framed
from bot.services.announcing.drafting import Bear
from bot.services.announcing.progress import Progress
from bot.services.announcing.seeking import Seek

WINDOW = 240
"""How many messages of announcements wait in the outbox at most: some seconds of sending."""
CHUNK = {"postgresql": 20_000, "sqlite": 5_000}
"""How many people are looked at in one transaction: on SQLite nobody else writes meanwhile."""
AT_A_STRETCH = 2.0
"""Seconds of preparing before the others get their turn, and the lease is renewed."""
TOO_LATE = timedelta(hours=12)
"""What could not begin for so long, since nobody was running, is no longer sent: "tomorrow at nine" would be wrong."""
BUSY, IDLE = 0.5, 2.0
LEASE = leases.sender_of("news")
_log = logging.getLogger(__name__)


@dataclass
class Dispatch:
    """Runs in every worker; the one that holds the lease works. `owner` names the worker."""

    database: Database
    clock: Clock
    seek: Seek
    bear: Bear
    progress: Progress
    owner: str
    wake: Callable[[], None] = lambda: None
    window: int = WINDOW
    _task: asyncio.Task[None] | None = field(default=None)

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="announcements")

    async def stop(self) -> None:
        """End; another worker goes on at once."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def round(self) -> bool:
        """Do one step of everything that is due or under way; return whether there was any."""
        now = self.clock.now()
        async with self.database.reading() as session:
            due, under_way = await announcements.due(session, now), await announcements.under_way(session)
        if not (due or under_way):
            return False
        async with self.database.writing() as session:
            if not await leases.taken(session, [LEASE], self.owner, time()):
                return False
        for row in due:
            await self._begin(row, now)
        async with self.database.reading() as session:
            under_way, queued = await announcements.under_way(session), await announcements.queued(session)
        running = sum(row.stage is Stage.RUNNING for row in under_way)
        share = max(0, self.window - sum(queued.values())) // max(1, running)
        for row in under_way:
            await self._step(row, queued.get(row.id, 0), share)
        return True

    async def _run(self) -> None:
        while True:
            try:
                was_busy = await self.round()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back
                _log.warning("announcements wait (%s)", type(error).__name__)
                was_busy = False
            await asyncio.sleep(BUSY if was_busy else IDLE)

    async def _begin(self, row: AnnouncementRow, now: datetime) -> None:
        """Begin what is due. One that repeats leaves its next time behind; one that is far too late goes back to its author."""
        due = row.due_at or now
        is_late = now - due > TOO_LATE
        async with self.database.writing() as session:
            held = await announcements.held(session, row.id, Stage.SCHEDULED)
            if held is None:
                return
            if is_late and held.repeat is not Repeat.NEVER:
                held.due_at = following(due, held.zone, held.repeat, now)
            elif is_late:
                held.stage, held.note, held.approver = Stage.DRAFT, "late", None
                await self.progress.too_late(session, held)
            else:
                held.stage, held.began_at = Stage.PREPARING, now
                if held.repeat is not Repeat.NEVER:
                    session.add(_next(held, following(due, held.zone, held.repeat, now), now))

    async def _step(self, row: AnnouncementRow, queued: int, share: int) -> None:
        match row.stage:
            case Stage.PREPARING:
                await self._prepare(row)
            case Stage.RUNNING:
                await self._harvest(row, queued)
                await self._feed(row, share)
            case Stage.PAUSED:
                await self._harvest(row, queued)
            case Stage.STOPPING:
                await self._harvest(row, queued)
                await self._leave_out(row)
            case _:
                pass
        await self.progress.shown(row)

    async def _prepare(self, row: AnnouncementRow) -> None:
        """Write the recipients down, portion by portion; who asked to be left alone meanwhile is found again when it goes."""
        sought = self.seek.sought(audience_of(row.audience), row.area)
        most, end = CHUNK[self.database.engine.dialect.name], monotonic() + AT_A_STRETCH
        while monotonic() < end:
            async with self.database.writing() as session:
                held = await announcements.held(session, row.id, Stage.PREPARING)
                if held is None:
                    return
                held.prepared_to, is_all = await audience.written_down(session, row.id, sought, held.prepared_to, most)
                if is_all:
                    held.stage = Stage.RUNNING
                    return

    async def _harvest(self, row: AnnouncementRow, queued: int) -> None:
        if queued:
            async with self.database.writing() as session:
                await announcements.harvested(session, row.id, self.clock.now())

    async def _feed(self, row: AnnouncementRow, share: int) -> None:
        """Put the next ones into the outbox; where there are none and all have their fate, it is finished."""
        now = self.clock.now()
        async with self.database.writing() as session:
            held = await announcements.held(session, row.id, Stage.RUNNING)
            if held is None:
                return
            due = await announcements.next_ones(session, row.id, share) if share else []
            if due:
                await self._queue(session, held, due, now)
            elif not await announcements.is_unfinished(session, row.id):
                held.stage, held.ended_at = Stage.FINISHED, now
                await self.progress.finished(session, held)
        if due:
            self.wake()

    async def _queue(self, session: WriteSession, row: AnnouncementRow, due: Sequence[Due], now: datetime) -> None:
        content, (_, office) = content_of(row.content), await staff.signature(session, row.author)
        frames = {language: framed(row.id, content, office, language) for language in Language}
        fates: dict[Ending, list[int]] = {}
        going: list[tuple[str, Outgoing]] = []
        on_page = []
        for one in due:
            key = announcements.key_of(row.id, one.person_id, one.round)
            outgoing = self.bear(one.address, frames[one.language or Language.INDONESIAN], key, Kind.BULK) if one.wants else ()
            going += [(key, each) for each in outgoing]
            is_on_page = one.wants and one.address.channel is Channel.WEB
            on_page += [(one.person_id, one.round)] if is_on_page else []
            fates.setdefault(_ending(one, now, is_queued=bool(outgoing), is_on_page=is_on_page), []).append(one.person_id)
        await outbox.added(session, going, time())
        await notices.noticed(session, row.id, on_page, now)
        for ending, people in fates.items():
            await announcements.settled(session, row.id, people, ending)

    async def _leave_out(self, row: AnnouncementRow) -> None:
        now = self.clock.now()
        async with self.database.writing() as session:
            held = await announcements.held(session, row.id, Stage.STOPPING)
            if held is None or await announcements.left_out(session, row.id, CHUNK[self.database.engine.dialect.name], now):
                return
            if not await announcements.is_unfinished(session, row.id):
                held.stage, held.ended_at = Stage.STOPPED, now
                await self.progress.finished(session, held)


def _ending(one: Due, now: datetime, *, is_queued: bool, is_on_page: bool) -> Ending:
    if not one.wants:
        return Ending(Fate.LEFT_OUT, announcements.WITHDREW, now)
    if is_on_page:
        return Ending(Fate.SENT, "", now)
    return Ending(Fate.QUEUED) if is_queued else Ending(Fate.FAILED, announcements.NO_CHANNEL, now)


def _next(row: AnnouncementRow, due: datetime, now: datetime) -> AnnouncementRow:
    """Return the next one of a row that repeats; the approval was for all of them."""
    same = ("author", "area", "title", "content", "audience", "zone", "repeat", "approver")
    kept = {name: getattr(row, name) for name in same}
    return AnnouncementRow(
        **kept, stage=Stage.SCHEDULED, listens="", due_at=due, follows=row.id, note="", prepared_to=0, made_at=now,
        changed_at=now, began_at=None, ended_at=None,
    )  # fmt: skip


def following(due: datetime, zone: str, repeat: Repeat, now: datetime) -> datetime:
    """Return the first repetition after `now`: the same hour by the clocks of the zone, in a short month its last day."""
    local, number = due.astimezone(ZoneInfo(zone)), 0
    while True:
        number += 1
        match repeat:
            case Repeat.MONTHLY:
                months = local.year * 12 + local.month - 1 + number
                year, month = divmod(months, 12)
                found = local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
            case _:
                found = local + timedelta(days=(1 if repeat is Repeat.DAILY else 7) * number)
        if found > now:
            return found.astimezone(due.tzinfo)
