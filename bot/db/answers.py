"""What the bot said, with where it stands and what was offered under it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, insert, select

from bot.db.database import ReadSession, WriteSession
from bot.db.tables import ANSWERS, CHOICES, CITATIONS, PEOPLE, QUESTIONS, RATINGS
from bot.domain.answer import Answer, Citation
from bot.domain.messages import Choice
from bot.domain.people import Address

GIVEN = (
    ANSWERS.c.id.label("answer_id"),
    ANSWERS.c.token,
    ANSWERS.c.outcome,
    ANSWERS.c.language,
    ANSWERS.c.text,
    RATINGS.c.value.label("rating"),
)
"""What must be selected for `as_answers`."""

_CITED = [CITATIONS.c[field.name] for field in fields(Citation)]
_OF_ANSWERS: BindParameter[int] = bindparam("answers", expanding=True)

# Made once, see `bot.db.leases`.
_RECORD = insert(ANSWERS).returning(ANSWERS.c.id)
_CITE, _OFFER = insert(CITATIONS), insert(CHOICES)
_CITATIONS = select(CITATIONS.c.answer_id, *_CITED).where(CITATIONS.c.answer_id.in_(_OF_ANSWERS)).order_by(CITATIONS.c.position)
_OFFERED = [CHOICES.c.token, CHOICES.c.label]
_CHOICES = select(CHOICES.c.answer_id, *_OFFERED).where(CHOICES.c.answer_id.in_(_OF_ANSWERS)).order_by(CHOICES.c.position)
_TO_A_PERSON = ANSWERS.join(QUESTIONS).join(PEOPLE)
_TO = (PEOPLE.c.channel == bindparam("channel"), PEOPLE.c.external_id == bindparam("person"))
_LABEL = (
    select(CHOICES.c.label)
    .select_from(_TO_A_PERSON.join(CHOICES, CHOICES.c.answer_id == ANSWERS.c.id))
    .where(CHOICES.c.token == bindparam("token"), *_TO)
    .order_by(ANSWERS.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Making:
    """How an answer came about: milliseconds of thinking, and the id of the log entry where thinking failed."""

    ms: int
    incident: str | None = None


async def record(session: WriteSession, question_id: int, answer: Answer, making: Making, now: datetime) -> None:
    """Add the answer to a question. A question has one answer: a second one is refused, and that becomes a `Conflict`."""
    row = {
        "question_id": question_id,
        "token": answer.token,
        "outcome": answer.outcome,
        "language": answer.language,
        "text": answer.text,
        "thinking_ms": making.ms,
        "incident": making.incident,
        "answered_at": now,
    }
    connection = await session.core()
    answer_id = (await connection.execute(_RECORD, row)).scalar_one()
    if answer.citations:
        await connection.execute(_CITE, _parts(answer_id, answer.citations))
    if answer.choices:
        await connection.execute(_OFFER, _parts(answer_id, answer.choices))


async def offered_label(session: ReadSession, address: Address, token: str) -> str | None:
    """Return what stood on the choice of that token when it was last offered to the person at `address`."""
    connection = await session.core()
    label: str | None = await connection.scalar(_LABEL, _by(address, token))
    return label


async def as_answers(session: ReadSession, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Answer]:
    """Return the values of rows of which `GIVEN` was selected, with what belongs to them."""
    connection = await session.core()
    ids = {"answers": [row.answer_id for row in rows]}
    citations: dict[int, list[Citation]] = defaultdict(list)
    for answer_id, *cited in await connection.execute(_CITATIONS, ids):
        citations[answer_id].append(Citation(*cited))
    choices: dict[int, list[Choice]] = defaultdict(list)
    for answer_id, token, label in await connection.execute(_CHOICES, ids):
        choices[answer_id].append(Choice(token, label))
    return [
        Answer(row.token, row.outcome, row.language, row.text, tuple(citations[row.answer_id]), tuple(choices[row.answer_id]), row.rating)
        for row in rows
    ]


def _parts(answer_id: int, parts: Sequence[Citation | Choice]) -> list[dict[str, Any]]:
    return [{"answer_id": answer_id, "position": position, **asdict(part)} for position, part in enumerate(parts)]


def _by(address: Address, token: str) -> dict[str, str]:
    return {"channel": address.channel, "person": address.id, "token": token}
