"""The queue of what the bot could not answer, as officers see it: in their areas only, without anybody's name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, update

from bot.db.database import ReadSession, WriteSession
from bot.db.listing import Columns, listed
from bot.db.models import AnswerRow, PersonRow, QuestionRow
from bot.db.staff import within
from bot.db.waiting_models import GroupRow, OfficerAnswerRow, WaitingRow
from bot.domain.answer import Outcome
from bot.domain.listing import Found, Listing
from bot.domain.people import Address, Language
from bot.domain.staff import NATIONAL
from bot.domain.waiting import Reason

_UNANSWERED = func.sum(case((WaitingRow.answer_id.is_(None), 1), else_=0))
_WANTED = func.sum(case((WaitingRow.reason == Reason.ASKED, 1), else_=0))
_SORTED: Columns = {
    "asked": func.count(WaitingRow.question_id), "waiting": _UNANSWERED, "wanted": _WANTED, "area": GroupRow.area,
    "topic": GroupRow.topic, "last": GroupRow.touched_at,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: `area` and `topic` may be "" for all, `is_waiting` None for answered ones too.

    `member` is the number of whoever takes care of it, 0 for anybody.
    """

    area: str = ""
    topic: str = ""
    is_waiting: bool | None = True
    member: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """One group: how many asked, how many of them wait, how many want an officer; `lead` is the first one's words."""

    id: int
    area: str
    topic: str
    assigned_to: int | None
    touched_at: datetime
    asked: int
    waiting: int
    wanted: int
    first: int
    lead: str = field(default="", repr=False)


class Wording(NamedTuple):
    """How somebody asked it."""

    id: int
    text: str
    reason: Reason
    came_at: datetime
    answer_id: int | None
    bot_said: str
    """What the bot answered; "" where it knew nothing."""


class Asker(NamedTuple):
    """Somebody who waits: where they are, in which language they are spoken to, and what they asked."""

    question_id: int
    person_id: int
    address: Address
    language: Language
    text: str


def open_to(areas: Iterable[str], member: int) -> ColumnElement[bool]:
    """Return the condition by which a group is there for a member: it lies in their areas, or lies in none and was handed to them.

    Who has no area at all is handed nothing.
    """
    areas = tuple(areas)
    handed = and_(GroupRow.area == NATIONAL, GroupRow.assigned_to == member)
    return or_(within(GroupRow.area, areas), handed) if areas else false()


async def queue(
    session: ReadSession, areas: Iterable[str], member: int, wanted: Wanted, listing: Listing
) -> Found[Alike]:
    """Return a part of the groups that are there for a member (see `open_to`).

    Where no other order is asked for: where an officer is wanted first, then where most wait, then the longest untouched.
    """
    statement = _alike().where(open_to(areas, member))
    if wanted.area:
        statement = statement.where(within(GroupRow.area, (wanted.area,)))
    if wanted.topic:
        statement = statement.where(GroupRow.topic == wanted.topic)
    if wanted.member:
        statement = statement.where(GroupRow.assigned_to == wanted.member)
    if wanted.is_waiting is not None:
        statement = statement.having(_UNANSWERED > 0 if wanted.is_waiting else _UNANSWERED == 0)
    usual = (_WANTED.desc(), _UNANSWERED.desc(), GroupRow.touched_at.asc(), GroupRow.id.asc())
    found = await listed(session, statement, listing, _SORTED, usual)
    return Found(await _with_leads(session, [Alike(*row) for row in found.rows]), found.total)


async def one(session: ReadSession, areas: Iterable[str], member: int, group_id: int) -> Alike | None:
    """Return one group that is there for a member (see `open_to`); None for any other, as if it were not there."""
    return next(iter(await _read(session, _alike().where(open_to(areas, member), GroupRow.id == group_id))), None)


