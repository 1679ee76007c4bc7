"""What became of officers' answers on their way to who asked: the outbox knows it, for as long as it keeps what it sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast, func, literal, select

from bot.db.database import ReadSession
from bot.db.models import OutboxRow, PersonRow, QuestionRow
from bot.db.waiting_models import OfficerAnswerRow, WaitingRow
from bot.domain.delivery import OutboxState
from bot.domain.waiting import Arrival, arrival


class Unreached(NamedTuple):
    """An answer that did not get to some of who asked, whose it is, and how many people that are."""

    answer_id: int
    staff_id: int
    question_id: int
    people: int


_OFFICER = "officer:"


def key_of(answer_id: int, person_id: int) -> str:
    """Return the key under which an answer goes to one person, however often they asked."""
    return f"{_OFFICER}{answer_id}:{person_id}"


async def of_group(session: ReadSession, group_id: int) -> Mapping[int, Arrival]:
    """Return by question what became of the answer to it; those that still wait for one are left out."""
    found = await session.execute(
        select(WaitingRow.question_id, PersonRow.channel, WaitingRow.heard_at, OutboxRow.state)
        .join(QuestionRow, QuestionRow.id == WaitingRow.question_id)
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .outerjoin(OutboxRow, _is_of_it())
        .where(WaitingRow.group_id == group_id, WaitingRow.answer_id.is_not(None))
    )
    return {row.question_id: arrival(row.channel, row.state, has_heard=row.heard_at is not None) for row in found}


async def unreached(session: ReadSession, since: datetime) -> list[Unreached]:
    """Return the answers of officers since then that somebody blocked, or that failed for good."""
    found = await session.execute(
        select(
            OfficerAnswerRow.id, OfficerAnswerRow.staff_id, func.min(QuestionRow.id), func.count(func.distinct(QuestionRow.person_id))
        )
        .join(WaitingRow, WaitingRow.answer_id == OfficerAnswerRow.id)
        .join(QuestionRow, QuestionRow.id == WaitingRow.question_id)
        .join(OutboxRow, _is_of_it())
        .where(OfficerAnswerRow.said_at > since, OutboxRow.state.in_((OutboxState.BLOCKED, OutboxState.FAILED)))
        .group_by(OfficerAnswerRow.id, OfficerAnswerRow.staff_id)
        .order_by(OfficerAnswerRow.id)
    )
    return [Unreached(*row) for row in found]


def _is_of_it() -> ColumnElement[bool]:
    """Return the condition by which a row of the outbox is the (first) message of `key_of`; the place follows the key."""
    answer, person = cast(WaitingRow.answer_id, String), cast(QuestionRow.person_id, String)
    return OutboxRow.key == literal(_OFFICER) + answer + literal(":") + person + literal(":0")
