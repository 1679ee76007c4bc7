"""Who of a ministry or dinas may do what, and where."""

from dataclasses import dataclass, field
from enum import StrEnum

NATIONAL = ""
"""The area of whoever works for the whole country."""


class Role(StrEnum):
    """What a member of the staff is there for."""

    ADMIN = "admin"
    BROADCASTER = "broadcaster"
    ASSESSOR = "assessor"


class Deed(StrEnum):
    """What a member of the staff can do. Each is allowed to some roles (see `bot.services.authorize`), and in their area only."""

    SEE_PANEL = "see_panel"
    MANAGE_STAFF = "manage_staff"
    SEE_AUDIT = "see_audit"
    SEE_ANNOUNCEMENTS = "see_announcements"
    COMPOSE = "compose"
    APPROVE = "approve"
    SEE_INTAKE = "see_intake"
    REVIEW = "review"
    SEE_REGION = "see_region"
    SEE_QUESTIONS = "see_questions"
    ANSWER_QUESTIONS = "answer_questions"
    PUBLISH_PASSAGE = "publish_passage"
    SEE_FIGURES = "see_figures"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in an area: "" is the country, "35" a province, "35.07" a kabupaten or kota."""

    role: Role
    area: str = NATIONAL


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of the staff as of this moment. `name` is what others see; `office` is said to owners."""

    id: int
    name: str = field(repr=False)
    office: str
    grants: tuple[Grant, ...] = ()


def covers(area: str, other: str) -> bool:
    """Tell whether `other` lies in `area`; what has no area lies in the country only."""
    return area in {NATIONAL, other} or other.startswith(f"{area}.")
