"""Authorize: who of the staff may do what, where. One function, and what it does not allow is not allowed."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.errors import NotAllowed
from bot.domain.staff import NATIONAL, Deed, Role, Staff, covers

ALLOWED: Mapping[Deed, frozenset[Role]] = MappingProxyType(
    {
        Deed.SEE_PANEL: frozenset(Role),
        Deed.MANAGE_STAFF: frozenset({Role.ADMIN}),
        Deed.SEE_AUDIT: frozenset({Role.ADMIN}),
        Deed.SEE_ANNOUNCEMENTS: frozenset({Role.ADMIN, Role.BROADCASTER}),
        Deed.COMPOSE: frozenset({Role.BROADCASTER}),
        Deed.APPROVE: frozenset({Role.ADMIN, Role.BROADCASTER}),
        Deed.SEE_INTAKE: frozenset({Role.ASSESSOR}),
        Deed.REVIEW: frozenset({Role.ASSESSOR}),
        Deed.SEE_REGION: frozenset({Role.ADMIN, Role.ASSESSOR}),
        Deed.SEE_QUESTIONS: frozenset({Role.ADMIN, Role.ASSESSOR}),
        Deed.ANSWER_QUESTIONS: frozenset({Role.ASSESSOR}),
        Deed.PUBLISH_PASSAGE: frozenset({Role.ADMIN}),
        Deed.SEE_FIGURES: frozenset(Role),
    }
)
"""The roles that may do each deed, within their area."""


def authorize(actor: Staff | None, deed: Deed, area: str | None = None) -> Staff:
    """Return the actor where they may do `deed` in `area` (None: in any area at all). Raises `NotAllowed`."""
    if actor is not None and any(area is None or covers(one, area) for one in areas(actor, deed)):
        return actor
    raise NotAllowed


def areas(actor: Staff, deed: Deed) -> tuple[str, ...]:
    """Return the areas in which the actor may do `deed`: queries are narrowed by them (see `bot.db.staff.within`)."""
    found = {grant.area for grant in actor.grants if grant.role in ALLOWED[deed]}
    return (NATIONAL,) if NATIONAL in found else tuple(sorted(found))
