"""Questions with their answers, as a person sees them."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam, select

from bot.db import waiting
from bot.db.answers import GIVEN, as_answers
from bot.db.database import ReadSession
from bot.db.tables import ANSWERS, PEOPLE, QUESTIONS, RATINGS
from bot.domain.answer import Turn
from bot.domain.people import Address

# Made once, see `bot.db.leases`.
_TURNS = (
    select(QUESTIONS.c.id.label("question_id"), QUESTIONS.c.text.label("question"), QUESTIONS.c.asked_at, *GIVEN)
    .select_from(PEOPLE.join(QUESTIONS).join(ANSWERS).outerjoin(RATINGS))
    .where(PEOPLE.c.channel == bindparam("channel"), PEOPLE.c.external_id == bindparam("person"))
)
_TURN = _TURNS.where(QUESTIONS.c.key == bindparam("key"))
_TURN_OF = _TURNS.where(ANSWERS.c.token == bindparam("token"))
_LATEST = _TURNS.order_by(QUESTIONS.c.id.desc()).limit(bindparam("limit"))


async def turn(session: ReadSession, address: Address, key: str) -> Turn | None:
    """Return the person's question of that `key` with its answer, if it was answered."""
    return await _one(session, _TURN, address, key=key)


async def turn_of(session: ReadSession, address: Address, token: str) -> Turn | None:
    """Return the person's question whose answer has that `token`."""
    return await _one(session, _TURN_OF, address, token=token)


async def _one(session: ReadSession, query: Select[Any], address: Address, **which: str) -> Turn | None:
    connection = await session.core()
    row = (await connection.execute(query, {"channel": address.channel, "person": address.id, **which})).one_or_none()
    if row is None:
        return None
    [answer] = await as_answers(session, [row])
    return Turn(row.question, answer, row.asked_at)


async def latest_turns(session: ReadSession, address: Address, limit: int) -> tuple[Turn, ...]:
    """Return the person's last `limit` answered questions, oldest first."""
    connection = await session.core()
    newest = (await connection.execute(_LATEST, {"channel": address.channel, "person": address.id, "limit": limit})).all()
    answers = await as_answers(session, newest)
    waits = await waiting.of_questions(session, [row.question_id for row in newest])
    turns = []
    for row, answer in reversed(list(zip(newest, answers, strict=True))):
        passed_on, officer = waits.get(row.question_id, (False, None))
        turns.append(Turn(row.question, replace(answer, is_passed_on=passed_on), row.asked_at, officer))
    return tuple(turns)
