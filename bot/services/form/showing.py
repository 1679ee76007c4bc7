"""Shows the place that a form is at: looks up what its screen needs, and draws it."""

from collections.abc import Awaitable, Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.db import assessments, consents
from bot.db.assessment_models import RevisionRow
from bot.db.database import ReadSession, WriteSession
from bot.domain.answer import Citation
from bot.domain.instrument import Item, Standing, in_language
from bot.domain.people import Address
from bot.domain.scoring import Score
from bot.domain.screens import Enclosed, Screen
from bot.services.form import drawing, outcomes
from bot.services.form.finishing import Cite, score_of
from bot.services.form.form import RESULT, REVIEW, Form
from bot.services.form.opening import Opened, Opening, with_evidence
from bot.services.form.outcomes import Changes, Past
from bot.texts import say

Showing = Callable[[WriteSession], Awaitable[Screen]]
"""Keeps what was done, in whatever transaction it is given, and returns what to show."""


def always(screen: Screen) -> Showing:
    """Return what keeps nothing, and shows a screen that is there already."""

    async def show(_: WriteSession) -> Screen:
        return screen

    return show


@dataclass(frozen=True, slots=True)
class Shows:
    """Draws where a form stands. `cite` gives the passage behind a step."""

    opening: Opening
    cite: Cite

    async def here(self, session: ReadSession, opened: Opened, sender: Address, notice: str = "") -> Screen:
        """Return the screen of the place that the form is at."""
        form = opened.form
        if form.place == REVIEW:
            return outcomes.review(await with_evidence(session, form), notice)
        if form.place == RESULT:
            return await self._result(session, opened, sender, notice)
        if form.item is not None and form.item.proof is not None:
            form = await with_evidence(session, form)
        return drawing.question(form, notice)

    async def history(self, session: ReadSession, form: Form, sender: Address) -> Screen:
        """Return what was finished so far, with what changed from one time to the next."""
        found = [one for one in await assessments.revisions(session, sender) if await self._is_like(session, form, one[2])]
        scores = [score_of(form, row) for row, _, _ in found]
        runs = zip(found, scores, [*scores[1:], None], strict=False)
        return outcomes.history(form, [_past(form, row, now, before) for (row, _, _), now, before in runs])

    def why(self, form: Form, item: Item) -> Screen:
        """Return why an item is asked."""
        return drawing.why(form, item, self.cite(item.passage, form.language) if item.passage else None)

    async def _result(self, session: ReadSession, opened: Opened, sender: Address, notice: str) -> Screen:
        form = opened.form
        made = (await assessments.revisions(session, sender, 1))[0][0]
        reached = score_of(form, made)
        sources = self._sources(form, (gap.step.passage for gap in reached.steps if gap.step))
        agreed = await consents.given(session, opened.row.person_id)
        chart = Enclosed(made.chart, "image/png", f"{form.code}.png", say(form.language, "form.result.chart_caption"))
        return outcomes.result(form, reached, sources, agreed, chart, notice)

    def _sources(self, form: Form, passages: Iterable[str]) -> list[Citation]:
        found = (self.cite(passage, form.language) for passage in dict.fromkeys(passages) if passage)
        return [citation for citation in found if citation is not None]

    async def _is_like(self, session: ReadSession, form: Form, version: str) -> bool:
        return (await self.opening.questionnaires.of(session, version)).id == form.instrument.id


def _past(form: Form, row: RevisionRow, now: Score, before: Score | None) -> Past:
    """Return a result with what changed since the one before it, where there was one."""
    label = in_language(now.band.label, form.language)
    if before is None:
        return Past(row.made_at, now.percent, label)
    old = {share.id: share.percent for share in before.aspects}
    up = _named(form, {share.id for share in now.aspects if share.percent > old.get(share.id, share.percent)})
    down = _named(form, {share.id for share in now.aspects if share.percent < old.get(share.id, share.percent)})
    return Past(row.made_at, now.percent, label, Changes(up, down, _met(form, now, before), _met(form, before, now)))


def _named(form: Form, ids: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(in_language(aspect.label, form.language) for aspect in form.instrument.aspects if aspect.id in ids)


def _met(form: Form, there: Score, elsewhere: Score) -> tuple[str, ...]:
    """Return the short names of the must-haves of both that are met in one and not in the other."""
    standings = {item.id: standing for item, standing in elsewhere.gates}
    gates = [item for item, standing in there.gates if standing is Standing.MET and standings.get(item.id, standing) is not Standing.MET]
    return tuple(in_language(item.short, form.language) for item in gates)
