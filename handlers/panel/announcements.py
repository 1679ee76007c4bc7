"""Announcements in the panel: written with a preview, checked by a second person, watched while they go out, accounted for after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.areas import named
from bot.db import announcements as rows
from bot.db import audit
from bot.domain.announcement import AGAIN_FATES, OVER, UNDER_WAY, Fate, Stage
from bot.domain.errors import FileGone
from bot.domain.staff import Deed, Staff
from bot.reporting.spreadsheet import MEDIA_XLSX
from bot.services.announcing import describing
from bot.services.announcing.announcing import Announcing
from bot.services.announcing.content import framed
from bot.services.announcing.progress import lasts
from bot.services.authorize import areas
from bot.services.browse import Browse
from handlers.panel.announcement_drafts import NEWS, Drafts, id_of, see
from handlers.panel.announcement_list import ANNOUNCEMENTS, Filters
from handlers.panel.announcement_report import written
from handlers.panel.pages import Page, draw
from handlers.panel.rendering import language_of
from handlers.panel.tables import download
from handlers.panel.trail import what, who
from handlers.sealing import sealed

_CHAT = ("tested", "no_chat", "asked", "going", "approved", "why_back")
SAID = frozenset({"news.panel.saved", *(f"news.chat.{name}" for name in _CHAT)})
"""What may be said above a page after an act."""


@dataclass(frozen=True, slots=True)
class News:
    """What broadcasters and those who approve do."""

    announcing: Announcing

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (("news.panel.title", NEWS, Deed.SEE_ANNOUNCEMENTS),)

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        one = f"{NEWS}/{{id}}"
        return (
            Page(NEWS, Deed.SEE_ANNOUNCEMENTS, self.everything),
            Page(one, Deed.SEE_ANNOUNCEMENTS, self.one),
            *Drafts(self.announcing).pages(),
            Page(f"{one}/uji", Deed.COMPOSE, self.test, ("POST",)),
            Page(f"{one}/ajukan", Deed.COMPOSE, self.submit, ("POST",)),
            Page(f"{one}/tarik", Deed.COMPOSE, self.withdraw, ("POST",)),
            Page(f"{one}/setujui", Deed.APPROVE, self.approve, ("POST",)),
            Page(f"{one}/kembalikan", Deed.APPROVE, self.reject, ("POST",)),
            Page(f"{one}/jeda", Deed.APPROVE, self.pause, ("POST",)),
            Page(f"{one}/lanjut", Deed.APPROVE, self.go_on, ("POST",)),
            Page(f"{one}/henti", Deed.APPROVE, self.stop, ("POST",)),
            Page(f"{one}/ulang", Deed.APPROVE, self.again, ("POST",)),
            Page(f"{one}/penerima.xlsx", Deed.SEE_ANNOUNCEMENTS, self.report),
            Page(f"{one}/berkas/{{digest}}", Deed.SEE_ANNOUNCEMENTS, self.file),
        )

    # Looking

    async def everything(self, request: Request, actor: Staff) -> Response:
        """Show the announcements of the actor's areas, the newest first."""
        near, filters, listing = areas(actor, Deed.SEE_ANNOUNCEMENTS), Filters.of(request), ANNOUNCEMENTS.asked(request)
        browse = Browse(self.announcing.write.database, self.announcing.write.clock)
        found = await browse(actor, "announcements", listing, lambda session: rows.seen_by(session, near, filters.sought, listing))
        mine = [(code, named(code)) for code in areas(actor, Deed.COMPOSE)]
        stages = Filters.stages(language_of(request))
        return await ANNOUNCEMENTS.answer(request, found, "announcements.html", mine=mine, filters=filters, stages=stages)

    async def one(self, request: Request, actor: Staff) -> Response:
        """Show one: what it says, to whom, how far it is, what can be done. Asked by htmx, only how far it is."""
        draft, tally = await self.announcing.steer.look(actor, id_of(request))
        language, stage = language_of(request), draft.row.stage
        async with self.announcing.write.database.reading() as session:
            history = await audit.named(session, await audit.latest(session, 50, f"announcement:{draft.id}"))
            whom = await describing.whom(session, self.announcing.seek, draft, language)
        is_waiting = stage in {Stage.DRAFT, Stage.ASKED, Stage.SCHEDULED}
        reckoned = await self.announcing.seek.reckon(actor, draft.audience, draft.row.area) if is_waiting else None
        may = {deed: bool(areas(actor, deed)) for deed in (Deed.COMPOSE, Deed.APPROVE)}
        said = request.query_params.get("kata", "")
        is_moving = stage in {Stage.SCHEDULED, *UNDER_WAY}
        if "hx-request" in request.headers and not is_moving:
            return Response(headers={"HX-Refresh": "true"})  # it ended: the whole page is another one
        return draw(
            request, "announcement.html", draft=draft, tally=tally, given=framed(draft.id, draft.content, draft.office, language),
            whom=whom, when=describing.when(draft, language), zone=draft.row.zone, history=history, who=who, what=what, fates=list(Fate),
            count=describing.count(reckoned, language) if reckoned else "", is_moving=is_moving, is_over=stage in OVER,
            is_author=draft.row.author == actor.id, may_compose=may[Deed.COMPOSE], may_approve=may[Deed.APPROVE],
            lasts=lasts(language, tally.left / self.announcing.seek.per_second), again=[one for one in AGAIN_FATES if tally.of(one)],
            wants_second=self.announcing.write.rules.wants_second, said=said if said in SAID else "",
        )  # fmt: skip

    async def report(self, request: Request, actor: Staff) -> Response:
        """Give every recipient with their fate, as a table to keep."""
        draft, _ = await self.announcing.steer.look(actor, id_of(request))
        content = await written(self.announcing.steer.report(actor, draft.id), language_of(request))
        await self.announcing.steer.exported(actor, draft.id)
        return download(content, f"penerima-{draft.id}.xlsx", MEDIA_XLSX)

    async def file(self, request: Request, actor: Staff) -> Response:
        """Give a file of an announcement. Raises `FileGone`."""
        draft, _ = await self.announcing.steer.look(actor, id_of(request))
        file = next((one for one in draft.content.files if one.digest == request.path_params["digest"]), None)
        if file is None:
            raise FileGone
        return sealed(await self.announcing.vault.give(file.digest), file.media_type)

    # Asking

    async def test(self, request: Request, actor: Staff) -> Response:
        """Send it to the actor alone."""
        has_gone = await self.announcing.write.test(actor, id_of(request))
        return see(id_of(request), "news.chat.tested" if has_gone else "news.chat.no_chat")

    async def submit(self, request: Request, actor: Staff) -> Response:
        """Ask for approval."""
        stage = await self.announcing.write.submit(actor, id_of(request))
        return see(id_of(request), "news.chat.asked" if stage is Stage.ASKED else "news.chat.going")

    async def withdraw(self, request: Request, actor: Staff) -> Response:
        """Take it back."""
        await self.announcing.write.withdraw(actor, id_of(request))
        return see(id_of(request))

    # Deciding

    async def approve(self, request: Request, actor: Staff) -> Response:
        """Let it go."""
        form = await request.form()
        await self.announcing.write.approve(actor, id_of(request), str(form.get("version", "")))
        return see(id_of(request), "news.chat.approved")

    async def reject(self, request: Request, actor: Staff) -> Response:
        """Give it back to its author."""
        form = await request.form()
        await self.announcing.write.reject(actor, id_of(request), str(form.get("why", ""))[:500])
        return see(id_of(request), "news.chat.why_back")

    async def pause(self, request: Request, actor: Staff) -> Response:
        """Send nothing more for now."""
        await self.announcing.steer.pause(actor, id_of(request))
        return see(id_of(request))

    async def go_on(self, request: Request, actor: Staff) -> Response:
        """Go on."""
        await self.announcing.steer.go_on(actor, id_of(request))
        return see(id_of(request))

    async def stop(self, request: Request, actor: Staff) -> Response:
        """Stop for good."""
        await self.announcing.steer.stop(actor, id_of(request))
        return see(id_of(request))

    async def again(self, request: Request, actor: Staff) -> Response:
        """Send it again to the failed; to those that are not certain only where the warning was read."""
        form = await request.form()
        fate = str(form.get("fate", ""))
        if fate not in AGAIN_FATES or (fate == Fate.UNKNOWN and form.get("sure") != "yes"):
            raise HTTPException(400)
        await self.announcing.steer.again(actor, id_of(request), (Fate(fate),), str(form.get("why", ""))[:500])
        return see(id_of(request))
