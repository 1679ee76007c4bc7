"""Questions with their answers, as a person sees them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from bot.db.answers import PARTS, as_answer
from bot.db.database import ReadSession
from bot.db.models import AnswerRow, PersonRow, QuestionRow
from bot.domain.answer import Turn
from bot.domain.people import Address


async def turn(session: ReadSession, address: Address, key: str) -> Turn | None:
    """Return the person's question of that `key` with its answer, if it was answered."""
    row = await session.scalar(_of(address).where(QuestionRow.key == key))
    return None if row is None else _as_turn(row)


async def latest_turns(session: ReadSession, address: Address, limit: int) -> tuple[Turn, ...]:
    """Return the person's last `limit` answered questions, oldest first."""
    newest = await session.scalars(_of(address).order_by(QuestionRow.id.desc()).limit(limit))
    return tuple(_as_turn(row) for row in reversed(newest.all()))


def _of(address: Address) -> Select[AnswerRow]:
    return (
        select(AnswerRow)
        .join(AnswerRow.question)
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
        .options(contains_eager(AnswerRow.question), *PARTS)
    )


def _as_turn(row: AnswerRow) -> Turn:
    return Turn(question=row.question.text, answer=as_answer(row), asked_at=row.question.asked_at)
