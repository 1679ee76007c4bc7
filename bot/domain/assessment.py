"""An owner's run through an instrument: its state, the profile of the business, the evidence."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where an assessment is. A returned one is with the owner again; what was reviewed stays as it was."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"


class Purpose(StrEnum):
    """What a consent is for (UU 27/2022, articles 20 to 24)."""

    ASSESSMENT = "assessment"
    SHARING = "sharing"
    EVIDENCE = "evidence"
    ANNOUNCEMENTS = "announcements"


class Sentra(StrEnum):
    """Whether the business is in a sentra, as the owner sees it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Profile:
    """The business. Each may be unknown yet; `area` is the official code of a kabupaten/kota ("35.07"), `since` a year."""

    owner_name: str = field(default="", repr=False)
    business_name: str = field(default="", repr=False)
    commodity: str = ""
    area: str = ""
    sentra: Sentra | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A piece of evidence as it is kept: `digest` finds it in the vault, `media_type` is image/jpeg or application/pdf."""

    digest: str
    media_type: str
    size: int
    added_at: datetime
    album: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A consent given or withdrawn: `version` names the words that were shown, `how` the act ("button", "/berhenti")."""

    purpose: Purpose
    is_given: bool
    version: str
    how: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state. `actor` is "owner" or the id of a staff member; `note` is for the owner to read."""

    state: State
    actor: str
    note: str = field(default="", repr=False)
