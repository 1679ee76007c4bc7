"""Opens a person's form: from rows to a value and back."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from bot.db import assessments, consents, evidence, people
from bot.db.assessment_models import AssessmentRow
from bot.db.database import ReadSession, WriteSession
from bot.domain.assessment import Purpose, State
from bot.domain.people import Address, Language
from bot.services.form.form import PROFILE, RESULT, REVIEW, Form
from bot.services.form.questionnaires import Questionnaires
from bot.services.speak import language_at

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is easily misread on paper: 0 and O, 1, I and L, U and V."""


@dataclass(slots=True)
class Opened:
    """A form with the row that it came from."""

    row: AssessmentRow
    form: Form

    def touch(self, now: datetime) -> None:
        """Note that the owner is at it."""
        self.row.is_paused, self.row.reminded, self.row.touched_at = False, 0, now

    def finished(self) -> None:
        """Take over what a finished revision changed."""
        self.form = replace(self.form, revision=self.row.revision, state=self.row.state)

    def goes(self, place: str, back_to: str = "") -> None:
        """Move to a place."""
        self.row.place, self.row.back_to = place, back_to
        self.form = replace(self.form, place=place, back_to=back_to)


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens forms."""

    questionnaires: Questionnaires

    async def of(self, session: ReadSession, sender: Address, hint: str | None) -> Opened | None:
        """Return the sender's open form, if there is one."""
        row = await assessments.open_one(session, sender)
        if row is None:
            return None
        language = await self.language(session, sender, hint)
        return Opened(row, await self._form(session, row, language))

    async def renewed(self, session: WriteSession, opened: Opened) -> bool:
        """Put the form under the present instrument where its own can no longer be read; return whether it could not.

        Answers that fit stay; the form goes to the first question that is open now.
        """
        if not await self.questionnaires.is_lost(session, opened.row.instrument):
            return False
        await self.questionnaires.keep(session)
        opened.row.instrument = self.questionnaires.version
        form = opened.form
        gone = tuple(item for item, option in form.answers.items() if not _fits(form, item, option))
        await assessments.dropped_answers(session, form.id, gone)
        opened.form = replace(form, answers={item: option for item, option in form.answers.items() if item not in gone})
        opened.goes(next((item.id for item in form.items if item.id not in opened.form.answers), REVIEW))
        return True

    async def new(self, session: WriteSession, sender: Address, hint: str | None, now: datetime) -> Opened:
        """Return a new draft. Raises `Conflict` where the sender has an open one."""
        await self.questionnaires.keep(session)
        person = await people.arrived(session, sender, now)
        draft = AssessmentRow(
            person_id=person, code=new_code(), instrument=self.questionnaires.version, state=State.DRAFT, place=PROFILE[0], back_to="",
            is_paused=False, revision=0, reminded=0, wants_reminders=True, started_at=now, touched_at=now, closed_at=None,
        )  # fmt: skip
        row = await assessments.begun(session, draft)
        return Opened(row, await self._form(session, row, await self.language(session, sender, hint)))

    async def language(self, session: ReadSession, sender: Address, hint: str | None) -> Language:
        """Return the language that the sender is spoken to in."""
        return await language_at(session, sender, hint)

    async def _form(self, session: ReadSession, row: AssessmentRow, language: Language) -> Form:
        place = RESULT if row.state is State.REVIEWED else row.place  # wherever its owner was: nothing is asked any more
        return Form(
            id=row.id, code=row.code, state=row.state, place=place, back_to=row.back_to, revision=row.revision, language=language,
            instrument=await self.questionnaires.of(session, row.instrument),
            profile=await assessments.profile(session, row.person_id),
            answers=await assessments.answers(session, row.id),
        )  # fmt: skip


async def is_withdrawn(session: ReadSession, opened: Opened) -> bool:
    """Tell whether the owner no longer agrees to the assessment: that paused it."""
    return opened.row.is_paused and Purpose.ASSESSMENT not in await consents.given(session, opened.row.person_id)


def _fits(form: Form, item_id: str, option: str) -> bool:
    item = form.asked(item_id)
    return item is not None and (not option or item.option(option) is not None)


async def with_evidence(session: ReadSession, form: Form) -> Form:
    """Return the form that knows how many files are there for each item."""
    counts: dict[str, int] = {}
    for row in await evidence.of(session, form.id):
        counts[row.item] = counts.get(row.item, 0) + 1
    return replace(form, evidence=counts)


def new_code() -> str:
    """Return a code of eight signs that can be read out on the phone, such as K7QM-3F9P."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"
