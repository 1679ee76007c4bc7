"""Reply: officers look at what the bot could not answer, share it among them, and answer each asker, once, in their own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.db import arrivals, asked_alike, audit, groups, staff
from bot.db.asked_alike import Alike, Asker, Wanted, Wording
from bot.db.audit import Entry
from bot.db.database import Database, ReadSession, WriteSession
from bot.db.waiting_models import OfficerAnswerRow
from bot.db.words import cut
from bot.domain.errors import GroupGone, NothingWaits
from bot.domain.listing import Found, Listing
from bot.domain.ports import Clock
from bot.domain.screens import Action, Button, Screen
from bot.domain.staff import NATIONAL, Deed, Staff, covers
from bot.domain.waiting import Arrival
from bot.personal import mask
from bot.services.authorize import areas
from bot.services.browse import Browse
from bot.services.carrying import Carry, carried
from bot.services.sort import Sort
from bot.services.speak import language_at
from bot.services.staffing import STAFF, by
from bot.texts import say

LONGEST = 3_000
QUOTED = 300


@dataclass(frozen=True, slots=True)
class Matter:
    """All that an officer sees of one group. `members` are those it can be given to, `near` other groups that may ask the same.

    `arrivals` tells by question what became of the answer to it.
    """

    alike: Alike
    wordings: Sequence[Wording] = field(repr=False)
    said: Sequence[OfficerAnswerRow]
    members: Sequence[Staff]
    near: Sequence[Alike] = ()
    arrivals: Mapping[int, Arrival] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of the queue, and what it can be narrowed to."""

    found: Found[Alike]
    areas: Sequence[str]
    topics: Sequence[str]
    members: Sequence[Staff]


