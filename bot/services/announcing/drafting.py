"""A draft: an announcement as it stands before it goes, and what an agency decides about all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from bot.db.announcement_models import AnnouncementRow
from bot.domain.announcement import Audience, Content, Plan
from bot.domain.delivery import Kind, Outgoing
from bot.domain.people import Address
from bot.services.announcing.content import Framed

NEWS = "@news"
"""The place of buttons that are of an announcement, not of a form."""

WORDS, AREAS, LINKS, ALBUM = "words", "areas", "links", "album:"
"""What a draft listens for."""

Bear = Callable[[Address, Framed, str, Kind], Sequence[Outgoing]]
"""Puts an announcement for a person into the shape of the outbox, in one row; nothing for a channel that cannot be written to."""


def bears_nothing(_address: Address, _given: Framed, _key: str, _kind: Kind) -> Sequence[Outgoing]:
    """Bear nothing: there is no channel that could."""
    return ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What an agency decides: where links may lead, and whether a second person must approve."""

    hosts: tuple[str, ...] = ("go.id",)
    wants_second: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement as it stands, read."""

    row: AnnouncementRow
    content: Content
    audience: Audience
    office: str
    author: str = field(repr=False)

    @property
    def id(self) -> int:
        """Return its number."""
        return self.row.id

    @property
    def version(self) -> str:
        """Return what tells whether it still is what somebody looked at."""
        told = (self.row.content, self.row.audience, self.row.due_at, self.row.zone, self.row.repeat.value)
        return sha256("\0".join(map(str, told)).encode()).hexdigest()[:12]

    @property
    def plan(self) -> Plan:
        """Return when it goes."""
        return Plan(self.row.due_at, self.row.zone, self.row.repeat)
