"""Announcements in the panel: written with a preview, checked by a second person, watched while they go out, accounted for after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.areas import CLOCKS, named
from bot.db import announcements as rows
from bot.db import audit
from bot.domain.announcement import AGAIN_FATES, OVER, UNDER_WAY, Attached, Content, Fate, Repeat, Stage, Standing
from bot.domain.errors import ContentWrong, FileGone, Told, Wrong
from bot.domain.instrument import in_language
from bot.domain.people import Channel, Language
from bot.domain.staff import Deed, Staff
from bot.reporting.spreadsheet import MEDIA_XLSX
from bot.services.announcing import describing, wording
from bot.services.announcing.announcing import Announcing
from bot.services.announcing.content import MOST_FILES, MOST_LINKS, framed
from bot.services.announcing.drafting import Draft
from bot.services.announcing.progress import lasts
from bot.services.authorize import areas
from bot.services.browse import Browse
from bot.texts import say
from bot.vault.checking import check
from handlers.panel.announcement_forms import audience_in, links_in, plan_in
from handlers.panel.announcement_list import ANNOUNCEMENTS, Filters
from handlers.panel.announcement_report import written
from handlers.panel.pages import Page, draw, number_of
from handlers.panel.rendering import language_of
from handlers.panel.tables import download
from handlers.panel.trail import what, who
from handlers.sealing import sealed

NEWS = "/panel/kabar"
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
            Page(NEWS, Deed.COMPOSE, self.begin, ("POST",)),
            Page(one, Deed.SEE_ANNOUNCEMENTS, self.one),
            Page(f"{one}/ubah", Deed.COMPOSE, self.edit),
            Page(f"{one}/ubah", Deed.COMPOSE, self.keep, ("POST",)),
            Page(f"{one}/pratinjau", Deed.COMPOSE, self.preview, ("POST",)),
            Page(f"{one}/hitung", Deed.COMPOSE, self.count, ("POST",)),
            Page(f"{one}/daftar", Deed.COMPOSE, self.save_list, ("POST",)),
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
        draft, tally = await self.announcing.steer.look(actor, _id(request))
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
        draft, _ = await self.announcing.steer.look(actor, _id(request))
        content = await written(self.announcing.steer.report(actor, draft.id), language_of(request))
        await self.announcing.steer.exported(actor, draft.id)
        return download(content, f"penerima-{draft.id}.xlsx", MEDIA_XLSX)

    async def file(self, request: Request, actor: Staff) -> Response:
        """Give a file of an announcement. Raises `FileGone`."""
        draft, _ = await self.announcing.steer.look(actor, _id(request))
        file = next((one for one in draft.content.files if one.digest == request.path_params["digest"]), None)
        if file is None:
            raise FileGone
        return sealed(await self.announcing.vault.give(file.digest), file.media_type)

    # Writing

    async def begin(self, request: Request, actor: Staff) -> Response:
        """Begin a draft in one of the actor's areas."""
        form = await request.form()
        async with self.announcing.write.database.writing() as session:
            number = await self.announcing.write.begin(session, actor, str(form.get("area", "")))
        return RedirectResponse(f"{NEWS}/{number}/ubah", 303)

    async def edit(self, request: Request, actor: Staff) -> Response:
        """Show the form of a draft."""
        return await self._form(request, await self._draft(request, actor))

    async def keep(self, request: Request, actor: Staff) -> Response:
        """Keep a draft; where something of it is wrong, nothing that was typed is lost."""
        draft, form = await self._draft(request, actor), await request.form()
        try:
            audience, plan = audience_in(form), plan_in(form)
            content = await self._content(form, draft)
            await self.announcing.write.keep(actor, draft.id, content, audience, plan)
        except Told as told:
            return await self._form(request, draft, form, wrong=_words(request, told))
        return _see(draft.id, "news.panel.saved")

    async def preview(self, request: Request, actor: Staff) -> Response:
        """Show how it will look; what is wrong with it is said there."""
        draft, form = await self._draft(request, actor), await request.form()
        content = Content(wording.from_marks(str(form.get("text", ""))), draft.content.files, links_in(form))
        given = framed(draft.id, content, draft.office, language_of(request))
        return draw(request, "announcement_phone.html", draft=draft, given=given)

    async def count(self, request: Request, actor: Staff) -> Response:
        """Show how many an audience has, and a few of them."""
        draft, form = await self._draft(request, actor), await request.form()
        language, reckoned, wrong = language_of(request), None, ""
        try:
            reckoned = await self.announcing.seek.reckon(actor, audience_in(form), draft.row.area)
        except ContentWrong as told:
            wrong = say(language, told.text_key, **told.values)
        return draw(
            request, "announcement_count.html", reckoned=reckoned, wrong=wrong, named=named, commodities=self._commodities(language),
            lasts=lasts(language, reckoned.seconds) if reckoned else "",
        )  # fmt: skip

    async def save_list(self, request: Request, actor: Staff) -> Response:
        """Keep an audience, or the owners of some reports, under a name."""
        draft, form = await self._draft(request, actor), await request.form()
        name, codes = str(form.get("list_name", "")), str(form.get("list_codes", ""))
        try:
            if codes.strip():
                await self.announcing.seek.save_codes(actor, name, draft.row.area, codes)
            else:
                await self.announcing.seek.save(actor, name, draft.row.area, audience_in(form))
        except ContentWrong as told:
            return await self._form(request, draft, form, wrong=_words(request, told))
        return await self._form(request, draft, form, said=say(language_of(request), "news.panel.list_saved"))

    async def test(self, request: Request, actor: Staff) -> Response:
        """Send it to the actor alone."""
        has_gone = await self.announcing.write.test(actor, _id(request))
        return _see(_id(request), "news.chat.tested" if has_gone else "news.chat.no_chat")

    async def submit(self, request: Request, actor: Staff) -> Response:
        """Ask for approval."""
        stage = await self.announcing.write.submit(actor, _id(request))
        return _see(_id(request), "news.chat.asked" if stage is Stage.ASKED else "news.chat.going")

    async def withdraw(self, request: Request, actor: Staff) -> Response:
        """Take it back."""
        await self.announcing.write.withdraw(actor, _id(request))
        return _see(_id(request))

    # Deciding

    async def approve(self, request: Request, actor: Staff) -> Response:
        """Let it go."""
        form = await request.form()
        await self.announcing.write.approve(actor, _id(request), str(form.get("version", "")))
        return _see(_id(request), "news.chat.approved")

    async def reject(self, request: Request, actor: Staff) -> Response:
        """Give it back to its author."""
        form = await request.form()
        await self.announcing.write.reject(actor, _id(request), str(form.get("why", ""))[:500])
        return _see(_id(request), "news.chat.why_back")

    async def pause(self, request: Request, actor: Staff) -> Response:
        """Send nothing more for now."""
        await self.announcing.steer.pause(actor, _id(request))
        return _see(_id(request))

    async def go_on(self, request: Request, actor: Staff) -> Response:
        """Go on."""
        await self.announcing.steer.go_on(actor, _id(request))
        return _see(_id(request))

    async def stop(self, request: Request, actor: Staff) -> Response:
        """Stop for good."""
        await self.announcing.steer.stop(actor, _id(request))
        return _see(_id(request))

    async def again(self, request: Request, actor: Staff) -> Response:
        """Send it again to the failed; to those that are not certain only where the warning was read."""
        form = await request.form()
        fate = str(form.get("fate", ""))
        if fate not in AGAIN_FATES or (fate == Fate.UNKNOWN and form.get("sure") != "yes"):
            raise HTTPException(400)
        await self.announcing.steer.again(actor, _id(request), (Fate(fate),))
        return _see(_id(request))

    # How it is done

    async def _draft(self, request: Request, actor: Staff) -> Draft:
        async with self.announcing.write.database.writing() as session:
            return await self.announcing.write.own(session, actor, _id(request))

    async def _content(self, form: FormData, draft: Draft) -> Content:
        """Read what is said. Words that came from Telegram keep a look that has no mark, as long as they are not changed."""
        typed, before = str(form.get("text", "")), draft.content
        is_same = typed.replace("\r\n", "\n").strip() == wording.to_marks(before.html).strip()
        kept = () if form.get("drop_files") else before.files
        uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.size]
        if len(kept) + len(uploads) > MOST_FILES:
            raise ContentWrong(Wrong.FILES, most=MOST_FILES)
        files = (*kept, *[await self._file(one) for one in uploads])
        return Content(before.html if is_same else wording.from_marks(typed), files, links_in(form))

    async def _file(self, upload: UploadFile) -> Attached:
        checked = await check(await upload.read())
        name = (upload.filename or "berkas").replace("/", "_").replace("\\", "_")[-100:]
        return Attached(await self.announcing.vault.put(checked.content), checked.media_type, name)

    async def _form(self, request: Request, draft: Draft, form: FormData | None = None, *, wrong: str = "", said: str = "") -> Response:
        """Draw the form: filled with what was typed, else with what is kept."""
        actor: Staff = request.state.actor
        language, seek, due = language_of(request), self.announcing.seek, draft.row.due_at
        return draw(
            request, "announcement_edit.html", 400 if wrong else 200, draft=draft, form=form, wrong=wrong, said=said,
            marks=wording.to_marks(draft.content.html), given=framed(draft.id, draft.content, draft.office, language),
            lists=[(one.id, one.name) for one in await seek.lists(actor)], commodities=list(self._commodities(language).items()),
            gaps=[(one.id, in_language(one.short, language)) for one in seek.gaps],
            zones=CLOCKS, repeats=list(Repeat), most_links=MOST_LINKS,
            place=named(draft.row.area) or say(language, "panel.national"),
            tongues=[(one, say(language, f"language.{one}")) for one in Language],
            channels=[(one, say(language, f"news_channel.{one}")) for one in (Channel.TELEGRAM, Channel.WEB)],
            standings=[(one, say(language, f"news_standing.{one}")) for one in Standing],
            due_at=f"{due.astimezone(ZoneInfo(draft.row.zone)):%Y-%m-%dT%H:%M}" if due else "",
        )  # fmt: skip

    def _commodities(self, language: Language) -> dict[str, str]:
        return {one.id: in_language(one.label, language) for one in self.announcing.seek.instrument.commodities}


def _id(request: Request) -> int:
    return number_of(request.path_params["id"])


def _words(request: Request, told: Told) -> str:
    return say(language_of(request), told.text_key, **told.values)


def _see(announcement_id: int, key: str = "") -> Response:
    return RedirectResponse(f"{NEWS}/{announcement_id}" + (f"?kata={key}" if key else ""), 303)