@dataclass(frozen=True, slots=True)
class Reply:
    """The queue of what the bot could not answer. What is not in the actor's areas, nor handed to them, is not there for them."""

    database: Database
    clock: Clock
    sort: Sort
    carry: Carry

    async def queue(self, actor: Staff, wanted: Wanted, listing: Listing) -> Leaf:
        """Return a part of the queue, sorted anew as far as that is quick."""
        await self.sort.soon()
        mine, browse = areas(actor, Deed.SEE_QUESTIONS), Browse(self.database, self.clock)
        found = await browse(actor, "questions", listing, lambda session: asked_alike.queue(session, mine, actor.id, wanted, listing))
        async with self.database.reading() as session:
            places, topics = await asked_alike.places_and_topics(session, mine)
            members = await staff.members(session)
        shown = [replace(row, lead=mask(row.lead).text) for row in found.rows]
        return Leaf(Found(shown, found.total), places, topics, members)

    async def look(self, actor: Staff, group_id: int) -> Matter:
        """Return one group. Raises `GroupGone`."""
        async with self.database.reading() as session:
            alike = await self._there(session, actor, Deed.SEE_QUESTIONS, group_id)
            words = [one._replace(text=mask(one.text).text) for one in await asked_alike.wordings(session, group_id)]
            members = [one for one in await staff.members(session) if _may_answer(one, alike.area)]
            said, arrived = await asked_alike.said(session, group_id), await arrivals.of_group(session, group_id)
        likely = await self.sort.like(group_id, alike.area)
        async with self.database.reading() as session:
            near = await asked_alike.several(session, areas(actor, Deed.SEE_QUESTIONS), likely)
        return Matter(alike, words, said, members, [replace(one, lead=mask(one.lead).text) for one in near if one.waiting], arrived)

    async def assign(self, actor: Staff, group_id: int, staff_id: int) -> None:
        """Give a group to a member who may answer it, and tell them; or (0) to nobody in particular. Raises `GroupGone`."""
        async with self.database.writing() as session:
            alike = await self._there(session, actor, Deed.ANSWER_QUESTIONS, group_id)
            member = await staff.member(session, staff_id) if staff_id else None
            if staff_id and (member is None or not _may_answer(member, alike.area)):
                raise GroupGone
            await asked_alike.assigned(session, group_id, staff_id or None)
            if member is not None and member.id not in {actor.id, alike.assigned_to}:
                await self._hand(session, actor, member, alike)
            await audit.noted(session, Entry(by(actor), "assign questions", f"questions:{group_id}", f"staff:{staff_id}"), self.clock.now())

    async def join(self, actor: Staff, group_id: int, other_id: int) -> None:
        """Take what waits in another group of the same area into this one. Raises `GroupGone`."""
        async with self.database.writing() as session:
            alike, other = [await self._there(session, actor, Deed.ANSWER_QUESTIONS, one) for one in (group_id, other_id)]
            if alike.area != other.area or alike.id == other.id or not await asked_alike.joined(session, other_id, group_id):
                raise GroupGone
            entry = Entry(by(actor), "join questions", f"questions:{group_id}", f"questions:{other_id}")
            await audit.noted(session, entry, self.clock.now())

    async def part(self, actor: Staff, group_id: int, question_id: int) -> int:
        """Put a question that asks something else into a group of its own, and return that. Raises `GroupGone`."""
        async with self.database.writing() as session:
            alike = await self._there(session, actor, Deed.ANSWER_QUESTIONS, group_id)
            into = await groups.opened(session, alike.area, alike.topic, self.clock.now())
            if not await asked_alike.parted(session, group_id, question_id, into):
                raise GroupGone
            await audit.noted(session, Entry(by(actor), "part a question", f"questions:{group_id}", f"questions:{into}"), self.clock.now())
        return into

    async def answer(self, actor: Staff, group_id: int, text: str) -> int:
        """Answer everybody who waits in a group, and return how many people that are. Raises `GroupGone` and `NothingWaits`."""
        now, words = self.clock.now(), cut(text.strip(), LONGEST)
        async with self.database.writing() as session:
            await self._there(session, actor, Deed.ANSWER_QUESTIONS, group_id)
            answer = OfficerAnswerRow(group_id=group_id, staff_id=actor.id, office=actor.office, text=words, said_at=now)
            askers = await asked_alike.answered(session, answer)
            if not askers or not words:
                raise NothingWaits
            await self._tell(session, answer, askers)
            await audit.noted(session, Entry(by(actor), "answer questions", f"questions:{group_id}", words), now)
        return len({asker.person_id for asker in askers})

    async def _tell(self, session: WriteSession, answer: OfficerAnswerRow, askers: Sequence[Asker]) -> None:
        """Put the answer into the chat of each asker, once however often they asked; on a page it waits for them."""
        first: dict[int, Asker] = {}
        for asker in askers:
            first.setdefault(asker.person_id, asker)
        told = {
            asker.person_id
            for asker in first.values()
            if await carried(session, self.carry, asker.address, _screen(answer, asker), arrivals.key_of(answer.id, asker.person_id))
        }
        if on_their_way := [asker.question_id for asker in askers if asker.person_id in told]:
            await asked_alike.heard(session, on_their_way, answer.said_at)

    async def _hand(self, session: WriteSession, actor: Staff, member: Staff, alike: Alike) -> None:
        """Tell a member that a group is theirs to answer now, where they have a chat."""
        if (address := await staff.address_of(session, member.id)) is not None:
            language = await language_at(session, address)
            words = say(language, "desk.handed", name=actor.name, question=cut(mask(alike.lead).text, QUOTED))
            rows = ((Button(Action(alike.id, STAFF, "look"), say(language, "desk.see")),),)
            key = f"handed:{alike.id}:{member.id}:{self.clock.now().timestamp()}"
            await carried(session, self.carry, address, Screen(language, words, rows), key)

    async def _there(self, session: ReadSession, actor: Staff, deed: Deed, group_id: int) -> Alike:
        """Return a group that lies where the actor may do `deed`, or was handed to them; any other is not there for them."""
        found = await asked_alike.one(session, areas(actor, deed), actor.id, group_id)
        if found is None:
            raise GroupGone
        return found


def _screen(answer: OfficerAnswerRow, asker: Asker) -> Screen:
    """Return the answer in the frame of the asker's language, marked as an officer's words."""
    language, office = asker.language, answer.office
    asked = say(language, "officer.asked", question=cut(" ".join(asker.text.split()), QUOTED))
    frame = say(language, "officer.not_the_bot", office=office)
    return Screen(language, f"{asked}\n\n{answer.text}\n\n{frame}", heading=say(language, "officer.heading", office=office))


def _may_answer(member: Staff, area: str) -> bool:
    """Tell whether a group can be given to a member: who asks without an area may be answered by whoever knows, wherever they work."""
    mine = areas(member, Deed.ANSWER_QUESTIONS)
    return any(covers(own, area) for own in mine) or (area == NATIONAL and bool(mine))
