"""What came in. A row is worked on by whoever holds the lease of its lane, and the first waiting one of a lane is next."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from bot.db.database import ReadSession, WriteSession
from bot.db.models import InboxRow, LeaseRow
from bot.domain.delivery import Arrival, InboxState, Received

_INBOX = cast("Table", InboxRow.__table__)
WAITING = text("'waiting'")
"""Written out in a statement, since no database can see otherwise that the index of waiting rows fits."""
_COLUMNS = (InboxRow.id, InboxRow.source, InboxRow.key, InboxRow.lane, InboxRow.raw, InboxRow.attempts, InboxRow.due, InboxRow.received_at)


async def stored(session: WriteSession, arrivals: Sequence[Arrival], now: float) -> set[str]:
    """Store what is new, and return the lanes it belongs to; what was stored before is left as it is."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = make(_INBOX).on_conflict_do_nothing(index_elements=["source", "key"]).returning(_INBOX.c.lane)
    rows = [
        {
            "source": arrival.source,
            "key": arrival.key,
            "lane": arrival.lane,
            "position": arrival.position,
            "raw": arrival.raw,
            "state": InboxState.WAITING,
            "attempts": 0,
            "due": 0.0,
            "reason": "",
            "received_at": now,
        }
        for arrival in sorted(arrivals, key=lambda arrival: (arrival.source, arrival.key))
    ]
    connection = await session.connection()
    return set((await connection.execute(statement, rows)).scalars())


async def heads(session: ReadSession, lanes: Collection[str], owner: str) -> list[Received]:
    """Return the first waiting row of each of the lanes that `owner` has leased, due or not."""
    if not lanes:
        return []
    first = aliased(InboxRow)
    head = (
        select(first.id)
        .where(first.lane == LeaseRow.name, first.state == WAITING)
        .order_by(first.position, first.id)
        .limit(1)
        .correlate(LeaseRow)
        .scalar_subquery()
    )
    found = await session.execute(
        select(*_COLUMNS)
        .select_from(LeaseRow)
        .join(InboxRow, InboxRow.id == head)
        .where(LeaseRow.name.in_(sorted(lanes)), LeaseRow.owner == owner)
    )
    return [Received(*row) for row in found]


def _unclaimed(sources: Collection[str], now: float, limit: int) -> Select[Any]:
    return (
        select(InboxRow.lane)
        .outerjoin(LeaseRow, LeaseRow.name == InboxRow.lane)
        .where(
            InboxRow.state == WAITING,
            InboxRow.due <= now,
            InboxRow.source.in_(sources),
            or_(LeaseRow.name.is_(None), LeaseRow.until < now),
        )
        .limit(limit)
    )


async def unclaimed(session: WriteSession, sources: Collection[str], now: float, limit: int) -> set[str]:
    """Return lanes with due rows that nobody has leased; two workers that look at once see different ones."""
    statement = _unclaimed(sources, now, limit).with_for_update(of=InboxRow, skip_locked=True)
    return set(await session.scalars(statement))


async def has_unclaimed(session: ReadSession, sources: Collection[str], now: float) -> bool:
    """Tell whether there is any such lane: most often there is none, and then nobody needs to write."""
    return (await session.scalars(_unclaimed(sources, now, 1))).first() is not None


async def closed(session: WriteSession, ids: Sequence[int], state: InboxState, now: float, reason: str = "") -> set[int]:
    """Take waiting rows out of the line, and return those that still were in it. What people wrote goes when it is done."""
    if not ids:
        return set()
    changed: dict[str, Any] = {"state": state, "done_at": now, "reason": reason}
    if state is InboxState.DONE:
        changed["raw"] = ""
    statement = update(_INBOX).where(_INBOX.c.id.in_(sorted(ids)), _INBOX.c.state == InboxState.WAITING).values(changed)
    connection = await session.connection()
    return set((await connection.execute(statement.returning(_INBOX.c.id))).scalars())


async def reopened(session: WriteSession, rows: Sequence[Received]) -> None:
    """Put rows back in line that were closed in this very transaction."""
    waiting = {"state": InboxState.WAITING, "done_at": None, "reason": ""}
    for row in rows:
        await session.execute(update(InboxRow).where(InboxRow.id == row.id).values(raw=row.raw, **waiting))


async def put_off(session: WriteSession, row_id: int, due: float, reason: str) -> None:
    """Count a failure, and try again when it is `due`."""
    await session.execute(
        update(InboxRow)
        .where(InboxRow.id == row_id, InboxRow.state == InboxState.WAITING)
        .values(attempts=InboxRow.attempts + 1, due=due, reason=reason)
    )


async def parked(session: ReadSession, limit: int = 100) -> Sequence[InboxRow]:
    """Return what was parked, the newest first."""
    found = await session.scalars(select(InboxRow).where(InboxRow.state == InboxState.PARKED).order_by(InboxRow.id.desc()).limit(limit))
    return found.all()


async def retried(session: WriteSession, row_id: int) -> bool:
    """Put a parked row back in line; tell whether there was such a row."""
    waiting = {"state": InboxState.WAITING, "attempts": 0, "due": 0.0, "done_at": None}
    done = await session.scalars(
        update(InboxRow).where(InboxRow.id == row_id, InboxRow.state == InboxState.PARKED).values(waiting).returning(InboxRow.id)
    )
    return done.first() is not None


async def left_out(session: WriteSession, row_id: int) -> bool:
    """Give a parked row up, with what was written in it; its number stays, so that it does not come again."""
    done = await session.scalars(
        update(InboxRow)
        .where(InboxRow.id == row_id, InboxRow.state == InboxState.PARKED)
        .values(state=InboxState.DONE, raw="", reason=InboxRow.reason + ", dropped")
        .returning(InboxRow.id)
    )
    return done.first() is not None


async def oldest_waiting(session: ReadSession) -> float | None:
    """Return when the oldest waiting row came in, as seconds since 1970."""
    return await session.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.state == WAITING))


async def collected(session: WriteSession, before: float) -> int:
    """Forget rows that were done before then; return how many. Their numbers guard against redelivery: keep some days' worth."""
    done = await session.scalars(
        delete(InboxRow).where(InboxRow.state == InboxState.DONE, InboxRow.received_at < before).returning(InboxRow.id)
    )
    return len(done.all())
