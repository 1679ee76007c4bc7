"""What came in. A row is worked on by whoever holds the lease of its lane, and the first waiting one of a lane is next."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, delete, func, literal_column, or_, select, text, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.db.database import ReadSession, WriteSession
from bot.db.models import InboxRow, LeaseRow
from bot.db.upsert import Insert, for_each_database
from bot.domain.delivery import Arrival, InboxState, Received

_INBOX, _LEASES = (cast("Table", table.__table__) for table in (InboxRow, LeaseRow))
WAITING = text("'waiting'")
"""Written out in a statement, since no database can see otherwise that the index of waiting rows fits."""

def _store(inserting: Insert) -> ReturningInsert[str]:
    return inserting.on_conflict_do_nothing(index_elements=["source", "key"]).returning(_INBOX.c.lane)


def _first_waiting() -> Select[Any]:
    first, its = _INBOX.alias("first"), _INBOX.c
    head = (
        select(first.c.id)
        .where(first.c.lane == _LEASES.c.name, first.c.state == WAITING)
        .order_by(first.c.position, first.c.id)
        .limit(literal_column("1"))
        .correlate(_LEASES)
        .scalar_subquery()
    )
    return (
        select(its.id, its.source, its.key, its.lane, its.raw, its.attempts, its.due, its.received_at)
        .select_from(_LEASES.join(_INBOX, its.id == head))
        .where(_LEASES.c.name.in_(bindparam("lanes", expanding=True)), _LEASES.c.owner == bindparam("owner"))
    )


# Made once, see `bot.db.leases`.
_STORE = for_each_database(_INBOX, _store)
_HEADS = _first_waiting()
_OUT_OF_LINE = update(_INBOX).where(_INBOX.c.id.in_(bindparam("ids", expanding=True)), _INBOX.c.state == WAITING).returning(_INBOX.c.id)
_DONE = _OUT_OF_LINE.values(state=InboxState.DONE, done_at=bindparam("now"), reason="", raw="")
_CLOSED = _OUT_OF_LINE.values(state=bindparam("to"), done_at=bindparam("now"), reason=bindparam("why"))


async def stored(session: WriteSession, arrivals: Sequence[Arrival], now: float) -> set[str]:
    """Store what is new, and return the lanes it belongs to; what was stored before is left as it is."""
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
    connection = await session.core()
    return set((await connection.execute(_STORE[connection.dialect.name], rows)).scalars())


async def heads(session: ReadSession, lanes: Collection[str], owner: str) -> list[Received]:
    """Return the first waiting row of each of the lanes that `owner` has leased, due or not."""
    if not lanes:
        return []
    connection = await session.core()
    return [Received(*row) for row in await connection.execute(_HEADS, {"lanes": sorted(lanes), "owner": owner})]


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
    connection = await session.core()
    if state is InboxState.DONE:
        done = await connection.execute(_DONE, {"ids": sorted(ids), "now": now})
    else:
        done = await connection.execute(_CLOSED, {"ids": sorted(ids), "now": now, "to": state, "why": reason})
    return set(done.scalars())


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
