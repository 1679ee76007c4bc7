"""The staff: who they are, what they may do now, their invitations, sign-ins and sessions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, false, func, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute

from bot.db.database import ReadSession, WriteSession
from bot.db.listing import Columns, listed
from bot.db.staff_models import GrantRow, InviteRow, SessionRow, SignInRow, StaffRow
from bot.domain.listing import Found, Listing
from bot.domain.people import Address, Channel
from bot.domain.staff import NATIONAL, Grant, Role, Staff


def within(column: InstrumentedAttribute[str], areas: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that narrows a query to what lies in one of `areas`: the scope is in the SQL itself."""
    areas = tuple(areas)
    if NATIONAL in areas:
        return true()
    conditions = [or_(column == area, column.startswith(f"{area}.", autoescape=True)) for area in areas]
    return or_(*conditions) if conditions else false()


async def member(session: ReadSession, staff_id: int) -> Staff | None:
    """Return the member of that id as they are now; None where they ended."""
    return await _one(session, StaffRow.id == staff_id)


async def member_at(session: ReadSession, address: Address) -> Staff | None:
    """Return the member who writes from `address`, as they are now."""
    return await _one(session, StaffRow.chat == address.id) if address.channel is Channel.TELEGRAM else None


async def signature(session: ReadSession, staff_id: int) -> tuple[str, str]:
    """Return the name and the office of a member, also of one who ended: what they said stays said by their office."""
    row = await session.get(StaffRow, staff_id)
    return (row.name, row.office) if row else ("", "")


async def members(session: ReadSession) -> list[Staff]:
    """Return all members who did not end, by name."""
    return await _all(session, true())


async def members_within(session: ReadSession, areas: Iterable[str], listing: Listing) -> Found[Staff]:
    """Return a part of the members who may do anything in one of `areas`, by name where no other order is asked for."""
    has_one = exists().where(GrantRow.staff_id == StaffRow.id, within(GrantRow.area, areas))
    wanted = select(StaffRow.id).where(StaffRow.ended_at.is_(None), has_one)
    columns: Columns = {"number": StaffRow.id, "name": func.lower(StaffRow.name), "office": func.lower(StaffRow.office)}
    found = await listed(session, wanted, listing, columns, (StaffRow.name, StaffRow.id))
    ids = [row[0] for row in found.rows]
    known = {one.id: one for one in await _all(session, StaffRow.id.in_(ids))}
    return Found([known[id_] for id_ in ids], found.total)


async def address_of(session: ReadSession, staff_id: int) -> Address | None:
    """Return where a member can be written to."""
    chat = await session.scalar(select(StaffRow.chat).where(StaffRow.id == staff_id, StaffRow.ended_at.is_(None)))
    return Address(Channel.TELEGRAM, chat) if chat else None


async def chats(session: ReadSession) -> dict[int, Address]:
    """Return where members can be written to, by their ids."""
    found = await session.execute(select(StaffRow.id, StaffRow.chat).where(StaffRow.chat != "", StaffRow.ended_at.is_(None)))
    return {row.id: Address(Channel.TELEGRAM, row.chat) for row in found}


async def admins(session: ReadSession) -> int:
    """Return how many members are admins of the whole country."""
    found = await session.scalars(
        select(GrantRow.staff_id)
        .join(StaffRow, StaffRow.id == GrantRow.staff_id)
        .where(GrantRow.role == Role.ADMIN, GrantRow.area == NATIONAL, StaffRow.ended_at.is_(None))
    )
    return len(set(found.all()))


async def taken_invite(session: WriteSession, digest: str, now: datetime) -> InviteRow | None:
    """Take the invitation of that code, if it still holds: of two who bring it at once, one has it."""
    holds = (InviteRow.digest == digest, InviteRow.used_at.is_(None), InviteRow.expires_at > now)
    return await session.scalar(update(InviteRow).where(*holds).values(used_at=now).returning(InviteRow))


async def sign_in(session: ReadSession, browser: str, now: datetime) -> SignInRow | None:
    """Return the attempt of that browser, if it still holds."""
    holds = (SignInRow.browser == browser, SignInRow.ended_at.is_(None), SignInRow.expires_at > now)
    return await session.scalar(select(SignInRow).where(*holds).order_by(SignInRow.id.desc()).limit(1))


async def is_signing_in(session: ReadSession, browser: str, now: datetime) -> bool:
    """Tell whether that browser began to sign in, and its time is not over."""
    return await session.scalar(select(SignInRow.id).where(SignInRow.browser == browser, SignInRow.expires_at > now).limit(1)) is not None


async def session_of(session: ReadSession, digest: str, seen_since: datetime, begun_since: datetime) -> SessionRow | None:
    """Return the session of that secret, if it goes on."""
    goes_on = (SessionRow.ended_at.is_(None), SessionRow.seen_at > seen_since, SessionRow.began_at > begun_since)
    return await session.scalar(select(SessionRow).where(SessionRow.digest == digest, *goes_on))


async def signed_out(session: WriteSession, staff_id: int, now: datetime) -> int:
    """End all sessions of a member; return how many there were."""
    open_ones = (SessionRow.staff_id == staff_id, SessionRow.ended_at.is_(None))
    done = await session.scalars(update(SessionRow).where(*open_ones).values(ended_at=now).returning(SessionRow.id))
    return len(done.all())


async def _one(session: ReadSession, condition: ColumnElement[bool]) -> Staff | None:
    return next(iter(await _all(session, condition)), None)


async def _all(session: ReadSession, condition: ColumnElement[bool]) -> list[Staff]:
    found = await session.execute(
        select(StaffRow, GrantRow)
        .outerjoin(GrantRow, GrantRow.staff_id == StaffRow.id)
        .where(condition, StaffRow.ended_at.is_(None))
        .order_by(StaffRow.name, StaffRow.id, GrantRow.id)
    )
    grants: dict[StaffRow, list[Grant]] = {}
    for row, grant in found:
        grants.setdefault(row, []).extend([Grant(grant.role, grant.area)] if grant else [])
    return [Staff(row.id, row.name, row.office, tuple(given)) for row, given in grants.items()]


async def latest_sign_in(session: ReadSession, staff_id: int, now: datetime) -> SignInRow | None:
    """Return the last attempt to sign in as a member that waits for them."""
    waits = (SignInRow.staff_id == staff_id, SignInRow.approved_at.is_(None), SignInRow.ended_at.is_(None), SignInRow.expires_at > now)
    return await session.scalar(select(SignInRow).where(*waits).order_by(SignInRow.id.desc()).limit(1))


async def sign_in_by_code(session: ReadSession, code: str, now: datetime) -> SignInRow | None:
    """Return the attempt of that one-time code, if it still holds."""
    holds = (SignInRow.code == code, SignInRow.ended_at.is_(None), SignInRow.expires_at > now)
    return await session.scalar(select(SignInRow).where(*holds))


async def revoked(session: WriteSession, staff_id: int, grant: Grant) -> None:
    """Take a role of a member away."""
    await session.execute(delete(GrantRow).where(GrantRow.staff_id == staff_id, GrantRow.role == grant.role, GrantRow.area == grant.area))


async def ended(session: WriteSession, staff_id: int, now: datetime) -> None:
    """Let a member be one no longer."""
    await session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(ended_at=now, chat=""))
    await session.execute(delete(GrantRow).where(GrantRow.staff_id == staff_id))
