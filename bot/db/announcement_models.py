"""The tables of announcements: what was written, what became of it for each recipient, lists, stars, what waits on the web page."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Ascii, Base, Big, Id, KeyText, Name, to_row
from bot.domain.announcement import Fate, Repeat, Stage


class AnnouncementRow(Base):
    """An announcement. `content` and `audience` are JSON; nobody outside `area` is ever written to.

    `listens` says what its author's next message on Telegram is: "words", "areas", "links", the album that goes on, or "" for nothing.
    `prepared_to` is the last person who was looked at; `follows` the one before it where it repeats.
    """

    __tablename__ = "announcements"
    __table_args__ = (Index("ix_announcements_stage_due_at", "stage", "due_at"),)

    id: Mapped[Id]
    stage: Mapped[Stage]
    author: Mapped[int] = mapped_column(to_row("staff.id"), index=True)
    area: Mapped[Name]
    title: Mapped[str]
    content: Mapped[str]
    audience: Mapped[Ascii]
    listens: Mapped[Name]
    due_at: Mapped[datetime | None]
    zone: Mapped[Name]
    repeat: Mapped[Repeat]
    follows: Mapped[int | None]
    approver: Mapped[int | None]
    note: Mapped[str]
    prepared_to: Mapped[Big]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RecipientRow(Base):
    """Somebody to whom an announcement goes, once for each `round`; `reason` has no word of a person."""

    __tablename__ = "recipients"
    __table_args__ = (
        Index("ix_recipients_announcement_id_fate_person_id", "announcement_id", "fate", "person_id"),
        Index("ix_recipients_person_id", "person_id"),
    )

    announcement_id: Mapped[int] = mapped_column(to_row("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(to_row("people.id"), primary_key=True)
    fate: Mapped[Fate]
    round: Mapped[int]
    reason: Mapped[Name]
    ended_at: Mapped[datetime | None]


class SavedListRow(Base):
    """A list of owners that the staff keep under a name."""

    __tablename__ = "saved_lists"
    __table_args__ = (UniqueConstraint("area", "name"),)

    id: Mapped[Id]
    name: Mapped[Name]
    area: Mapped[Name]
    author: Mapped[int] = mapped_column(to_row("staff.id"))
    made_at: Mapped[datetime]


class ListedRow(Base):
    """Somebody on a saved list."""

    __tablename__ = "listed"
    __table_args__ = (Index("ix_listed_person_id", "person_id"),)

    list_id: Mapped[int] = mapped_column(to_row("saved_lists.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(to_row("people.id"), primary_key=True)


class NoticeRow(Base):
    """What waits for a person on the web page until they come: an announcement, once each."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("key"), Index("ix_notices_person_id", "person_id"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(to_row("people.id"))
    key: Mapped[KeyText]
    announcement_id: Mapped[int] = mapped_column(to_row("announcements.id"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class StarsRow(Base):
    """How many stars a business holds, as a member of the staff recorded it: the bot gives none, and asks for none."""

    __tablename__ = "stars"

    person_id: Mapped[int] = mapped_column(to_row("people.id"), primary_key=True)
    stars: Mapped[int]
    staff_id: Mapped[int]
    noted_at: Mapped[datetime]