async def places_and_topics(session: ReadSession, areas: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the areas and the topics that there is something of within `areas`."""
    found = (await session.execute(select(GroupRow.area, GroupRow.topic).where(within(GroupRow.area, areas)).distinct())).all()
    return sorted({area for area, _ in found if area}), sorted({topic for _, topic in found})


async def wordings(session: ReadSession, group_id: int) -> list[Wording]:
    """Return how it was asked, oldest first."""
    found = await session.execute(
        select(
            QuestionRow.id, QuestionRow.text, WaitingRow.reason, WaitingRow.came_at, WaitingRow.answer_id,
            func.coalesce(AnswerRow.text, ""),
        )
        .join(WaitingRow, WaitingRow.question_id == QuestionRow.id)
        .outerjoin(AnswerRow, (AnswerRow.question_id == QuestionRow.id) & (AnswerRow.outcome == Outcome.ANSWERED))
        .where(WaitingRow.group_id == group_id)
        .order_by(QuestionRow.id)
    )  # fmt: skip
    return [Wording(*row) for row in found]


async def said(session: ReadSession, group_id: int) -> Sequence[OfficerAnswerRow]:
    """Return what officers answered to a group, oldest first."""
    of_group = select(OfficerAnswerRow).where(OfficerAnswerRow.group_id == group_id)
    return (await session.scalars(of_group.order_by(OfficerAnswerRow.id))).all()


async def answered(session: WriteSession, answer: OfficerAnswerRow) -> list[Asker]:
    """Keep what an officer answered, and return who waited for it: each question gets one answer, whoever else answers meanwhile."""
    session.add(answer)
    await session.flush()
    waits = (WaitingRow.group_id == answer.group_id, WaitingRow.answer_id.is_(None))
    taken = await session.scalars(update(WaitingRow).where(*waits).values(answer_id=answer.id).returning(WaitingRow.question_id))
    return await _askers(session, taken.all())


async def heard(session: WriteSession, question_ids: Sequence[int], now: datetime) -> None:
    """Keep that what was said to these questions is on its way to who asked them."""
    await session.execute(update(WaitingRow).where(WaitingRow.question_id.in_(question_ids)).values(heard_at=now))


async def assigned(session: WriteSession, group_id: int, staff_id: int | None) -> None:
    """Let a member take care of a group; None: nobody in particular."""
    await session.execute(update(GroupRow).where(GroupRow.id == group_id).values(assigned_to=staff_id))


async def several(session: ReadSession, areas: Iterable[str], group_ids: Sequence[int]) -> list[Alike]:
    """Return those groups that lie within `areas`, in the order in which they are named."""
    rows = await _read(session, _alike().where(within(GroupRow.area, areas), GroupRow.id.in_(group_ids)))
    return sorted(rows, key=lambda row: group_ids.index(row.id))


async def joined(session: WriteSession, group_id: int, into: int) -> bool:
    """Move what waits in one group into another; return whether anything did."""
    waits = (WaitingRow.group_id == group_id, WaitingRow.answer_id.is_(None))
    moved = await session.scalars(update(WaitingRow).where(*waits).values(group_id=into).returning(WaitingRow.question_id))
    return bool(moved.all())


async def parted(session: WriteSession, group_id: int, question_id: int, into: int) -> bool:
    """Move a question that waits into another group; return whether it was in that one."""
    here = (WaitingRow.question_id == question_id, WaitingRow.group_id == group_id, WaitingRow.answer_id.is_(None))
    moved = await session.scalars(update(WaitingRow).where(*here).values(group_id=into).returning(WaitingRow.question_id))
    return bool(moved.all())


async def _askers(session: ReadSession, question_ids: Sequence[int]) -> list[Asker]:
    found = await session.execute(
        select(
            QuestionRow.id, QuestionRow.person_id, PersonRow.channel, PersonRow.external_id, PersonRow.language,
            AnswerRow.language.label("spoken"), QuestionRow.text,
        )
        .join(PersonRow, PersonRow.id == QuestionRow.person_id)
        .outerjoin(AnswerRow, AnswerRow.question_id == QuestionRow.id)
        .where(QuestionRow.id.in_(question_ids))
        .order_by(QuestionRow.id)
    )  # fmt: skip
    return [
        Asker(row.id, row.person_id, Address(row.channel, row.external_id), row.language or row.spoken or Language.INDONESIAN, row.text)
        for row in found
    ]


def _alike() -> Select[Any]:
    groups: tuple[ColumnElement[Any], ...] = (GroupRow.id, GroupRow.area, GroupRow.topic, GroupRow.assigned_to, GroupRow.touched_at)  # type: ignore[assignment]
    counted = (func.count(WaitingRow.question_id), _UNANSWERED, _WANTED, func.min(WaitingRow.question_id))
    return select(*groups, *counted).join(WaitingRow, WaitingRow.group_id == GroupRow.id).group_by(*groups)


async def _read(session: ReadSession, statement: Select[Any]) -> list[Alike]:
    return await _with_leads(session, [Alike(*row) for row in await session.execute(statement)])


async def _with_leads(session: ReadSession, rows: Sequence[Alike]) -> list[Alike]:
    leads = await session.execute(select(QuestionRow.id, QuestionRow.text).where(QuestionRow.id.in_([row.first for row in rows])))
    words = {row.id: row.text for row in leads}
    return [replace(row, lead=words.get(row.first, "")) for row in rows]
