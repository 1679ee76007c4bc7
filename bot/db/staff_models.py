"""The tables of the staff: members, what they may do, how they sign in, and what they did."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, Id, KeyText, Name, to_row
from bot.domain.staff import Role


class StaffRow(Base):
    """A member of the staff. `chat` is their private chat on Telegram ("" where they have none); what they did stays when they end."""

    __tablename__ = "staff"

    id: Mapped[Id]
    chat: Mapped[Name] = mapped_column(index=True)
    name: Mapped[str]
    office: Mapped[str]
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class GrantRow(Base):
    """A role of a member in an area."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("staff_id", "role", "area"),)

    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(to_row("staff.id"))
    role: Mapped[Role]
    area: Mapped[Name]
    granted_at: Mapped[datetime]


class InviteRow(Base):
    """An invitation: whoever brings its code first takes it. The code itself is not kept, only its digest."""

    __tablename__ = "invites"

    id: Mapped[Id]
    digest: Mapped[KeyText] = mapped_column(unique=True)
    name: Mapped[str]
    office: Mapped[str]
    role: Mapped[Role]
    area: Mapped[Name]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInRow(Base):
    """An attempt to sign in. `browser` is the digest of the secret of the browser that asked; `digits` are what it shows.

    `code` is the digest of a one-time code from the command line, where there is no Telegram.
    """

    __tablename__ = "sign_ins"

    id: Mapped[Id]
    browser: Mapped[KeyText] = mapped_column(index=True)
    code: Mapped[KeyText] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(to_row("staff.id"))
    digits: Mapped[Name]
    expires_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SessionRow(Base):
    """A browser that is signed in; its secret is kept as a digest."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    digest: Mapped[KeyText] = mapped_column(unique=True)
    staff_id: Mapped[int] = mapped_column(to_row("staff.id"), index=True)
    browser: Mapped[Name]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AuditRow(Base):
    """What a member of the staff did: append-only. `chain` is the SHA-256 over the row and the chain of the one before it."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_object", "object"),)

    id: Mapped[Id]
    actor: Mapped[Name]
    deed: Mapped[Name]
    object: Mapped[Name]
    why: Mapped[str]
    done_at: Mapped[datetime]
    chain: Mapped[KeyText]
