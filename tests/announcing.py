"""A newsroom for tests: members of the staff, owners who agree to announcements, and what would go out to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.db.announcement_models import AnnouncementRow, RecipientRow
from bot.db.assessment_models import ConsentRow, ProfileRow
from bot.db.database import Database
from bot.db.models import OutboxRow, PersonRow
from bot.db.staff_models import GrantRow, StaffRow
from bot.delivery.office import Office
from bot.domain.announcement import Content, Fate, Stage
from bot.domain.assessment import Purpose
from bot.domain.delivery import Kind, OutboxState, Outgoing
from bot.domain.people import Address, Channel, Language
from bot.domain.screens import Screen
from bot.domain.staff import Grant, Role, Staff
from bot.services.announcing.announcing import Channels
from bot.services.announcing.content import Framed
from bot.services.announcing.drafting import Rules
from tests.fakes import FixedClock
from tests.filling import Forms

SOURCE = "telegram:1"


@dataclass
class Newsroom:
    """The services of announcements over a database; `told` is what the staff heard."""

    database: Database
    clock: FixedClock
    rules: Rules = field(default_factory=Rules)
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.forms = Forms(self.database, self.clock)
        office = Office(self.database)
        self.announcing = self.forms.announce(office, self.rules)(Channels(self._tell, self._retell, self._bear))
        self.write, self.steer, self.seek, self.dispatch = (
            self.announcing.write, self.announcing.steer, self.announcing.seek, self.announcing.dispatch,
        )  # fmt: skip

    async def member(self, *grants: Grant, chat: str = "") -> Staff:
        """Return a member of the staff."""
        now = self.clock.now()
        async with self.database.writing() as session:
            row = StaffRow(chat=chat, name=f"Petugas {chat}", office="Dinas Perindustrian", joined_at=now, ended_at=None)
            session.add(row)
            await session.flush()
            session.add_all(GrantRow(staff_id=row.id, role=one.role, area=one.area, granted_at=now) for one in grants)
            return Staff(row.id, row.name, row.office, grants)

    async def pair(self, area: str = "") -> tuple[Staff, Staff]:
        """Return an author and somebody who may approve."""
        author = await self.member(Grant(Role.BROADCASTER, area), chat="501")
        return author, await self.member(Grant(Role.BROADCASTER, area), chat="502")

    async def owners(self, *given: "Owner") -> list[int]:
        """Add owners, and return their ids."""
        async with self.database.writing() as session:
            rows = [one.row(self.clock.now()) for one in given]
            session.add_all(rows)
            await session.flush()
            for row, one in zip(rows, given, strict=True):
                session.add_all(one.belongings(row.id, self.clock.now()))
            return [row.id for row in rows]

    async def drafted(self, author: Staff, html: str = "Pameran di <b>alun-alun</b>", area: str = "") -> int:
        """Return the number of a draft that says something."""
        async with self.database.writing() as session:
            number = await self.write.begin(session, author, area)
        await self.write.keep(author, number, Content(html))
        return number

    async def approved(self, author: Staff, other: Staff, html: str = "Pameran di <b>alun-alun</b>") -> int:
        """Return the number of one that may go."""
        number = await self.drafted(author, html, author.grants[0].area)
        await self.write.submit(author, number)
        await self.write.approve(other, number)
        return number

    async def rounds(self, most: int = 50) -> None:
        """Let the dispatch work, with a channel that delivers all, until nothing is left to do."""
        for _ in range(most):
            if not await self.dispatch.round():
                return
            await self.delivered()

    async def delivered(self, state: OutboxState = OutboxState.SENT) -> int:
        """Let what waits in the outbox end so; return how much there was."""
        async with self.database.writing() as session:
            done = await session.scalars(
                update(OutboxRow)
                .where(OutboxRow.kind == Kind.BULK, OutboxRow.state == OutboxState.WAITING)
                .values(state=state, sent_at=1.0)
                .returning(OutboxRow.id)
            )
            return len(done.all())

    async def fates(self, number: int) -> dict[int, Fate]:
        """Return what became of it, by person."""
        async with self.database.reading() as session:
            found = await session.execute(
                select(RecipientRow.person_id, RecipientRow.fate).where(RecipientRow.announcement_id == number)
            )
            return {person: fate for person, fate in found}  # noqa: C416 - rows are no pairs for the type checker

    async def stage(self, number: int) -> Stage:
        """Return where it stands."""
        async with self.database.reading() as session:
            row = await session.get_one(AnnouncementRow, number)
            return row.stage

    async def bulk(self) -> Sequence[str]:
        """Return the chats that something waits for, or went to, in order."""
        async with self.database.reading() as session:
            found = await session.scalars(select(OutboxRow.chat).where(OutboxRow.kind == Kind.BULK).order_by(OutboxRow.id))
            return found.all()

    def _tell(self, address: Address, screen: Screen, _key: str) -> Sequence[Outgoing]:
        self.told.append((address.id, screen.text))
        return (Outgoing(SOURCE, address.id, "sendMessage", {"text": screen.text}),)

    def _retell(self, address: Address, number: int, screen: Screen, _key: str) -> Sequence[Outgoing]:
        self.told.append((address.id, f"{number}: {screen.text}"))
        return ()

    def _bear(self, address: Address, given: Framed, key: str, kind: Kind) -> Sequence[Outgoing]:
        if address.channel is not Channel.TELEGRAM:
            return ()
        return (Outgoing(SOURCE, address.id, "sendMessage", {"text": given.html}, kind=kind, key=key),)


@dataclass(frozen=True)
class Owner:
    """Somebody of an audience, or not."""

    name: str
    area: str = "35.07"
    commodity: str = "batik"
    channel: Channel = Channel.TELEGRAM
    language: Language | None = None
    agrees: bool | None = True
    blocked: bool = False
    seen_days_ago: int = 0

    def row(self, now: datetime) -> PersonRow:
        """Return the person."""
        seen = now - timedelta(days=self.seen_days_ago)
        return PersonRow(
            channel=self.channel, external_id=self.name, language=self.language, created_at=seen, seen_at=seen,
            unreachable_since=now if self.blocked else None,
        )  # fmt: skip

    def belongings(self, person: int, now: datetime) -> Sequence[object]:
        """Return the business, and what was decided on announcements: where it is withdrawn, it had been given before."""
        profile = ProfileRow(
            person_id=person, owner_name="x", business_name="y", commodity=self.commodity, area=self.area, sentra=None, since=None
        )
        decisions = {None: (), True: (True,), False: (True, False)}[self.agrees]
        consents = [
            ConsentRow(person_id=person, purpose=Purpose.ANNOUNCEMENTS, is_given=one, version="id:1", how="button", decided_at=now)
            for one in decisions
        ]
        return [profile, *consents]
