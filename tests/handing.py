"""Owners who handed an assessment in: many, of any area and product, with whatever answers."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from bot.db.assessment_models import AssessmentRow, ChangeRow, ConsentRow, ProfileRow, RevisionRow
from bot.db.database import Database
from bot.domain.assessment import Purpose, Sentra, State
from bot.domain.people import Address, Channel
from bot.services.form.questionnaires import Questionnaires
from tests.people import a_draft, a_person


@dataclass
class Handing:
    """Hands assessments in, each of another owner. Answers are under the present questionnaire."""

    database: Database
    questionnaires: Questionnaires
    count: int = field(default=0)

    async def __call__(  # noqa: PLR0913 - each tells one thing
        self,
        at: datetime,
        *,
        area: str = "35.07",
        commodity: str = "batik",
        percent: float = 50.0,
        business: str = "",
        state: State = State.SUBMITTED,
        answers: dict[str, str] | None = None,
        shares: bool = True,
    ) -> int:
        """Add one; return its id."""
        self.count += 1
        person = await a_person(self.database, Address(Channel.TELEGRAM, f"8{self.count:05}"), at)
        async with self.database.writing() as session:
            await self.questionnaires.keep(session)
            row: AssessmentRow = await a_draft(
                session, person, at, state=state, revision=1, instrument=self.questionnaires.version, code=f"H{self.count:05}"
            )
            session.add(
                ProfileRow(
                    person_id=person, owner_name=f"Pemilik {self.count}", business_name=business or f"Usaha {self.count:03}",
                    commodity=commodity, area=area, sentra=Sentra.YES, since=2015,
                )
            )  # fmt: skip
            session.add(
                ConsentRow(person_id=person, purpose=Purpose.SHARING, is_given=shares, version="id:1", how="button", decided_at=at)
            )
            session.add(
                RevisionRow(
                    assessment_id=row.id, number=1, made_at=at, percent=percent, profile="{}", answers=json.dumps(answers or {}),
                    chart=f"c{row.id}", report=f"r{row.id}",
                )
            )  # fmt: skip
            session.add(ChangeRow(assessment_id=row.id, state=State.SUBMITTED, actor="owner", note="", changed_at=at))
            return row.id
