"""Leases: who works on what. They are taken and given back in the transactions of the work itself."""

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import Table, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.database import WriteSession
from bot.db.models import LeaseRow

_LEASES = cast("Table", LeaseRow.__table__)
_SENDER = "sender:"
_IS_LANE = ~LeaseRow.name.startswith(_SENDER)


def sender_of(source: str) -> str:
    """Return the name of the lease of whoever sends for `source`; all others are names of lanes."""
    return f"{_SENDER}{source}"


async def taken(session: WriteSession, names: Collection[str], owner: str, now: float, until: float) -> set[str]:
    """Take the leases that are free, run out or ours already, and return their names. In one order: no two deadlock."""
    if not names:
        return set()
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    inserting = make(_LEASES)
    statement = inserting.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": inserting.excluded.owner, "until": inserting.excluded.until},
        where=or_(_LEASES.c.owner == owner, _LEASES.c.until < now),
    ).returning(_LEASES.c.name)
    rows = [{"name": name, "owner": owner, "until": until} for name in sorted(names)]
    connection = await session.connection()
    return set((await connection.execute(statement, rows)).scalars())


async def given_back(session: WriteSession, names: Sequence[str], owner: str) -> None:
    """Give leases back."""
    if names:
        connection = await session.connection()
        await connection.execute(delete(_LEASES).where(_LEASES.c.name.in_(sorted(names)), _LEASES.c.owner == owner))


async def renewed(session: WriteSession, owner: str, until: float) -> None:
    """Keep all lanes of `owner` for longer."""
    await session.execute(update(LeaseRow).where(LeaseRow.owner == owner, _IS_LANE).values(until=until))


async def lanes_given_back(session: WriteSession, owner: str) -> None:
    """Give all lanes of `owner` back."""
    await session.execute(delete(LeaseRow).where(LeaseRow.owner == owner, _IS_LANE))


async def dropped(session: WriteSession) -> None:
    """Drop the leases of everybody: for when nobody else can be there."""
    await session.execute(delete(LeaseRow))
