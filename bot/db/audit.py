"""The audit: what the staff did, each row chained to the one before, so that a changed or missing one shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, text

from bot.db.database import ReadSession, WriteSession
from bot.db.listing import Columns, listed
from bot.db.staff_models import AuditRow, StaffRow
from bot.domain.listing import Found, Listing

FIRST, PAGE = "0" * 64, 500
LOCK = 0x0F0F
"""The name of the lock under which rows are added one after the other on PostgreSQL; SQLite has one writer anyway."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which thing ("assessment:12"), and why."""

    actor: str
    deed: str
    thing: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A row, and the name of who did it, also where they are no member any more; "" for whoever has the command line."""

    row: AuditRow
    name: str


async def noted(session: WriteSession, entry: Entry, now: datetime) -> None:
    """Add a row. It is committed with what it speaks of, or not at all."""
    connection = await session.core()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    await session.flush()
    before = await session.scalar(select(AuditRow.chain).order_by(AuditRow.id.desc()).limit(1)) or FIRST
    row = AuditRow(actor=entry.actor, deed=entry.deed, object=entry.thing, why=entry.why, done_at=now, chain="")
    row.chain = _chain(before, row)
    session.add(row)
    await session.flush()


async def latest(session: ReadSession, limit: int = 200, thing: str = "") -> Sequence[AuditRow]:
    """Return the latest rows, newest first; of one thing where it is named."""
    wanted = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    return (await session.scalars(wanted.where(AuditRow.object == thing) if thing else wanted)).all()


async def named(session: ReadSession, rows: Sequence[AuditRow]) -> list[Done]:
    """Return rows with the names of who did it."""
    ids = {int(number) for row in rows if (number := row.actor.removeprefix("staff:")).isdecimal()}
    found = await session.execute(select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(ids)))
    names = {f"staff:{row[0]}": row[1] for row in found}
    return [Done(row, names.get(row.actor, "")) for row in rows]


async def trail(session: ReadSession, listing: Listing) -> Found[Done]:
    """Return a part of all rows, the newest first where no other order is asked for."""
    columns: Columns = {"when": AuditRow.id, "who": AuditRow.actor, "what": AuditRow.deed, "on": AuditRow.object}
    found = await listed(session, select(AuditRow), listing, columns, (AuditRow.id.desc(),))
    return Found(await named(session, [row[0] for row in found.rows]), found.total)


async def head(session: ReadSession) -> tuple[int, str]:
    """Return how many rows there are, and the chain of the last one: it stands for all of them, in their order."""
    last = await session.scalar(select(AuditRow.chain).order_by(AuditRow.id.desc()).limit(1))
    return await session.scalar(select(func.count()).select_from(AuditRow)) or 0, last or FIRST


async def holds(session: ReadSession, chain: str) -> bool:
    """Tell whether a row has that chain, or there was none yet: what was cut off at the end shows only by a head kept elsewhere."""
    return chain == FIRST or await session.scalar(select(AuditRow.id).where(AuditRow.chain == chain).limit(1)) is not None


async def broken(session: ReadSession) -> int | None:
    """Return the id of the first row that does not follow from the one before it; None where all do."""
    before, last = FIRST, 0
    while rows := (await session.scalars(select(AuditRow).where(AuditRow.id > last).order_by(AuditRow.id).limit(PAGE))).all():
        for row in rows:
            if row.chain != _chain(before, row):
                return row.id
            before, last = row.chain, row.id
    return None


def _chain(before: str, row: AuditRow) -> str:
    parts = (before, row.actor, row.deed, row.object, row.why, row.done_at.isoformat())
    return sha256("\0".join(parts).encode()).hexdigest()
