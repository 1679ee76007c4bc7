"""Staffing: invitations, roles, sign-in without passwords, sessions. Nobody raises their own role, and the last admin stays."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import time

from bot.db import audit, outbox, staff
from bot.db.audit import Entry
from bot.db.database import Database, ReadSession, WriteSession
from bot.db.staff_models import GrantRow, InviteRow, SessionRow, SignInRow, StaffRow
from bot.domain.delivery import Outgoing
from bot.domain.errors import CodeGone, LastAdmin, NotAllowed
from bot.domain.people import Address, Channel
from bot.domain.ports import Clock
from bot.domain.staff import NATIONAL, Deed, Grant, Role, Staff, covers
from bot.services.authorize import authorize

STAFF = "@staff"
"""The place of buttons that are of the staff, not of a form."""
INVITED, SIGNING_IN, IDLE, LONGEST = timedelta(days=7), timedelta(minutes=5), timedelta(hours=12), timedelta(days=7)
"""How long an invitation, a sign-in, and a session last: an idle one, and any, since a page that asks by itself is never idle."""
CHOICES = 4
"""Numbers that the bot offers when somebody signs in; one of them is on the screen."""

Menu = Callable[[Address, Staff | None], Sequence[Outgoing]]
"""Puts the list of commands of a member's chat into the shape of the outbox; None is a member no more."""


