"""What a person agreed to: every decision is kept, the last one on a purpose counts."""

from datetime import datetime

from sqlalchemy import func, select

from bot.db.assessment_models import ConsentRow
from bot.db.database import ReadSession, WriteSession
from bot.domain.assessment import Decision, Purpose


async def given(session: ReadSession, person_id: int) -> frozenset[Purpose]:
    """Return the purposes that the person agrees to at present."""
    latest = select(func.max(ConsentRow.id)).where(ConsentRow.person_id == person_id).group_by(ConsentRow.purpose)
    found = await session.scalars(select(ConsentRow.purpose).where(ConsentRow.id.in_(latest), ConsentRow.is_given))
    return frozenset(found)


def decided(session: WriteSession, person_id: int, decision: Decision, now: datetime) -> None:
    """Keep a decision."""
    session.add(
        ConsentRow(
            person_id=person_id, purpose=decision.purpose, is_given=decision.is_given, version=decision.version,
            how=decision.how, decided_at=now,
        )
    )  # fmt: skip
