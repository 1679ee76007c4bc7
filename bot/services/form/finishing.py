"""Finishing an assessment: score, chart and report are made with no connection held, then kept as a revision."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.areas import WESTERN, area
from bot.db import assessments
from bot.db.assessment_models import RevisionRow
from bot.db.database import Database, ReadSession, WriteSession
from bot.domain.answer import Citation
from bot.domain.assessment import Change, Profile, State
from bot.domain.errors import FormMoved
from bot.domain.people import Address, Language
from bot.domain.ports import Clock
from bot.domain.scoring import Score, score
from bot.reporting.chart import radar
from bot.reporting.composing import Made, compose
from bot.reporting.pdf import pdf
from bot.reporting.report import Backing
from bot.services.form.form import REVIEW, Form
from bot.services.form.opening import Opened, Opening, is_withdrawn
from bot.vault.vault import Vault

Cite = Callable[[str, Language], Citation | None]
Draw = Callable[[Made, Cite], tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form with the digests of its chart and report in the vault."""

    form: Form
    score: Score
    chart: str
    report: str
    made_at: datetime


def drawn(made: Made, cite: Cite) -> tuple[bytes, bytes]:
    """Return the chart and the report of what is finished."""
    report = compose(made, lambda passage: _backing(cite(passage, made.language)))
    chart = radar(report.axes, earlier=report.earlier, language=made.language)
    return chart, pdf(report, chart)


@dataclass(frozen=True, slots=True)
class Finish:
    """Makes a revision of a form. `draw` takes its time, in a thread."""

    database: Database
    clock: Clock
    opening: Opening
    vault: Vault
    cite: Cite
    draw: Draw = drawn

    async def prepare(self, sender: Address, hint: str | None) -> Prepared | None:
        """Return chart and report of the sender's form as it is now; None where it is not at its summary."""
        async with self.database.glancing() as session:
            opened = await self.opening.of(session, sender, hint)
            if opened is None or opened.form.place != REVIEW or await is_withdrawn(session, opened):
                return None
            previous = await self._previous(session, sender, opened.form)
        now, form = self.clock.now(), opened.form
        reached = score(form.instrument, form.profile.commodity, form.chosen)
        chart, report = await asyncio.to_thread(self.draw, self._made(form, reached, previous, now), self.cite)
        return Prepared(form, reached, await self.vault.put(chart), await self.vault.put(report), now)

    def keep(self, session: WriteSession, opened: Opened, prepared: Prepared) -> None:
        """Keep the next revision. Raises `FormMoved` where answers changed meanwhile: then it would not be of them."""
        form = opened.form
        if (form.id, form.answers, form.profile) != (prepared.form.id, prepared.form.answers, prepared.form.profile):
            raise FormMoved
        made = RevisionRow(
            assessment_id=form.id, number=form.revision + 1, made_at=prepared.made_at, percent=prepared.score.percent,
            profile=json.dumps(asdict(form.profile)), answers=json.dumps(dict(form.chosen)), chart=prepared.chart, report=prepared.report,
        )  # fmt: skip
        assessments.finished(session, opened.row, made)
        if form.state is State.RETURNED:
            assessments.changed(session, opened.row, Change(State.SUBMITTED, "owner"), prepared.made_at)

    def _made(self, form: Form, reached: Score, previous: Score | None, now: datetime) -> Made:
        place = area(form.profile.area)
        return Made(
            instrument=form.instrument, profile=form.profile, area=place.in_full if place else "",
            answers=form.chosen, score=reached, code=form.code, revision=form.revision + 1, submitted_at=now,
            zone=place.zone if place else WESTERN, language=form.language, previous=previous,
        )  # fmt: skip

    async def _previous(self, session: ReadSession, sender: Address, form: Form) -> Score | None:
        """Return the score of the last revision made with the same instrument, an earlier assessment's too."""
        for row, _, version in await assessments.revisions(session, sender):
            instrument = await self.opening.questionnaires.of(session, version)
            if instrument.id == form.instrument.id:
                return score_of(form, row)
        return None


def score_of(form: Form, row: RevisionRow) -> Score:
    """Return the score of what was finished, by the instrument of `form`."""
    answers: Mapping[str, str] = json.loads(row.answers)
    return score(form.instrument, Profile(**json.loads(row.profile)).commodity, answers)


def _backing(citation: Citation | None) -> Backing | None:
    """Return what backs a passage, short enough for print: its label says which rule, so the title is only where that was read."""
    if citation is None:
        return None
    return Backing(citation.label, citation.page, citation.status, citation.url)
