"""All that is kept of a person: every row that would go when the person's row goes, whatever table it is in."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, or_, select, update

from bot.db.assessment_models import ExportRow, LookRow
from bot.db.base import Base
from bot.db.database import ReadSession, WriteSession
from bot.db.models import InboxRow, OutboxRow, PersonRow
from bot.db.tables import PEOPLE
from bot.domain.delivery import InboxState
from bot.domain.people import Address, Channel


async def person_id(session: ReadSession, address: Address) -> int | None:
    """Return the id of the person at `address`, if they are known."""
    return await session.scalar(select(PersonRow.id).where(PersonRow.channel == address.channel, PersonRow.external_id == address.id))


async def everything(session: ReadSession, person: int) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of a person by table, as plain values; tables without any are left out."""
    found = {table.name: await _rows(session, table, person) for table in Base.metadata.sorted_tables if _reaches(table)}
    return {name: rows for name, rows in found.items() if rows}


async def copies(session: ReadSession, person: int) -> Sequence[ExportRow]:
    """Return the copies of their data that a person asked for last."""
    latest = select(func.max(ExportRow.made_at)).where(ExportRow.person_id == person).scalar_subquery()
    found = select(ExportRow).where(ExportRow.person_id == person, ExportRow.made_at == latest).order_by(ExportRow.id)
    return (await session.scalars(found)).all()


async def looks(session: ReadSession, person: int) -> int:
    """Return how often somebody of the staff looked at what is a person's."""
    return await session.scalar(select(func.count()).where(LookRow.person_id == person)) or 0


async def erased(session: WriteSession, address: Address) -> bool:
    """Delete the person and all that hangs on them, and what is in inbox and outbox of them; return whether they were known."""
    person = await person_id(session, address)
    await session.execute(delete(PersonRow).where(PersonRow.id == person))
    await session.execute(update(InboxRow).where(_came_from(address)).values(lane="", raw="", reason="erased", state=InboxState.DONE))
    if address.channel is Channel.TELEGRAM:
        await session.execute(delete(OutboxRow).where(OutboxRow.source.like(f"{address.channel}:%"), OutboxRow.chat == address.id))
    return person is not None


def _came_from(address: Address) -> ColumnElement[bool]:
    """Return the condition by which rows of the inbox are the person's. Their numbers stay, so that none of it comes again.

    In a chat what waits came after the press that erases, so it stays; on the page it would be thought about and bring all back.
    What was parked in a group names its writer only in what was written.
    """
    mine = InboxRow.lane.startswith(f"{address.channel}:", autoescape=True) & InboxRow.lane.endswith(f":{address.id}", autoescape=True)
    if address.channel is Channel.WEB:
        return mine
    named = or_(*(InboxRow.raw.contains(f'"id": {address.id}{end}', autoescape=True) for end in ",}"))
    return (mine & (InboxRow.state != InboxState.WAITING)) | ((InboxRow.state == InboxState.PARKED) & named)


def _reaches(table: Table) -> bool:
    return table is PEOPLE or any(_reaches(key.column.table) for key in table.foreign_keys)


async def _rows(session: ReadSession, table: Table, person: int) -> list[dict[str, Any]]:
    found = await session.execute(select(table).where(_belongs(table, person)))
    return [{name: _plain(value) for name, value in row.items()} for row in found.mappings()]


def _belongs(table: Table, person: int) -> ColumnElement[bool]:
    """Return the condition by which rows of a table are the person's: through as many tables as it takes."""
    if table is PEOPLE:
        return PEOPLE.c.id == person
    key = next(key for key in table.foreign_keys if _reaches(key.column.table))
    parent = key.column.table
    if parent is PEOPLE:
        return key.parent == person
    inside: Select[Any] = select(key.column).where(_belongs(parent, person))
    return key.parent.in_(inside)


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value
