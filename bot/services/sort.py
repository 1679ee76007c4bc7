"""Sort: what waits for an officer is put beside what asks the same, area by area, behind the back of whoever asks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.db import groups
from bot.db.database import Database
from bot.db.groups import Grouped, Loose
from bot.delivery.trouble import story
from bot.domain.ports import Clock
from knowledge.kinship import ALIKE, Placed, ask_the_same, nearness

_log = logging.getLogger(__name__)
AT_ONCE, PATIENCE = 100, 2.0
OPEN_FOR = timedelta(days=180)
COMPARED = 2_000
"""Questions of the same area that a new one is compared with, the latest."""

OWN, LOOKED_AT, OFFERED = 5, 200, 3
"""So many questions of a group are compared with so many others, and so many groups are offered."""

Place = Callable[[str], Awaitable[Placed]]


@dataclass(frozen=True, slots=True)
class Sort:
    """Puts questions that wait into groups. `seen` remembers where questions lie, by their number, as long as there is room."""

    database: Database
    clock: Clock
    place: Place
    seen: dict[int, Placed] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    tasks: set["asyncio.Task[int]"] = field(default_factory=set)

    async def __call__(self) -> int:
        """Sort what is loose, some at a time, and return how many there were."""
        async with self.turn:
            count = 0
            while found := await self._some():
                count += found
            return count

    async def soon(self, within: float = PATIENCE) -> None:
        """Sort, but let nobody wait for longer than so many seconds: the rest goes on."""
        task = asyncio.create_task(self(), name="sorting")
        self.tasks.add(task)
        task.add_done_callback(self._done)
        await asyncio.wait({task}, timeout=within)

    def _done(self, task: "asyncio.Task[int]") -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("sorting questions failed\n%s", story(error))

    async def and_tidy(self) -> int:
        """Sort, forget groups of which nothing is left, and return how many questions were sorted."""
        count = await self()
        await self.tidy()
        return count

    async def tidy(self) -> int:
        """Forget groups of which nothing is left, and return how many there were."""
        async with self.database.writing() as session:
            return await groups.emptied(session)

    async def like(self, group: int, area: str) -> list[int]:
        """Return the groups of the same area that may ask the same as one, the likeliest first."""
        async with self.database.reading() as session:
            known = await groups.grouped(session, [area], self.clock.now() - OPEN_FOR, LOOKED_AT)
        mine = [await self._placed(one) for one in known if one.group == group][:OWN]
        near: dict[int, float] = {}
        for one in known:
            if one.group != group:
                place = await self._placed(one)
                near[one.group] = max(near.get(one.group, 0.0), *(nearness(place, own) for own in mine), 0.0)
        return [name for name, how in sorted(near.items(), key=lambda pair: -pair[1])[:OFFERED] if how >= ALIKE]

    async def _some(self) -> int:
        async with self.database.reading() as session:
            loose, last = await groups.loose(session, AT_ONCE), await groups.last_group(session)
            since = self.clock.now() - OPEN_FOR
            known = await groups.grouped(session, sorted({one.area for one in loose}), since, COMPARED) if loose else []
        everything: list[Loose | Grouped] = [*loose, *known]
        places = {one.id: await self._placed(one) for one in everything}
        async with self.database.writing() as session:
            await groups.locked(session)
            if await groups.last_group(session) != last:
                return len(loose)  # another worker was quicker: look again
            now = self.clock.now()
            for one in loose:
                group = _kin(one, known, places) or await groups.opened(session, one.area, places[one.id].topic, now)
                await groups.joined(session, one.id, group, now)
                known.append(Grouped(one.id, one.text, one.area, group))
        return len(loose)

    async def _placed(self, one: Loose | Grouped) -> Placed:
        if one.id not in self.seen:
            if len(self.seen) > 2 * COMPARED:
                self.seen.clear()
            self.seen[one.id] = await self.place(one.text)
        return self.seen[one.id]


def _kin(one: Loose, known: Sequence[Grouped], places: Mapping[int, Placed]) -> int | None:
    """Return the group of a question of the same area that asks the same."""
    alike = (other for other in known if other.area == one.area and ask_the_same(places[one.id], places[other.id]))
    return next((other.group for other in alike), None)
