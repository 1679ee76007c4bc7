"""The intake in the panel: the queue, and one page for each assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.areas import named
from bot.domain.errors import FileGone
from bot.domain.instrument import Item, in_language
from bot.domain.people import Language
from bot.domain.scoring import score
from bot.domain.staff import Deed, Staff
from bot.services.appraisal import said
from bot.services.review import Case, Review
from handlers.panel.pages import Page, draw, number_of
from handlers.panel.queue import Filters, table_of
from handlers.panel.rendering import language_of
from handlers.sealing import sealed

QUEUE = "/panel/antrean"
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Intake:
    """What was handed in, and what assessors do with it."""

    review: Review

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (("panel.menu.intake", QUEUE, Deed.SEE_INTAKE),)

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        return (
            Page(QUEUE, Deed.SEE_INTAKE, self.queue),
            Page(f"{QUEUE}/{{id}}", Deed.SEE_INTAKE, self.one),
            Page(f"{QUEUE}/{{id}}/bukti/{{digest}}", Deed.SEE_INTAKE, self.file),
            Page(f"{QUEUE}/{{id}}/lihat/{{digest}}", Deed.SEE_INTAKE, self.view),
            Page(f"{QUEUE}/{{id}}/mulai", Deed.REVIEW, self.begin, ("POST",)),
            Page(f"{QUEUE}/{{id}}/nilai", Deed.REVIEW, self.opine, ("POST",)),
            Page(f"{QUEUE}/{{id}}/kembalikan", Deed.REVIEW, self.give_back, ("POST",)),
            Page(f"{QUEUE}/{{id}}/terima", Deed.REVIEW, self.accept, ("POST",)),
        )

    async def queue(self, request: Request, actor: Staff) -> Response:
        """Show or copy what waits: a part of it, narrowed by what is sought."""
        instrument = self.review.opening.questionnaires.present
        table, filters = table_of(instrument), Filters.of(request)
        found = await self.review.queue(actor, filters.sought(instrument, self.review.clock.now()), table.asked(request))
        return await table.answer(
            request, found, "queue.html", filters=filters, choices=filters.choices(instrument, language_of(request))
        )

    async def one(self, request: Request, actor: Staff) -> Response:
        """Show one assessment: the owner's answers beside the assessors' views. Raises `AssessmentGone`."""
        case = await self.review.look(actor, _id(request))
        language = language_of(request)
        given = score(case.instrument, case.handed.commodity, case.answers)
        rows = [_row(case, item, language) for item in case.instrument.items_for(case.handed.commodity)]
        return draw(
            request, "assessment.html", case=case, rows=rows, score=given, band=in_language(given.band.label, language),
            place=named(case.handed.area), longest=LONGEST, assessors=sorted({one.staff_id for one in case.opinions}),
            shorts={one.id: in_language(one.short, language) for one in case.instrument.items},
            mine={one.item: one for one in case.opinions if one.staff_id == actor.id},
        )  # fmt: skip

    async def view(self, request: Request, actor: Staff) -> Response:
        """Show a piece of evidence beside what it is to prove, with the way to the next. Raises `AssessmentGone` and `FileGone`."""
        case, language = await self.review.look(actor, _id(request)), language_of(request)
        shown = [file for item in case.instrument.items_for(case.handed.commodity) for file in case.evidence if file.item == item.id]
        place = next((place for place, file in enumerate(shown) if file.digest == request.path_params["digest"]), None)
        item = None if place is None else case.instrument.item(shown[place].item)
        if place is None or item is None:
            raise FileGone
        return draw(
            request, "evidence.html", case=case, row=_row(case, item, language), file=shown[place], number=place + 1, count=len(shown),
            before=shown[place - 1] if place else None, after=shown[place + 1] if place + 1 < len(shown) else None,
        )  # fmt: skip

    async def file(self, request: Request, actor: Staff) -> Response:
        """Give a piece of evidence. Raises `AssessmentGone` and `FileGone`."""
        content, kind = await self.review.file(actor, _id(request), request.path_params["digest"])
        return sealed(content, kind)

    async def begin(self, request: Request, actor: Staff) -> Response:
        """Take one in hand."""
        await self.review.begin(actor, _id(request))
        return _back(request)

    async def opine(self, request: Request, actor: Staff) -> Response:
        """Keep the assessor's view of one answer."""
        form = await request.form()
        item, option, comment = (str(form.get(name, ""))[:LONGEST] for name in ("item", "option", "comment"))
        await self.review.opine(actor, _id(request), item, option, comment)
        return _back(request, f"#{item}")

    async def give_back(self, request: Request, actor: Staff) -> Response:
        """Send one item back with a comment."""
        form = await request.form()
        item, comment = (str(form.get(name, ""))[:LONGEST] for name in ("item", "comment"))
        await self.review.give_back(actor, _id(request), item, comment)
        return _back(request)

    async def accept(self, request: Request, actor: Staff) -> Response:
        """Close the review with its outcome."""
        form = await request.form()
        await self.review.accept(actor, _id(request), str(form.get("comment", ""))[:LONGEST])
        return _back(request)


def _row(case: Case, item: Item, language: Language) -> dict[str, object]:
    chosen, before = case.answers.get(item.id), case.before.get(item.id)
    settled, given = case.settlements.get(item.id), [one for one in case.opinions if one.item == item.id]
    return {
        "item": item,
        "short": in_language(item.short, language),
        "question": in_language(item.question, language),
        "chosen": chosen,
        "answer": said(item, chosen, language),
        "was": said(item, before, language) if before != chosen else "",
        "returned": [change for change in case.history if case.returned.get(change.id) == item.id],
        "views": [(one, said(item, one.option, language)) for one in given],
        "by": {one.staff_id: said(item, one.option, language) for one in given},
        "is_open": item.id in case.open,
        "settled": settled,
        "holds": said(item, settled.option, language) if settled else "",
        "differs": any(one.option != chosen for one in given),
        "files": [one for one in case.evidence if one.item == item.id],
        "options": [(option.id, in_language(option.label, language)) for option in item.options],
    }


def _id(request: Request) -> int:
    return number_of(request.path_params["id"])


def _back(request: Request, at: str = "") -> Response:
    return RedirectResponse(f"{QUEUE}/{_id(request)}{at}", 303)
