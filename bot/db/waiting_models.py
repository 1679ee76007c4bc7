"""The tables of what the bot could not answer: who waits, what is alike, what officers said, what becomes a passage of it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, Id, Name, to_row
from bot.domain.waiting import Reason, Shelving


class GroupRow(Base):
    """Questions of one area that ask the same. `assigned_to` is a member of the staff; no word of an asker is copied here."""

    __tablename__ = "question_groups"
    __table_args__ = (Index("ix_question_groups_area_topic", "area", "topic"),)

    id: Mapped[Id]
    area: Mapped[Name]
    topic: Mapped[Name]
    assigned_to: Mapped[int | None]
    opened_at: Mapped[datetime]
    touched_at: Mapped[datetime]


class OfficerAnswerRow(Base):
    """What an officer answered to a group, in the name of their office as it was called that day."""

    __tablename__ = "officer_answers"

    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(to_row("question_groups.id"), index=True)
    staff_id: Mapped[int]
    office: Mapped[str]
    text: Mapped[str]
    said_at: Mapped[datetime]


class WaitingRow(Base):
    """A question that waits, or waited, for an officer. It goes with the question; `heard_at` is when its asker got the answer."""

    __tablename__ = "waiting_questions"
    __table_args__ = (Index("ix_waiting_questions_group_id_answer_id", "group_id", "answer_id"),)

    question_id: Mapped[int] = mapped_column(to_row("questions.id"), primary_key=True)
    reason: Mapped[Reason]
    came_at: Mapped[datetime]
    group_id: Mapped[int | None] = mapped_column(to_row("question_groups.id"))
    answer_id: Mapped[int | None] = mapped_column(to_row("officer_answers.id"))
    heard_at: Mapped[datetime | None]


class OfficerPassageRow(Base):
    """A passage drafted from an officer's answer. `asked` has further ways to ask it, one a line; `progress` is in percent."""

    __tablename__ = "officer_passages"

    id: Mapped[Id]
    answer_id: Mapped[int] = mapped_column(to_row("officer_answers.id"), unique=True)
    title: Mapped[str]
    text: Mapped[str]
    asked: Mapped[str]
    office: Mapped[str]
    area: Mapped[Name]
    state: Mapped[Shelving] = mapped_column(index=True)
    author: Mapped[int]
    drafted_at: Mapped[datetime]
    publisher: Mapped[int | None]
    progress: Mapped[int]
    changed_at: Mapped[datetime]
