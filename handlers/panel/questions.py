"""What the bot could not answer, in the panel: the queue, and one page for each group of questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.areas import named
from bot.db.asked_alike import Wanted
from bot.domain.listing import Found
from bot.domain.staff import Deed, Staff, covers
from bot.services.authorize import areas
from bot.services.reply import LONGEST, Reply
from bot.services.shelve import Shelve
from handlers.panel.asked import TABLE, Row, place_named, topic_named
from handlers.panel.pages import Page, draw, number_of
from handlers.panel.rendering import language_of

QUESTIONS, PASSAGES = "/panel/pertanyaan", "/panel/bahan"
STATES = {"waiting": True, "mine": True, "answered": False, "all": None}


@dataclass(frozen=True, slots=True)
class Questions:
    """What waits for an officer, and what officers do with it."""

    reply: Reply
    shelve: Shelve

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (("panel.menu.questions", QUESTIONS, Deed.SEE_QUESTIONS),)

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        return (
            Page(QUESTIONS, Deed.SEE_QUESTIONS, self.queue),
            Page(f"{QUESTIONS}/{{id}}", Deed.SEE_QUESTIONS, self.one),
            Page(f"{QUESTIONS}/{{id}}/serahkan", Deed.ANSWER_QUESTIONS, self.assign, ("POST",)),
            Page(f"{QUESTIONS}/{{id}}/pisahkan", Deed.ANSWER_QUESTIONS, self.part, ("POST",)),
            Page(f"{QUESTIONS}/{{id}}/gabung", Deed.ANSWER_QUESTIONS, self.join, ("POST",)),
            Page(f"{QUESTIONS}/{{id}}/jawab", Deed.ANSWER_QUESTIONS, self.answer, ("POST",)),
            Page(f"{QUESTIONS}/{{id}}/bahan", Deed.ANSWER_QUESTIONS, self.draft, ("POST",)),
        )

    async def queue(self, request: Request, actor: Staff) -> Response:
        """Show or copy what waits: a part of it, narrowed by area, topic and state."""
        asked = request.query_params
        state = asked.get("state", "waiting") if asked.get("state") in STATES else "waiting"
        wanted = Wanted(asked.get("area", "")[:8], asked.get("topic", "")[:40], STATES[state], actor.id if state == "mine" else 0)
        language, listing = language_of(request), TABLE.asked(request)
        leaf = await self.reply.queue(actor, wanted, listing)
        names = {member.id: member.name for member in leaf.members}
        found = Found([Row(one.id, one, names.get(one.assigned_to or 0, "")) for one in leaf.found.rows], leaf.found.total)
        return await TABLE.answer(
            request, found, "questions.html", wanted=wanted, state=state, states=tuple(STATES),
            places=[(one, named(one)) for one in leaf.areas], topics=[(topic, topic_named(topic, language)) for topic in leaf.topics],
        )  # fmt: skip

    async def one(self, request: Request, actor: Staff) -> Response:
        """Show one group. Raises `GroupGone`."""
        matter = await self.reply.look(actor, _id(request))
        language = language_of(request)
        is_theirs = any(covers(own, matter.alike.area) for own in areas(actor, Deed.SEE_QUESTIONS))  # else it was handed to them
        may_answer = bool(areas(actor, Deed.ANSWER_QUESTIONS)) and actor.id in {member.id for member in matter.members}
        return draw(
            request, "question.html", matter=matter, place=place_named(matter.alike.area, language), may_answer=may_answer, longest=LONGEST,
            topic=topic_named(matter.alike.topic, language), drafted=await self.shelve.of_answers([one.id for one in matter.said]),
            sent=number_of(request.query_params.get("sent", "0"), 6), is_theirs=is_theirs,
        )  # fmt: skip

    async def assign(self, request: Request, actor: Staff) -> Response:
        """Give a group to a member. Raises `GroupGone`."""
        form = await request.form()
        await self.reply.assign(actor, _id(request), number_of(form.get("staff"), 11))
        return _back(request)

    async def part(self, request: Request, actor: Staff) -> Response:
        """Part a question that asks something else. Raises `GroupGone`."""
        form = await request.form()
        await self.reply.part(actor, _id(request), number_of(form.get("question")))
        return _back(request)

    async def join(self, request: Request, actor: Staff) -> Response:
        """Take another group into this one. Raises `GroupGone`."""
        form = await request.form()
        await self.reply.join(actor, _id(request), number_of(form.get("group")))
        return _back(request)

    async def answer(self, request: Request, actor: Staff) -> Response:
        """Answer everybody who waits. Raises `GroupGone` and `NothingWaits`."""
        form = await request.form()
        count = await self.reply.answer(actor, _id(request), str(form.get("text", "")))
        return _back(request, f"?sent={count}")

    async def draft(self, request: Request, actor: Staff) -> Response:
        """Draft a passage of an answer. Raises `GroupGone`, `PassageWrong` and `PassageMoved`."""
        form = await request.form()
        title, text, asked = (str(form.get(name, "")) for name in ("title", "text", "asked"))
        number = await self.shelve.draft(actor, number_of(form.get("answer")), title, text, asked)
        return RedirectResponse(f"{PASSAGES}/{number}", 303)


def _id(request: Request) -> int:
    return number_of(request.path_params["id"])


def _back(request: Request, more: str = "") -> Response:
    return RedirectResponse(f"{QUESTIONS}/{_id(request)}{more}", 303)
