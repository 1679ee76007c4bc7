"""Who waits for an officer: what the bot refused, what was disliked, what was asked of an officer; and who heard the answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, literal, select, update
from sqlalchemy.sql.dml import Insert as AnyInsert

from bot.db.database import ReadSession, WriteSession
from bot.db.models import AnswerRow, PersonRow, QuestionRow
from bot.db.tables import ANSWERS
from bot.db.upsert import Insert, for_each_database
from bot.db.waiting_models import OfficerAnswerRow, WaitingRow
from bot.domain.people import Address
from bot.domain.waiting import OfficerWords, Reason

WAITING = cast("Table", WaitingRow.__table__)
_OF_ANSWER = select(ANSWERS.c.question_id).where(ANSWERS.c.id == bindparam("answer"))


def _dislike(inserting: Insert) -> AnyInsert:
    reason = literal(Reason.DISLIKED, WAITING.c.reason.type)
    its = _OF_ANSWER.add_columns(reason, bindparam("now", type_=WAITING.c.came_at.type))
    return inserting.from_select(["question_id", "reason", "came_at"], its).on_conflict_do_nothing(index_elements=["question_id"])


# Made once, see `bot.db.leases`.
_ENTER = for_each_database(WAITING, lambda inserting: inserting.on_conflict_do_nothing(index_elements=["question_id"]))
_DISLIKE = for_each_database(WAITING, _dislike)
_FOR_A_THUMB_ONLY = (WAITING.c.reason == Reason.DISLIKED, WAITING.c.answer_id.is_(None))
_LIKE = delete(WAITING).where(WAITING.c.question_id == _OF_ANSWER.scalar_subquery(), *_FOR_A_THUMB_ONLY)


class Hearing(NamedTuple):
    """An answer of an officer that somebody did not see yet: the token of the bot's answer that it stands under, and the office."""

    token: str
    office: str


async def entered(session: WriteSession, question_id: int, reason: Reason, now: datetime) -> None:
    """Let a question wait; one that waits already goes on doing so."""
    connection = await session.core()
    await connection.execute(_ENTER[connection.dialect.name], {"question_id": question_id, "reason": reason, "came_at": now})


async def asked_for(session: WriteSession, address: Address, token: str, now: datetime) -> bool:
    """Let the question of an answer wait since its asker wants an officer; return whether it is theirs."""
    question = await _of(session, address, token)
    if question is not None:
        await entered(session, question, Reason.ASKED, now)
        await session.execute(update(WaitingRow).where(WaitingRow.question_id == question).values(reason=Reason.ASKED))
    return question is not None


async def disliked(session: WriteSession, answer_id: int, now: datetime) -> None:
    """Let the question of an answer wait since its asker disliked the answer."""
    connection = await session.core()
    await connection.execute(_DISLIKE[connection.dialect.name], {"answer": answer_id, "now": now})


async def liked(session: WriteSession, answer_id: int) -> None:
    """Let a question wait no longer that did so for a thumb only, which was turned."""
    connection = await session.core()
    await connection.execute(_LIKE, {"answer": answer_id})


async def of_questions(session: ReadSession, question_ids: Sequence[int]) -> dict[int, tuple[bool, OfficerWords | None]]:
    """Return by question whether an officer was asked for, and what one said."""
    found = await session.execute(
        select(WaitingRow.question_id, WaitingRow.reason, OfficerAnswerRow.office, OfficerAnswerRow.text, OfficerAnswerRow.said_at)
        .outerjoin(OfficerAnswerRow, OfficerAnswerRow.id == WaitingRow.answer_id)
        .where(WaitingRow.question_id.in_(question_ids))
    )
    return {
        row.question_id: (row.reason is Reason.ASKED, OfficerWords(row.office, row.text, row.said_at) if row.office is not None else None)
        for row in found
    }


async def unheard(session: ReadSession, address: Address) -> list[Hearing]:
    """Return what officers said to somebody of a page they have not looked at since, oldest first."""
    found = await session.execute(
        select(AnswerRow.token, OfficerAnswerRow.office)
        .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .join(WaitingRow, WaitingRow.question_id == QuestionRow.id)
        .join(OfficerAnswerRow, OfficerAnswerRow.id == WaitingRow.answer_id)
        .where(PersonRow.channel == address.channel, PersonRow.external_id == address.id, WaitingRow.heard_at.is_(None))
        .order_by(OfficerAnswerRow.id)
    )
    return [Hearing(*row) for row in found]


async def heard(session: WriteSession, address: Address, tokens: Sequence[str], now: datetime) -> None:
    """Keep that somebody saw what officers said under those answers."""
    theirs = (
        select(QuestionRow.id)
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .join(AnswerRow, AnswerRow.question_id == QuestionRow.id)
        .where(PersonRow.channel == address.channel, PersonRow.external_id == address.id, AnswerRow.token.in_(tokens))
    )
    unheard_ones = (WaitingRow.question_id.in_(theirs), WaitingRow.answer_id.is_not(None), WaitingRow.heard_at.is_(None))
    await session.execute(update(WaitingRow).where(*unheard_ones).values(heard_at=now))


async def _of(session: ReadSession, address: Address, token: str) -> int | None:
    """Return the question of the answer of that token, if it was given to the person at `address`."""
    return await session.scalar(
        select(QuestionRow.id)
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .join(AnswerRow, AnswerRow.question_id == QuestionRow.id)
        .where(PersonRow.channel == address.channel, PersonRow.external_id == address.id, AnswerRow.token == token)
    )
