"""Seeking: how many an audience has, a few of them, how long it takes; and lists of owners that are kept under a name."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.areas import codes
from bot.db import announcements, audit
from bot.db import audience as rows
from bot.db.announcement_models import ListedRow, SavedListRow
from bot.db.audience import Someone, Sought
from bot.db.audit import Entry
from bot.db.database import Conflict, Database, ReadSession, WriteSession
from bot.domain.announcement import Audience
from bot.domain.errors import ContentWrong, Wrong
from bot.domain.instrument import Instrument, Item, Standing
from bot.domain.people import Channel
from bot.domain.ports import Clock
from bot.domain.staff import Deed, Staff, covers
from bot.services.authorize import areas, authorize
from bot.services.form.questionnaires import Questionnaires
from bot.services.staffing import by

Fill = Callable[[WriteSession, int], Awaitable[None]]
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{3,20}")


def areas_in(text: str) -> tuple[str, ...]:
    """Return the codes of the areas that a text names, parted by commas: kabupaten, kota, provinces. Raises `ContentWrong`."""
    return tuple(dict.fromkeys(area_of(part.strip()) for part in text.split(",") if part.strip()))


def area_of(part: str) -> str:
    """Return the code of the area that somebody named, by its name or code. Raises `ContentWrong` where it is none, or not one."""
    found = codes(part)
    if len(found) != 1:
        raise ContentWrong(Wrong.AREA_UNKNOWN, area=part[:40])
    return found[0]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many would get it on each channel, a few of them, and in how many seconds it could be done."""

    counts: Mapping[Channel, int] = field(default_factory=dict)
    sample: Sequence[Someone] = ()
    seconds: float = 0.0

    @property
    def all(self) -> int:
        """Return how many there are in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Seek:
    """Looks for audiences. `per_second` is how many messages may go out in a second."""

    database: Database
    clock: Clock
    questionnaires: Questionnaires
    per_second: float

    def sought(self, audience: Audience, area: str) -> Sought:
        """Return what is looked for. Raises `ContentWrong` where the audience leaves the area."""
        if not all(covers(area, one) for one in audience.areas):
            raise ContentWrong(Wrong.AREA)
        return Sought(audience, area, self.clock.now(), {item: self._low(item) for item in audience.gaps})

    async def reckon(self, actor: Staff, audience: Audience, area: str) -> Reckoned:
        """Return how many there are. Raises `NotAllowed`, `ContentWrong`."""
        authorize(actor, Deed.SEE_ANNOUNCEMENTS, area)
        async with self.database.reading() as session:
            return await self.reckon_within(session, audience, area)

    async def reckon_within(self, session: ReadSession, audience: Audience, area: str) -> Reckoned:
        """Return the same in a session that is open, for whoever was let in already."""
        sought = self.sought(audience, area)
        counts = await rows.counted(session, sought)
        few = await rows.sample(session, sought)
        return Reckoned(counts, few, counts.get(Channel.TELEGRAM, 0) / self.per_second)

    @property
    def gaps(self) -> tuple[Item, ...]:
        """Return the items of the present instrument that can be a gap: those that an answer can fall short of."""
        return tuple(item for item in self.instrument.items if self._low(item.id))

    @property
    def instrument(self) -> Instrument:
        """Return the present instrument, for the words of items and commodities."""
        return self.questionnaires.present

    async def lists(self, actor: Staff) -> Sequence[SavedListRow]:
        """Return the saved lists of the actor's areas."""
        async with self.database.reading() as session:
            return await announcements.saved_lists(session, areas(actor, Deed.SEE_ANNOUNCEMENTS))

    async def save(self, actor: Staff, name: str, area: str, audience: Audience) -> None:
        """Keep an audience, as it is now, under a name. Raises `NotAllowed`, `ContentWrong`."""
        sought = self.sought(audience, area)

        async def fill(session: WriteSession, list_id: int) -> None:
            await rows.listed(session, list_id, sought)

        await self._saved(actor, name, area, fill)

    async def save_codes(self, actor: Staff, name: str, area: str, text: str) -> int:
        """Keep the owners whose reports have the codes in `text` under a name; return how many were found. Raises as `save`."""
        async with self.database.reading() as session:
            people = await self._people(session, area, text)

        async def fill(session: WriteSession, list_id: int) -> None:
            session.add_all(ListedRow(list_id=list_id, person_id=one) for one in people)

        await self._saved(actor, name, area, fill)
        return len(people)

    async def award(self, actor: Staff, area: str, text: str, stars: int) -> int:
        """Keep that the owners of the reports named in `text` hold so many stars (0: none); return how many owners. Raises as `save`."""
        authorize(actor, Deed.COMPOSE, area)
        async with self.database.writing() as session:
            people, now = await self._people(session, area, text), self.clock.now()
            await rows.awarded(session, people, stars, actor.id, now)
            await audit.noted(session, Entry(by(actor), "record stars", f"stars:{stars}", f"{len(people)}"), now)
        return len(people)

    async def _people(self, session: ReadSession, area: str, text: str) -> list[int]:
        named = sorted(set(_CODE.findall(text.upper())))[:5000]
        people = await rows.people_of(session, named, area)
        if not people:
            raise ContentWrong(Wrong.CODES)
        return people

    async def _saved(self, actor: Staff, name: str, area: str, fill: Fill) -> None:
        authorize(actor, Deed.COMPOSE, area)
        if not name.strip():
            raise ContentWrong(Wrong.LIST_NAME)
        now = self.clock.now()
        try:
            async with self.database.writing() as session:
                row = SavedListRow(name=name.strip()[:100], area=area, author=actor.id, made_at=now)
                session.add(row)
                await session.flush()
                await fill(session, row.id)
                await audit.noted(session, Entry(by(actor), "save a list", f"list:{row.id}", name[:100]), now)
        except Conflict:
            raise ContentWrong(Wrong.LIST_TAKEN) from None

    def _low(self, item_id: str) -> tuple[str, ...]:
        """Return the options of an item that leave something to do."""
        item = next((one for one in self.instrument.items if one.id == item_id), None)
        if item is None:
            return ()
        if item.is_gate:
            return tuple(one.id for one in item.options if one.standing is not Standing.MET)
        return tuple(one.id for one in item.options if one.points < item.most)
