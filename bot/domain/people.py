"""Who writes to the bot, and from where."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """A way in."""

    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"


class Language(StrEnum):
    """A language the bot speaks. Javanese and Sundanese are understood and answered in Indonesian."""

    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be reached: a channel and that channel's own id, as text."""

    channel: Channel
    id: str
