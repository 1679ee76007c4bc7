"""Passages made of officers' answers, in the panel: drafts, what is live, and one page for each with its check."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.domain.staff import Deed, Staff, covers
from bot.domain.waiting import Shelved
from bot.services.authorize import areas
from bot.services.shelve import Shelve
from bot.texts import say
from handlers.panel.asked import place_named
from handlers.panel.pages import Page, draw, number_of
from handlers.panel.tables import Column, Table

PASSAGES = "/panel/bahan"
TABLE: Table[Shelved] = Table(
    "bahan",
    "panel.menu.passages",
    (
        Column("title", "panel.passages.title_label", lambda one, _: one.title),
        Column("office", "panel.office", lambda one, _: one.office),
        Column("area", "panel.area", lambda one, language: place_named(one.area, language)),
        Column("state", "panel.state", lambda one, language: say(language, f"shelving.{one.state}")),
        Column("drafted", "panel.when", lambda one, _: one.drafted_at),
    ),
)


@dataclass(frozen=True, slots=True)
class Passages:
    """What officers' answers become."""

    shelve: Shelve

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (("panel.menu.passages", PASSAGES, Deed.SEE_QUESTIONS),)

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        return (
            Page(PASSAGES, Deed.SEE_QUESTIONS, self.listed),
            Page(f"{PASSAGES}/{{id}}", Deed.SEE_QUESTIONS, self.one),
            Page(f"{PASSAGES}/{{id}}", Deed.ANSWER_QUESTIONS, self.rewrite, ("POST",)),
            Page(f"{PASSAGES}/{{id}}/terbitkan", Deed.PUBLISH_PASSAGE, self.publish, ("POST",)),
            Page(f"{PASSAGES}/{{id}}/tarik", Deed.PUBLISH_PASSAGE, self.withdraw, ("POST",)),
        )

    async def listed(self, request: Request, actor: Staff) -> Response:
        """Show all within the actor's areas."""
        found = await self.shelve.listed(actor, TABLE.asked(request))
        return await TABLE.answer(request, found, "passages.html")

    async def one(self, request: Request, actor: Staff) -> Response:
        """Show one; htmx asks for how far its check is. Raises `GroupGone`."""
        one = await self.shelve.look(actor, _id(request))

        def may(deed: Deed) -> bool:
            return any(covers(own, one.area) for own in areas(actor, deed))

        return draw(
            request, "passage.html", one=one, may_publish=may(Deed.PUBLISH_PASSAGE), may_write=may(Deed.ANSWER_QUESTIONS),
            is_given_up=self.shelve.is_given_up(one), worse=await self.shelve.worse(one),
        )  # fmt: skip

    async def rewrite(self, request: Request, actor: Staff) -> Response:
        """Change the words of one. Raises `GroupGone`, `PassageWrong` and `PassageMoved`."""
        form = await request.form()
        title, text, asked = (str(form.get(name, "")) for name in ("title", "text", "asked"))
        await self.shelve.rewrite(actor, _id(request), title, text, asked)
        return _back(request)

    async def publish(self, request: Request, actor: Staff) -> Response:
        """Begin the check of one. Raises `GroupGone`, `SecondPerson` and `PassageMoved`."""
        await self.shelve.publish(actor, _id(request))
        return _back(request)

    async def withdraw(self, request: Request, actor: Staff) -> Response:
        """Answer from one no longer. Raises `GroupGone` and `PassageMoved`."""
        await self.shelve.withdraw(actor, _id(request))
        return _back(request)


def _id(request: Request) -> int:
    return number_of(request.path_params["id"])


def _back(request: Request) -> Response:
    return RedirectResponse(f"{PASSAGES}/{_id(request)}", 303)
