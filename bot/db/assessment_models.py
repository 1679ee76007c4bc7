"""The tables of self-assessments: what an owner agreed to, the business, the run through an instrument, what is counted of it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Ascii, Base, Id, KeyText, Name, to_row
from bot.db.types import Key
from bot.domain.assessment import Purpose, Sentra, State

_IS_OPEN = text("closed_at IS NULL")


class ConsentRow(Base):
    """One decision on a purpose; the last one counts. `version` names the words that were agreed to, `how` the act."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_person_id_purpose", "person_id", "purpose"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(to_row("people.id"))
    purpose: Mapped[Purpose]
    is_given: Mapped[bool]
    version: Mapped[Name]
    how: Mapped[Name]
    decided_at: Mapped[datetime]


class ProfileRow(Base):
    """The business of a person. `since` is a year, `area` the official code of a kabupaten/kota."""

    __tablename__ = "profiles"

    person_id: Mapped[int] = mapped_column(to_row("people.id"), primary_key=True)
    owner_name: Mapped[str]
    business_name: Mapped[str]
    commodity: Mapped[Name] = mapped_column(index=True)
    area: Mapped[Name] = mapped_column(index=True)
    sentra: Mapped[Sentra | None]
    since: Mapped[int | None]


class InstrumentRow(Base):
    """An instrument as it was when somebody began an assessment with it: the file changes, what was begun does not."""

    __tablename__ = "instruments"

    version: Mapped[Name] = mapped_column(primary_key=True)
    text: Mapped[str]


class AssessmentRow(Base):
    """A run through an instrument. `place` is the screen that the owner is at; `code` is what staff find it by.

    `revision` counts what was finished; `is_paused` after "save for now"; `reminded` counts the reminders since the last touch.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("uq_assessments_open", "person_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_assessments_person_id", "person_id"),
        Index("ix_assessments_state_touched_at", "state", "touched_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(to_row("people.id"))
    code: Mapped[Name]
    instrument: Mapped[Name]
    state: Mapped[State]
    place: Mapped[Name]
    back_to: Mapped[Name]
    is_paused: Mapped[bool]
    revision: Mapped[int]
    reminded: Mapped[int]
    wants_reminders: Mapped[bool]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class GivenRow(Base):
    """The present answer to an item. `option` is empty where it was skipped; `words` are those that were typed."""

    __tablename__ = "given_answers"

    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"), primary_key=True)
    item: Mapped[Name] = mapped_column(primary_key=True)
    option: Mapped[Name]
    words: Mapped[str]
    given_at: Mapped[datetime]


class RevisionRow(Base):
    """What was finished, as it was then: nothing here is ever overwritten. The texts are JSON."""

    __tablename__ = "revisions"

    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    percent: Mapped[float]
    profile: Mapped[str]
    answers: Mapped[str]
    chart: Mapped[str] = mapped_column(Key)
    report: Mapped[str] = mapped_column(Key)


class ChangeRow(Base):
    """A change of an assessment's state: who made it, when, and with what words."""

    __tablename__ = "state_changes"

    id: Mapped[Id]
    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"), index=True)
    state: Mapped[State]
    actor: Mapped[Name]
    note: Mapped[str]
    changed_at: Mapped[datetime]


class EvidenceRow(Base):
    """A file that proves an answer; it lies in the vault under its digest. `key` is the channel's, so it comes once."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("assessment_id", "key"),
        Index("ix_evidence_assessment_id_item", "assessment_id", "item"),
        Index("ix_evidence_digest", "digest"),
    )

    id: Mapped[Id]
    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"))
    item: Mapped[Name]
    key: Mapped[KeyText]
    digest: Mapped[KeyText]
    media_type: Mapped[Ascii]
    size: Mapped[int]
    album: Mapped[Name]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class HeldRow(Base):
    """A file that came before its owner said whether evidence may be kept: the answer makes it evidence, or it is forgotten."""

    __tablename__ = "held_files"
    __table_args__ = (UniqueConstraint("assessment_id", "key"), Index("ix_held_files_digest", "digest"))

    id: Mapped[Id]
    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"))
    item: Mapped[Name]
    key: Mapped[KeyText]
    digest: Mapped[KeyText]
    media_type: Mapped[Ascii]
    size: Mapped[int]
    album: Mapped[Name]
    added_at: Mapped[datetime]


class LookRow(Base):
    """Somebody of the staff looked at something of a person: what they can be told when they ask."""

    __tablename__ = "looks"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(to_row("people.id"), index=True)
    actor: Mapped[Name]
    what: Mapped[Name]
    looked_at: Mapped[datetime]


class ExportRow(Base):
    """A copy of their data that a person asked for; it lies in the vault, and not for long."""

    __tablename__ = "exports"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(to_row("people.id"), index=True)
    digest: Mapped[KeyText]
    media_type: Mapped[Ascii]
    made_at: Mapped[datetime]


class SecondOpinionRow(Base):
    """What an assessor says of one answer of a revision: their own option beside the owner's, and a comment."""

    __tablename__ = "second_opinions"

    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[Name] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(primary_key=True)
    option: Mapped[Name]
    comment: Mapped[str]
    given_at: Mapped[datetime]


class SettlementRow(Base):
    """What holds of an answer on which assessors differ: `how` says why (see `bot.domain.reviewing`), `staff_id` whose view settled it."""

    __tablename__ = "settlements"

    assessment_id: Mapped[int] = mapped_column(to_row("assessments.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[Name] = mapped_column(primary_key=True)
    staff_id: Mapped[int]
    option: Mapped[Name]
    how: Mapped[Name]
    settled_at: Mapped[datetime]


class CohortRow(Base):
    """What owners added to the figures of a place together, once and for good (see `bot.domain.cohorts`); it names none of them."""

    __tablename__ = "cohorts"
    __table_args__ = (Index("ix_cohorts_area_commodity", "area", "commodity"),)

    id: Mapped[Id]
    area: Mapped[Name]
    commodity: Mapped[Name]
    amounts: Mapped[Ascii]
    told_at: Mapped[datetime]


class CountedRow(Base):
    """What of an owner is in the figures, and of which place: a later result takes its place there. `amounts` are JSON."""

    __tablename__ = "counted_results"

    person_id: Mapped[int] = mapped_column(to_row("people.id"), primary_key=True)
    area: Mapped[Name]
    commodity: Mapped[Name]
    assessment_id: Mapped[int]
    revision: Mapped[int]
    amounts: Mapped[Ascii]
    counted_at: Mapped[datetime]