def no_menu(_address: Address, _member: Staff | None) -> Sequence[Outgoing]:
    """List nothing: there is no channel that does."""
    return ()


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who is staff. `operator` acts where nobody is staff yet: at the command line."""

    database: Database
    clock: Clock
    menu: Menu = no_menu

    async def invite(self, actor: Staff | None, name: str, office: str, grant: Grant) -> str:
        """Return a one-time code. `actor` None is whoever has the command line. Raises `NotAllowed`."""
        if actor is not None:
            authorize(actor, Deed.MANAGE_STAFF, grant.area)
        code, now = new_code(), self.clock.now()
        async with self.database.writing() as session:
            session.add(
                InviteRow(
                    digest=digest(code), name=name, office=office, role=grant.role, area=grant.area,
                    expires_at=now + INVITED, used_at=None,
                )
            )  # fmt: skip
            await audit.noted(session, Entry(by(actor), "invite", f"role:{grant.role}:{grant.area}", name), now)
        return code

    async def redeem(self, session: WriteSession, address: Address, code: str) -> Staff:
        """Make whoever brings the code a member, or give a member one more role. Raises `CodeGone`."""
        if address.channel is not Channel.TELEGRAM:
            raise CodeGone
        found = await staff.member(session, await self._redeemed(session, await staff.member_at(session, address), address.id, code))
        assert found is not None  # noqa: S101 - for the types: just joined
        return found

    async def join(self, secret: str, agent: str, code: str, *, has_telegram: bool) -> str | None:
        """Return the secret of a session of whoever brings an invitation to the panel; None where it does not hold.

        It makes a member without a chat, or gives one more role to the one whose session `secret` is. Where there is Telegram,
        only members without a chat may bring one here: anybody else has the bot to send it to.
        """
        known = await self.actor(secret) if secret else None
        async with self.database.writing() as session:
            if has_telegram and (known is None or await staff.address_of(session, known.id)):
                return None
            try:
                staff_id = await self._redeemed(session, known, "", code)
            except CodeGone:
                return None
            return self._session(session, staff_id, agent)

    async def revoke(self, actor: Staff, staff_id: int, grant: Grant) -> None:
        """Take a role away. Raises `NotAllowed`, also for one's own, and `LastAdmin`."""
        authorize(actor, Deed.MANAGE_STAFF, grant.area)
        async with self.database.writing() as session:
            if actor.id == staff_id:
                raise NotAllowed
            if grant == Grant(Role.ADMIN, NATIONAL) and await staff.admins(session) <= 1:
                raise LastAdmin
            await staff.revoked(session, staff_id, grant)
            await self._list_commands(session, await staff.address_of(session, staff_id), staff_id)
            await audit.noted(session, Entry(by(actor), "revoke", f"staff:{staff_id}", f"{grant.role}:{grant.area}"), self.clock.now())

    async def end(self, actor: Staff, staff_id: int, why: str) -> None:
        """End a member, with all sessions. Raises `NotAllowed` and `LastAdmin`."""
        async with self.database.writing() as session:
            other = await staff.member(session, staff_id)
            if other is None or other.id == actor.id or not all(_may_manage(actor, grant) for grant in other.grants):
                raise NotAllowed
            if Grant(Role.ADMIN, NATIONAL) in other.grants and await staff.admins(session) <= 1:
                raise LastAdmin
            now, address = self.clock.now(), await staff.address_of(session, staff_id)
            await staff.ended(session, staff_id, now)
            await self._list_commands(session, address, staff_id)
            await staff.signed_out(session, staff_id, now)
            await audit.noted(session, Entry(by(actor), "end", f"staff:{staff_id}", why), now)

    async def list_commands(self) -> None:
        """Let the chats of all members list what they may use: an upgrade may have brought commands. What was listed is not sent again."""
        async with self.database.writing() as session:
            chats = await staff.chats(session)
            listed = [
                (f"menu:{member.id}:{digest(json.dumps(one.parameters))[:16]}", one)
                for member in await staff.members(session)
                if member.id in chats
                for one in self.menu(chats[member.id], member)
            ]
            await outbox.added(session, listed, time())

    # Signing in

    async def ask(self, browser: str, staff_id: int) -> tuple[str, Address | None]:
        """Begin a sign-in for a browser; return the digits that it shows, and where the bot is to ask.

        It answers alike for numbers that are nobody's: nobody learns who is staff.
        """
        digits, now = f"{secrets.randbelow(90) + 10}", self.clock.now()
        async with self.database.writing() as session:
            known = await staff.member(session, staff_id)
            address = await staff.address_of(session, staff_id) if known else None
            session.add(
                SignInRow(
                    browser=digest(browser), code="", staff_id=staff_id if address else None, digits=digits,
                    expires_at=now + SIGNING_IN, approved_at=None, ended_at=None,
                )
            )  # fmt: skip
        return digits, address

    async def offered(self, session: ReadSession, staff_id: int) -> Sequence[str]:
        """Return the numbers to choose from for a member's latest sign-in: the right one among others, in their order."""
        row = await staff.latest_sign_in(session, staff_id, self.clock.now())
        if row is None:
            return ()
        others = {f"{number}" for number in range(10, 100)} - {row.digits}
        rest = secrets.SystemRandom().sample(sorted(others), CHOICES - 1)
        return sorted([row.digits, *rest])

    async def choose(self, session: WriteSession, address: Address, digits: str) -> bool:
        """Approve a member's latest sign-in by its digits; any other number ends it. Raises `CodeGone` where there is none."""
        now, known = self.clock.now(), await staff.member_at(session, address)
        row = await staff.latest_sign_in(session, known.id, now) if known else None
        if row is None or known is None:
            raise CodeGone
        is_right = secrets.compare_digest(row.digits, digits)
        row.approved_at, row.ended_at = (now, None) if is_right else (None, now)
        await audit.noted(session, Entry(by(known), "sign in" if is_right else "refuse a sign-in", f"staff:{known.id}"), now)
        return is_right

    async def code(self, staff_id: int) -> str:
        """Return a one-time code for a member, for where there is no Telegram. Raises `NotAllowed` for nobody's number."""
        code, now = new_code(), self.clock.now()
        async with self.database.writing() as session:
            if await staff.member(session, staff_id) is None:
                raise NotAllowed
            session.add(
                SignInRow(
                    browser="", code=digest(code), staff_id=staff_id, digits="", expires_at=now + SIGNING_IN,
                    approved_at=now, ended_at=None,
                )
            )  # fmt: skip
            await audit.noted(session, Entry(by(None), "make a sign-in code", f"staff:{staff_id}"), now)
        return code

    async def enter(self, browser: str, agent: str, code: str = "") -> str | None:
        """Return the secret of a new session where the browser's sign-in was approved, or the one-time code is right."""
        now = self.clock.now()
        async with self.database.writing() as session:
            row = await (staff.sign_in_by_code(session, digest(code), now) if code else staff.sign_in(session, digest(browser), now))
            if row is None or row.approved_at is None or row.staff_id is None:
                return None
            row.ended_at = now
            return self._session(session, row.staff_id, agent)

    async def waits(self, browser: str) -> bool:
        """Tell whether the time of a browser's sign-in goes on; also where it was refused, which is nobody's business but the member's."""
        async with self.database.glancing() as session:
            return await staff.is_signing_in(session, digest(browser), self.clock.now())

    async def actor(self, secret: str) -> Staff | None:
        """Return the member whose session it is, with the roles of this very moment."""
        now = self.clock.now()
        async with self.database.writing() as session:
            row = await staff.session_of(session, digest(secret), now - IDLE, now - LONGEST)
            if row is None:
                return None
            row.seen_at = now
            return await staff.member(session, row.staff_id)

    async def leave(self, actor: Staff) -> int:
        """Sign out everywhere."""
        async with self.database.writing() as session:
            count = await staff.signed_out(session, actor.id, self.clock.now())
            await audit.noted(session, Entry(by(actor), "sign out everywhere", f"staff:{actor.id}"), self.clock.now())
        return count

    async def _redeemed(self, session: WriteSession, known: Staff | None, chat: str, code: str) -> int:
        now = self.clock.now()
        invite = await staff.taken_invite(session, digest(code), now)
        if invite is None:
            raise CodeGone
        staff_id = known.id if known else await self._joined(session, chat, invite, now)
        if known is None or Grant(invite.role, invite.area) not in known.grants:
            session.add(GrantRow(staff_id=staff_id, role=invite.role, area=invite.area, granted_at=now))
        await audit.noted(session, Entry(f"staff:{staff_id}", "redeem", f"role:{invite.role}:{invite.area}"), now)
        await self._list_commands(session, await staff.address_of(session, staff_id), staff_id)
        return staff_id

    async def _list_commands(self, session: WriteSession, address: Address | None, staff_id: int) -> None:
        """Let the chat of a member list what they may use from now on."""
        outgoing = self.menu(address, await staff.member(session, staff_id)) if address else ()
        key = f"menu:{staff_id}:{secrets.token_hex(8)}"
        await outbox.added(session, [(f"{key}:{place}", one) for place, one in enumerate(outgoing)], time())

    def _session(self, session: WriteSession, staff_id: int, agent: str) -> str:
        now, secret = self.clock.now(), secrets.token_urlsafe(32)
        row = SessionRow(digest=digest(secret), staff_id=staff_id, browser=agent[:100], began_at=now, seen_at=now, ended_at=None)
        session.add(row)
        return secret

    async def _joined(self, session: WriteSession, chat: str, invite: InviteRow, now: datetime) -> int:
        row = StaffRow(chat=chat, name=invite.name, office=invite.office, joined_at=now, ended_at=None)
        session.add(row)
        await session.flush()
        return row.id


def by(actor: Staff | None) -> str:
    """Return how the audit names an actor."""
    return "operator" if actor is None else f"staff:{actor.id}"


def digest(secret: str) -> str:
    """Return what is kept of a secret. Codes have 80 random bits, so a plain digest cannot be searched through."""
    return sha256(secret.strip().upper().encode() if len(secret) < 40 else secret.encode()).hexdigest()  # noqa: PLR2004 - codes are shorter


def new_code() -> str:
    """Return a one-time code of 80 random bits that can be typed on a phone, such as ABCD-EFGH-JKLM-NPQR."""
    signs = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(16))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def _may_manage(actor: Staff, grant: Grant) -> bool:
    return any(one.role is Role.ADMIN and covers(one.area, grant.area) for one in actor.grants)
