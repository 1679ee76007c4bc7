"""Several assessors on one answer: whether they agree, and what holds where they do not.

Two views that differ stay open until a third member of the staff gives theirs. Then the view that two of the three share holds;
where all three differ, the third one's. What the owner said, and what the bot makes of it, is never changed by this.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ENOUGH = 3
"""So many views settle an answer; nobody adds a further one."""


class How(StrEnum):
    """Why a view holds."""

    SHARED = "shared"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class View:
    """What one assessor says of an answer: the option that they would have chosen."""

    staff_id: int
    option: str


def differ(views: Iterable[View]) -> bool:
    """Tell whether the views are not all the same."""
    return len({view.option for view in views}) > 1


def settled(views: Iterable[View], third: int) -> tuple[str, How] | None:
    """Return the option that holds where assessors differ, and why; None where they agree or are too few.

    `third` is the member who came last and settles.
    """
    views = tuple(views)
    if len(views) < ENOUGH or not differ(views):
        return None
    (option, count), *_ = Counter(view.option for view in views).most_common()
    if count > 1:
        return option, How.SHARED
    return next(view.option for view in views if view.staff_id == third), How.THIRD
