"""What the bot said, with where it stands and what was offered under it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import selectinload

from bot.db.database import ReadSession, WriteSession
from bot.db.models import AnswerRow, ChoiceRow, CitationRow, PersonRow, QuestionRow
from bot.domain.answer import Answer, Citation
from bot.domain.messages import Choice
from bot.domain.people import Address, Language

_ANSWERS, _QUESTIONS, _PEOPLE = (cast("Table", table.__table__) for table in (AnswerRow, QuestionRow, PersonRow))

PARTS = (selectinload(AnswerRow.citations), selectinload(AnswerRow.choices), selectinload(AnswerRow.rating))
"""What must be loaded for `as_answer`."""


@dataclass(frozen=True, slots=True)
class Making:
    """How an answer came about: milliseconds of thinking, and the id of the log entry where thinking failed."""

    ms: int
    incident: str | None = None


def record(session: WriteSession, question_id: int, answer: Answer, making: Making, now: datetime) -> None:
    """Add the answer to a question. A question has one answer, so the commit raises `Conflict` when there is one."""
    row = AnswerRow(
        question_id=question_id,
        token=answer.token,
        outcome=answer.outcome,
        language=answer.language,
        text=answer.text,
        thinking_ms=making.ms,
        incident=making.incident,
        answered_at=now,
    )
    row.citations = [_citation_row(position, citation) for position, citation in enumerate(answer.citations)]
    row.choices = [ChoiceRow(position=position, token=choice.token, label=choice.label) for position, choice in enumerate(answer.choices)]
    session.add(row)


async def answer_to(session: ReadSession, question_id: int) -> Answer | None:
    """Return the answer of that question, if it has one."""
    row = await session.scalar(select(AnswerRow).where(AnswerRow.question_id == question_id).options(*PARTS))
    return None if row is None else as_answer(row)


_GIVEN = (
    select(_ANSWERS.c.id, _PEOPLE.c.language)
    .join(_QUESTIONS, _QUESTIONS.c.id == _ANSWERS.c.question_id)
    .join(_PEOPLE, _PEOPLE.c.id == _QUESTIONS.c.person_id)
    .where(_ANSWERS.c.token == bindparam("token"), _PEOPLE.c.channel == bindparam("channel"), _PEOPLE.c.external_id == bindparam("person"))
)


async def given_answer(session: ReadSession, address: Address, token: str) -> tuple[int, Language | None] | None:
    """Return the id of the answer of that token, if it was given to the person at `address`, and the language they chose."""
    connection = await session.core()
    row = (await connection.execute(_GIVEN, {"token": token, "channel": address.channel, "person": address.id})).one_or_none()
    return None if row is None else (row.id, row.language)


async def offered_label(session: ReadSession, address: Address, token: str) -> str | None:
    """Return what stood on the choice of that token when it was last offered to the person at `address`."""
    return await session.scalar(
        select(ChoiceRow.label)
        .join(AnswerRow, AnswerRow.id == ChoiceRow.answer_id)
        .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .where(ChoiceRow.token == token, PersonRow.channel == address.channel, PersonRow.external_id == address.id)
        .order_by(AnswerRow.id.desc())
        .limit(1)
    )


def as_answer(row: AnswerRow) -> Answer:
    """Return the value of a row that was loaded with its `PARTS`."""
    return Answer(
        token=row.token,
        outcome=row.outcome,
        language=row.language,
        text=row.text,
        citations=tuple(_citation(citation) for citation in row.citations),
        choices=tuple(Choice(token=choice.token, label=choice.label) for choice in row.choices),
        rating=None if row.rating is None else row.rating.value,
    )


def _citation_row(position: int, citation: Citation) -> CitationRow:
    return CitationRow(
        position=position,
        passage=citation.passage,
        label=citation.label,
        title=citation.title,
        status=citation.status,
        locator=citation.locator,
        quote=citation.quote,
        url=citation.url,
    )


def _citation(row: CitationRow) -> Citation:
    return Citation(
        passage=row.passage,
        label=row.label,
        title=row.title,
        status=row.status,
        locator=row.locator,
        quote=row.quote,
        url=row.url,
    )
