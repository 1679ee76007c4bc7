"""The tables. Nothing loads behind one's back: rows point to each other by their ids only, and a query says what it needs."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

import bot.db.announcement_models
import bot.db.assessment_models
import bot.db.staff_models
import bot.db.waiting_models  # noqa: F401 - for their tables
from bot.db.base import Ascii, Base, Big, Id, KeyText, Name, Seconds, to_row
from bot.db.types import Key
from bot.domain.answer import Outcome, Rating
from bot.domain.delivery import InboxState, Kind, OutboxState
from bot.domain.people import Channel, Language


class PersonRow(Base):
    """Somebody who writes to the bot. `language` is what they chose; `unreachable_since` they blocked the bot."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[Id]
    channel: Mapped[Channel]
    external_id: Mapped[KeyText]
    language: Mapped[Language | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    unreachable_since: Mapped[datetime | None]


class ConversationRow(Base):
    """Questions that belong together; a person has one open conversation at most."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_person_id", "person_id"),
        Index(
            "uq_conversations_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(to_row("people.id"))
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class QuestionRow(Base):
    """What a person asked. `key` is the channel's; `followed` is the token of the tapped choice it came from."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[Id]
    conversation_id: Mapped[int] = mapped_column(to_row("conversations.id"), index=True)
    person_id: Mapped[int] = mapped_column(to_row("people.id"))
    key: Mapped[KeyText]
    text: Mapped[str]
    followed: Mapped[str | None] = mapped_column(Key)
    asked_at: Mapped[datetime]


class AnswerRow(Base):
    """What the bot said. `thinking_ms` is how long it thought; `incident` names the log entry of a failure."""

    __tablename__ = "answers"

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(to_row("questions.id"), unique=True)
    token: Mapped[KeyText] = mapped_column(unique=True)
    outcome: Mapped[Outcome]
    language: Mapped[Language]
    text: Mapped[str]
    thinking_ms: Mapped[int]
    incident: Mapped[str | None] = mapped_column(Key)
    answered_at: Mapped[datetime]


class CitationRow(Base):
    """Where an answer stood when it was given, in the words of that day."""

    __tablename__ = "citations"

    answer_id: Mapped[int] = mapped_column(to_row("answers.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    passage: Mapped[str]
    label: Mapped[str]
    title: Mapped[str]
    status: Mapped[str]
    locator: Mapped[str]
    quote: Mapped[str]
    url: Mapped[str]


class ChoiceRow(Base):
    """A question that was offered under an answer."""

    __tablename__ = "choices"

    answer_id: Mapped[int] = mapped_column(to_row("answers.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[KeyText]
    label: Mapped[str]


class RatingRow(Base):
    """The last thumb under an answer."""

    __tablename__ = "ratings"

    answer_id: Mapped[int] = mapped_column(to_row("answers.id"), primary_key=True)
    value: Mapped[Rating]
    rated_at: Mapped[datetime]


class InboxRow(Base):
    """What came in, stored before its sender hears that it did. `raw` is emptied when it is done (see `bot.db.inbox`)."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index(
            "ix_inbox_waiting", "lane", "position", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")
        ),
        Index("ix_inbox_state_received_at", "state", "received_at"),
    )

    id: Mapped[Id]
    source: Mapped[Name]
    key: Mapped[KeyText]
    lane: Mapped[Name]
    position: Mapped[Big]
    raw: Mapped[Ascii]
    state: Mapped[InboxState]
    attempts: Mapped[int]
    due: Mapped[Seconds]
    reason: Mapped[Ascii]
    received_at: Mapped[Seconds]
    done_at: Mapped[Seconds | None]


class OutboxRow(Base):
    """What is to go out, and what became of it. Within a chat the order is that of `id`; after `not_after` it goes no more."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(
            "ix_outbox_waiting",
            "source",
            "kind",
            "chat",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_state_made_at", "state", "made_at"),
    )

    id: Mapped[Id]
    source: Mapped[Name]
    key: Mapped[KeyText]
    chat: Mapped[Name]
    kind: Mapped[Kind]
    method: Mapped[Name]
    payload: Mapped[Ascii]
    state: Mapped[OutboxState]
    not_before: Mapped[Seconds]
    not_after: Mapped[Seconds | None]
    attempts: Mapped[int]
    reason: Mapped[Ascii]
    message_id: Mapped[Big | None]
    made_at: Mapped[Seconds]
    sent_at: Mapped[Seconds | None]


class LeaseRow(Base):
    """Who works on something, and until when they do without saying so again: a dead process loses it by itself."""

    __tablename__ = "leases"

    name: Mapped[Name] = mapped_column(primary_key=True)
    owner: Mapped[Name] = mapped_column(index=True)
    until: Mapped[Seconds]
