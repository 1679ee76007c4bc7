"""Leases: who works on what. They are taken and given back in the transactions of the work itself."""

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import Table, bindparam, delete, literal_column, or_, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.db.database import WriteSession
from bot.db.models import LeaseRow
from bot.db.upsert import Insert, for_each_database

_LEASES = cast("Table", LeaseRow.__table__)
LEASE = 4.0
"""Seconds after which what a dead worker held is free. Workers compare their own clocks: keep them together."""

_SENDER = "sender:"
_IS_LANE = ~LeaseRow.name.startswith(_SENDER)


def _take(inserting: Insert) -> ReturningInsert[str]:
    return inserting.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": inserting.excluded.owner, "until": inserting.excluded.until},
        # no parameter here: with one, SQLAlchemy would send each row by itself
        where=or_(_LEASES.c.owner == inserting.excluded.owner, _LEASES.c.until < inserting.excluded.until - literal_column(str(LEASE))),
    ).returning(_LEASES.c.name)


_TAKE = for_each_database(_LEASES, _take)
_GIVE_BACK = delete(_LEASES).where(_LEASES.c.name.in_(bindparam("names", expanding=True)), _LEASES.c.owner == bindparam("whose"))
"""Made once, as all statements of the way of an update: making one costs more than running it."""


def sender_of(source: str) -> str:
    """Return the name of the lease of whoever sends for `source`; all others are names of lanes."""
    return f"{_SENDER}{source}"


async def taken(session: WriteSession, names: Collection[str], owner: str, now: float) -> set[str]:
    """Take the leases that are free, run out or ours already, and return their names. In one order: no two deadlock."""
    if not names:
        return set()
    rows = [{"name": name, "owner": owner, "until": now + LEASE} for name in sorted(names)]
    connection = await session.core()
    return set((await connection.execute(_TAKE[connection.dialect.name], rows)).scalars())


async def given_back(session: WriteSession, names: Sequence[str], owner: str) -> None:
    """Give leases back."""
    if names:
        connection = await session.core()
        await connection.execute(_GIVE_BACK, {"names": sorted(names), "whose": owner})


async def renewed(session: WriteSession, owner: str, now: float) -> None:
    """Keep all lanes of `owner` for longer."""
    await session.execute(update(LeaseRow).where(LeaseRow.owner == owner, _IS_LANE).values(until=now + LEASE))


async def lanes_given_back(session: WriteSession, owner: str) -> None:
    """Give all lanes of `owner` back."""
    await session.execute(delete(LeaseRow).where(LeaseRow.owner == owner, _IS_LANE))


async def dropped(session: WriteSession) -> None:
    """Drop the leases of everybody: for when nobody else can be there."""
    await session.execute(delete(LeaseRow))
