"""Write: an announcement from its first draft to the moment at which it may go; a second person looks at it before."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import time

from bot.db import announcements, audit, outbox, staff
from bot.db.announcement_models import AnnouncementRow
from bot.db.audit import Entry
from bot.db.database import Database, ReadSession, WriteSession
from bot.domain.announcement import Attached, Audience, Content, Plan, Repeat, Stage
from bot.domain.delivery import Kind
from bot.domain.errors import AnnouncementGone, ContentWrong, NobodyElse, NotAllowed, StageMoved, Wrong
from bot.domain.ports import Clock
from bot.domain.staff import Deed, Staff
from bot.services.announcing import wording
from bot.services.announcing.asking import Asks
from bot.services.announcing.content import audience_of, audience_text, checked, content_of, content_text, framed, links_of
from bot.services.announcing.drafting import ALBUM, AREAS, LINKS, WORDS, Bear, Draft, Rules
from bot.services.announcing.seeking import Seek, areas_in
from bot.services.authorize import areas, authorize
from bot.services.speak import language_at
from bot.services.staffing import by


@dataclass(frozen=True, slots=True)
class Write:
    """Writes announcements, and has them approved."""

    database: Database
    clock: Clock
    seek: Seek
    bear: Bear
    asks: Asks
    rules: Rules = field(default_factory=Rules)

    async def begin(self, session: WriteSession, actor: Staff, area: str = "", *, listens: str = "") -> int:
        """Return a new draft's number. `area` is one of the actor's; "" is the first of them. Raises `NotAllowed`."""
        mine = areas(actor, Deed.COMPOSE)
        area = area or (mine[0] if mine else area)
        authorize(actor, Deed.COMPOSE, area)
        if listens:
            await announcements.deaf(session, actor.id)
        now = self.clock.now()
        row = AnnouncementRow(
            stage=Stage.DRAFT, author=actor.id, area=area, title="", content=content_text(Content()), audience=audience_text(Audience()),
            listens=listens, due_at=None, zone=Plan().zone, repeat=Repeat.NEVER, follows=None, approver=None, note="",
            prepared_to=0, made_at=now, changed_at=now, began_at=None, ended_at=None,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        await audit.noted(session, Entry(by(actor), "begin an announcement", f"announcement:{row.id}"), now)
        return row.id

    async def of(self, session: ReadSession, actor: Staff, announcement_id: int, deed: Deed = Deed.SEE_ANNOUNCEMENTS) -> Draft:
        """Return an announcement of the actor's areas. Raises `AnnouncementGone`."""
        row = await announcements.one(session, areas(actor, deed), announcement_id)
        if row is None:
            raise AnnouncementGone
        name, office = await staff.signature(session, row.author)
        return Draft(row, content_of(row.content), audience_of(row.audience), office, name)

    async def hear(self, session: WriteSession, actor: Staff, html: str, file: Attached | None, album: str) -> Draft | None:
        """Take a message of the actor's as what their listening draft says; None where no draft listens.

        The pieces of one album come one by one: they are added to each other. Raises `ContentWrong`, `NotAllowed`.
        """
        row = await announcements.draft_that_listens(session, actor.id)
        if row is None:
            return None
        authorize(actor, Deed.COMPOSE, row.area)
        goes_on = row.listens == f"{ALBUM}{album}"
        if not goes_on and row.listens != WORDS:
            row.listens = ""
            return None
        before = content_of(row.content)
        files = (*(before.files if goes_on else ()), *((file,) if file else ()))
        content = replace(before, html=wording.cleaned(html) or (before.html if goes_on else ""), files=files)
        self._put(row, checked(content, self.rules.hosts, actor.office))
        row.listens = f"{ALBUM}{album}" if album else ""
        return await self.of(session, actor, row.id)

    async def listen(self, session: WriteSession, actor: Staff, announcement_id: int, wanted: str) -> None:
        """Take the actor's next message for a draft of theirs: its words, or its areas. Raises as `keep`."""
        draft = await self.own(session, actor, announcement_id)
        await announcements.deaf(session, actor.id)
        draft.row.listens = wanted

    async def place(self, session: WriteSession, actor: Staff, text: str) -> Draft | None:
        """Take a message of the actor's as the areas of their listening draft; None where none listens for them. Raises `ContentWrong`."""
        row = await announcements.draft_that_listens(session, actor.id)
        if row is None or row.listens != AREAS:
            return None
        audience = replace(audience_of(row.audience), areas=areas_in(text))
        self.seek.sought(audience, row.area)
        row.audience, row.listens = audience_text(audience), ""
        return await self.of(session, actor, row.id)

    async def label(self, session: WriteSession, actor: Staff, text: str) -> Draft | None:
        """Take a message of the actor's as the buttons of their listening draft, like `place`."""
        row = await announcements.draft_that_listens(session, actor.id)
        if row is None or row.listens != LINKS:
            return None
        content = replace(content_of(row.content), links=links_of(text))
        self._put(row, checked(content, self.rules.hosts, actor.office))
        row.listens = ""
        return await self.of(session, actor, row.id)

    async def drop(self, session: WriteSession, actor: Staff, announcement_id: int) -> None:
        """Throw a draft away. Its number stays taken: buttons in chats and the audit name it. Raises as `keep`."""
        row = (await self.own(session, actor, announcement_id)).row
        row.content, row.audience, row.title = content_text(Content()), audience_text(Audience()), ""
        row.stage, row.listens, row.changed_at = Stage.DROPPED, "", self.clock.now()
        await self.noted(session, actor, "throw a draft away", announcement_id)

    async def keep(
        self, actor: Staff, announcement_id: int, content: Content | None = None, audience: Audience | None = None, plan: Plan | None = None
    ) -> None:
        """Keep what the author changed of a draft. Raises `ContentWrong`, `NotAllowed`, `AnnouncementGone`, `StageMoved`."""
        async with self.database.writing() as session:
            draft = await self.own(session, actor, announcement_id)
            if content is not None:
                self._put(draft.row, checked(content, self.rules.hosts, draft.office))
            if audience is not None:
                self.seek.sought(audience, draft.row.area)
                draft.row.audience = audience_text(audience)
            if plan is not None:
                self._check_time(plan.due_at)
                draft.row.due_at, draft.row.zone, draft.row.repeat = plan.due_at, plan.zone, plan.repeat
            draft.row.changed_at = self.clock.now()

    async def test(self, actor: Staff, announcement_id: int) -> bool:
        """Send it to the actor alone; return whether there is a chat to send it to. Raises as `keep`, and `ContentWrong`."""
        async with self.database.writing() as session:
            draft = await self.of(session, actor, announcement_id)
            content, address = checked(draft.content, self.rules.hosts, draft.office), await staff.address_of(session, actor.id)
            if address is None:
                return False
            key = f"news-test:{announcement_id}:{actor.id}:{self.clock.now().timestamp():.3f}"
            given = framed(announcement_id, content, draft.office, await language_at(session, address))
            outgoing = self.bear(address, given, key, Kind.REPLY)
            await outbox.added(session, [(f"{key}:{place}", one) for place, one in enumerate(outgoing)], time())
            await self.noted(session, actor, "test", announcement_id)
        return bool(outgoing)

    async def submit(self, actor: Staff, announcement_id: int) -> Stage:
        """Ask for a second person's approval, or approve at once where none is wanted.

        Raises as `keep`; and `NobodyElse` where there is nobody who could approve.
        """
        async with self.database.writing() as session:
            draft = await self.own(session, actor, announcement_id)
            checked(draft.content, self.rules.hosts, draft.office)
            self._check_time(draft.row.due_at)
            if not self.rules.wants_second:
                return await self._approved(session, actor, draft, Stage.DRAFT)
            others = await self.asks.approvers(session, draft)
            if not others:
                raise NobodyElse
            now = self.clock.now()
            await self.moved(session, announcement_id, (Stage.DRAFT,), Stage.ASKED, note="", listens="", changed_at=now)
            await self.noted(session, actor, "ask for approval", announcement_id)
            for other in others:
                await self.asks(session, other, draft, f"news-ask:{announcement_id}:{now.timestamp():.3f}:{other.id}")
        return Stage.ASKED

    async def approve(self, actor: Staff, announcement_id: int, version: str | None = None) -> None:
        """Let it go when it is due. Raises `NotAllowed` for the author, `AnnouncementGone`, `StageMoved`.

        `version` is what the actor looked at: where its author changed it meanwhile, it has moved.
        """
        async with self.database.writing() as session:
            draft = await self._to_approve(session, actor, announcement_id)
            if version not in {None, draft.version}:
                raise StageMoved
            await self._approved(session, actor, draft, Stage.ASKED)
            await self.asks.answer(session, draft, "approved", name=actor.name)

    async def reject(self, actor: Staff, announcement_id: int, why: str) -> None:
        """Give it back to its author with words. Raises as `approve`."""
        async with self.database.writing() as session:
            draft = await self._to_approve(session, actor, announcement_id)
            await self.moved(session, announcement_id, (Stage.ASKED,), Stage.DRAFT, note=why, changed_at=self.clock.now())
            await self.noted(session, actor, "reject", announcement_id, why)
            await self.asks.answer(session, draft, "rejected", name=actor.name, why=why or "-")

    async def withdraw(self, actor: Staff, announcement_id: int) -> None:
        """Take back what has not begun: it is a draft again. Raises as `keep`."""
        async with self.database.writing() as session:
            due = (await self.of(session, actor, announcement_id, Deed.COMPOSE)).row.due_at
            later = due if due and due > self.clock.now() else None
            await self.moved(session, announcement_id, (Stage.ASKED, Stage.SCHEDULED), Stage.DRAFT, approver=None, due_at=later)
            await self.noted(session, actor, "withdraw", announcement_id)

    # How it is done

    async def own(self, session: WriteSession, actor: Staff, announcement_id: int) -> Draft:
        """Return a draft of the actor's own: whoever approves must not have written any of it.

        Raises `NotAllowed`, `AnnouncementGone`, `StageMoved`.
        """
        draft = await self.of(session, actor, announcement_id, Deed.COMPOSE)
        if draft.row.author != actor.id:
            raise NotAllowed
        if draft.row.stage is not Stage.DRAFT:
            raise StageMoved
        return draft

    async def _to_approve(self, session: WriteSession, actor: Staff, announcement_id: int) -> Draft:
        draft = await self.of(session, actor, announcement_id, Deed.APPROVE)
        if draft.row.author == actor.id:
            raise NotAllowed
        return draft

    async def _approved(self, session: WriteSession, actor: Staff, draft: Draft, before: Stage) -> Stage:
        now = self.clock.now()
        due = draft.row.due_at or now
        self._check_time(draft.row.due_at)
        await self.moved(session, draft.id, (before,), Stage.SCHEDULED, approver=actor.id, due_at=due, listens="", changed_at=now)
        await self.noted(session, actor, "approve", draft.id)
        return Stage.SCHEDULED

    async def moved(self, session: WriteSession, announcement_id: int, before: Sequence[Stage], after: Stage, **values: object) -> None:
        """Go from one stage to the next. Raises `StageMoved` where somebody was quicker."""
        if not await announcements.moved(session, announcement_id, before, after, **values):
            raise StageMoved

    async def noted(self, session: WriteSession, actor: Staff, deed: str, announcement_id: int, why: str = "") -> None:
        """Keep in the audit what the actor did."""
        await audit.noted(session, Entry(by(actor), deed, f"announcement:{announcement_id}", why), self.clock.now())

    def _check_time(self, due: datetime | None) -> None:
        if due is not None and due < self.clock.now():
            raise ContentWrong(Wrong.PAST)

    def _put(self, row: AnnouncementRow, content: Content) -> None:
        row.content, row.title, row.changed_at = content_text(content), wording.title_of(content.html), self.clock.now()
