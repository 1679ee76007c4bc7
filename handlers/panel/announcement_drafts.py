"""The form of an announcement: written with a preview and a count, kept, and lists of owners saved from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.areas import CLOCKS, named
from bot.domain.announcement import STARS, Attached, Content, Repeat, Standing
from bot.domain.errors import ContentWrong, Told, Wrong
from bot.domain.instrument import in_language
from bot.domain.people import Channel, Language
from bot.domain.staff import Deed, Staff
from bot.services.announcing import wording
from bot.services.announcing.announcing import Announcing
from bot.services.announcing.content import MOST_FILES, MOST_LINKS, checked, framed
from bot.services.announcing.drafting import Draft
from bot.services.announcing.progress import lasts
from bot.texts import say
from bot.vault.checking import check
from handlers.panel.announcement_forms import audience_in, links_in, plan_in
from handlers.panel.pages import Page, draw, number_of
from handlers.panel.rendering import language_of

NEWS = "/panel/kabar"


@dataclass(frozen=True, slots=True)
class Drafts:
    """What whoever writes one does."""

    announcing: Announcing

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        one = f"{NEWS}/{{id}}"
        return (
            Page(NEWS, Deed.COMPOSE, self.begin, ("POST",)),
            Page(f"{one}/ubah", Deed.COMPOSE, self.edit),
            Page(f"{one}/ubah", Deed.COMPOSE, self.keep, ("POST",)),
            Page(f"{one}/pratinjau", Deed.COMPOSE, self.preview, ("POST",)),
            Page(f"{one}/hitung", Deed.COMPOSE, self.count, ("POST",)),
            Page(f"{one}/daftar", Deed.COMPOSE, self.save_list, ("POST",)),
            Page(f"{one}/bintang", Deed.COMPOSE, self.award, ("POST",)),
        )

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
            again = say(language_of(request), "news.panel.files_again") if _uploads(form) else ""
            return await self._form(request, draft, form, wrong=f"{_words(request, told)} {again}".strip())
        return see(draft.id, "news.panel.saved")

    async def preview(self, request: Request, actor: Staff) -> Response:
        """Show how it will look; what is wrong with it is said there."""
        draft, form = await self._draft(request, actor), await request.form()
        content = Content(wording.from_marks(str(form.get("text", ""))), draft.content.files, links_in(form))
        language, wrong = language_of(request), ""
        try:
            _ = content.is_empty or checked(content, self.announcing.write.rules.hosts, draft.office)
        except ContentWrong as told:
            wrong = _words(request, told)
        given = framed(draft.id, content, draft.office, language)
        return draw(request, "announcement_phone.html", draft=draft, given=given, wrong=wrong)

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

    async def award(self, request: Request, actor: Staff) -> Response:
        """Keep how many stars the owners of some reports hold."""
        draft, form = await self._draft(request, actor), await request.form()
        held = number_of(form.get("star_count", ""), 1)
        try:
            count = await self.announcing.seek.award(actor, draft.row.area, str(form.get("star_codes", "")), held if held in STARS else 0)
        except ContentWrong as told:
            return await self._form(request, draft, form, wrong=_words(request, told))
        return await self._form(request, draft, form, said=say(language_of(request), "news.panel.stars_kept", count=count))

    # How it is done

    async def _draft(self, request: Request, actor: Staff) -> Draft:
        async with self.announcing.write.database.writing() as session:
            return await self.announcing.write.own(session, actor, id_of(request))

    async def _content(self, form: FormData, draft: Draft) -> Content:
        """Read what is said. Words that came from Telegram keep a look that has no mark, as long as they are not changed."""
        typed, before = str(form.get("text", "")), draft.content
        is_same = typed.replace("\r\n", "\n").strip() == wording.to_marks(before.html).strip()
        kept = () if form.get("drop_files") else before.files
        uploads = _uploads(form)
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
            stars=[(one, f"{one}") for one in STARS], zones=CLOCKS, repeats=list(Repeat), most_links=MOST_LINKS,
            place=named(draft.row.area) or say(language, "panel.national"),
            tongues=[(one, say(language, f"language.{one}")) for one in Language],
            channels=[(one, say(language, f"news_channel.{one}")) for one in (Channel.TELEGRAM, Channel.WEB)],
            standings=[(one, say(language, f"news_standing.{one}")) for one in Standing],
            due_at=f"{due.astimezone(ZoneInfo(draft.row.zone)):%Y-%m-%dT%H:%M}" if due else "",
        )  # fmt: skip

    def _commodities(self, language: Language) -> dict[str, str]:
        return {one.id: in_language(one.label, language) for one in self.announcing.seek.instrument.commodities}


def _uploads(form: FormData) -> list[UploadFile]:
    return [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.size]


def id_of(request: Request) -> int:
    """Return the number of the announcement that an address names."""
    return number_of(request.path_params["id"])


def _words(request: Request, told: Told) -> str:
    return say(language_of(request), told.text_key, **told.values)


def see(announcement_id: int, key: str = "") -> Response:
    """Lead to the page of an announcement, which says the words of `key`."""
    return RedirectResponse(f"{NEWS}/{announcement_id}" + (f"?kata={key}" if key else ""), 303)
