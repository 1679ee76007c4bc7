"""Passages drafted from officers' answers, and those that are live."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, inspect, make_url, select, update
from sqlalchemy.exc import DBAPIError

from bot.db.database import ReadSession, WriteSession
from bot.db.listing import Columns, listed
from bot.db.staff import within
from bot.db.sync import sync_engine_for
from bot.db.waiting_models import GroupRow, OfficerAnswerRow, OfficerPassageRow
from bot.domain.listing import Found, Listing
from bot.domain.waiting import Shelved, Shelving

_SORTED: Columns = {
    "title": func.lower(OfficerPassageRow.title), "office": func.lower(OfficerPassageRow.office), "area": OfficerPassageRow.area,
    "state": OfficerPassageRow.state, "drafted": OfficerPassageRow.drafted_at,
}  # fmt: skip


async def some(session: ReadSession, areas: Iterable[str], listing: Listing) -> Found[Shelved]:
    """Return a part of the passages within `areas`, the newest first where no other order is asked for."""
    wanted = _shelved().where(within(OfficerPassageRow.area, areas))
    found = await listed(session, wanted, listing, _SORTED, (OfficerPassageRow.id.desc(),))
    return Found([Shelved(*row) for row in found.rows], found.total)


async def one(session: ReadSession, areas: Iterable[str], passage_id: int) -> Shelved | None:
    """Return one passage within `areas`; None for any other, as if it were not there."""
    found = await session.execute(_shelved().where(within(OfficerPassageRow.area, areas), OfficerPassageRow.id == passage_id))
    row = found.one_or_none()
    return None if row is None else Shelved(*row)


async def of_answers(session: ReadSession, answer_ids: Sequence[int]) -> dict[int, int]:
    """Return the number of the passage that was drafted from each answer."""
    drafted = select(OfficerPassageRow.answer_id, OfficerPassageRow.id).where(OfficerPassageRow.answer_id.in_(answer_ids))
    return {row.answer_id: row.id for row in await session.execute(drafted)}


async def answer_within(session: ReadSession, areas: Iterable[str], answer_id: int) -> tuple[OfficerAnswerRow, str] | None:
    """Return an officer's answer to a group within `areas`, and its area."""
    found = await session.execute(
        select(OfficerAnswerRow, GroupRow.area)
        .join(GroupRow, GroupRow.id == OfficerAnswerRow.group_id)
        .where(within(GroupRow.area, areas), OfficerAnswerRow.id == answer_id)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def drafted(session: WriteSession, row: OfficerPassageRow) -> int:
    """Add a draft and return its number. Raises `Conflict`, at the end, where the answer has one."""
    session.add(row)
    await session.flush()
    return row.id


async def rewritten(session: WriteSession, passage_id: int, words: dict[str, str], author: int, now: datetime) -> None:
    """Change the words of a passage, which makes it a draft of whoever did so."""
    row = OfficerPassageRow.id == passage_id
    values: dict[str, Any] = {**words, "author": author, "state": Shelving.DRAFT, "progress": 0, "changed_at": now}
    await session.execute(update(OfficerPassageRow).where(row).values(values))


async def moved(  # noqa: PLR0913 - from where to where, by whom, when
    session: WriteSession, passage_id: int, before: Iterable[Shelving], after: Shelving, now: datetime, *, publisher: int | None = None
) -> bool:
    """Change the state of a passage; return whether it was in one of those before."""
    values: dict[str, Any] = {"state": after, "progress": 0, "changed_at": now} | ({"publisher": publisher} if publisher else {})
    row = (OfficerPassageRow.id == passage_id, OfficerPassageRow.state.in_(tuple(before)))
    done = await session.scalars(update(OfficerPassageRow).where(*row).values(values).returning(OfficerPassageRow.id))
    return bool(done.all())


async def advanced(session: WriteSession, passage_id: int, percent: int, now: datetime) -> None:
    """Keep how far the check of a passage is."""
    row = (OfficerPassageRow.id == passage_id, OfficerPassageRow.state == Shelving.CHECKING)
    await session.execute(update(OfficerPassageRow).where(*row).values(progress=percent, changed_at=now))


async def live(session: ReadSession) -> list[Shelved]:
    """Return the passages that are answered from, in the order of their numbers."""
    return [Shelved(*row) for row in await session.execute(_live())]


def live_at(url: str) -> list[Shelved]:
    """Return the same from the database at `url`, before anything runs; nothing where it has no such table yet, or is away."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return []
    engine = sync_engine_for(url)
    try:
        with engine.connect() as connection:
            return _read(connection)
    except DBAPIError:
        return []  # whoever needs the database says so; what is live is looked at again
    finally:
        engine.dispose()


def _read(connection: Connection) -> list[Shelved]:
    if not inspect(connection).has_table(OfficerPassageRow.__tablename__):
        return []
    return [Shelved(*row) for row in connection.execute(_live())]


def _live() -> Select[Any]:
    return _shelved().where(OfficerPassageRow.state == Shelving.LIVE).order_by(OfficerPassageRow.id)


def _shelved() -> Select[Any]:
    row = OfficerPassageRow
    columns: list[Any] = [
        row.id, OfficerAnswerRow.group_id, row.title, row.text, row.asked, row.office, row.area, row.state, row.author, row.drafted_at,
        row.progress, row.changed_at,
    ]  # fmt: skip
    return select(*columns).join(OfficerAnswerRow, OfficerAnswerRow.id == row.answer_id)
