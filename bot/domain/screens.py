"""What a step of a form shows: words, things to tap, files. Each channel draws it in its own way."""

import re
from dataclasses import dataclass

from bot.domain.answer import Citation
from bot.domain.people import Language

_ACTION = re.compile(r"(\d{1,12})\.([a-z0-9@-]{1,21})\.([a-z]{1,8})(?:\.([a-z0-9.-]{1,14}))?")


@dataclass(frozen=True, slots=True)
class Action:
    """What a button of a form does: `verb` with `value`, at a `place` of the assessment with that id (0: of none yet).

    As text it has at most 58 ASCII characters, and means the same after a restart.
    """

    form: int
    place: str
    verb: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.form}.{self.place}.{self.verb}" + (f".{self.value}" if self.value else "")

    @classmethod
    def parse(cls, text: str) -> "Action | None":
        """Return what a button says; None where it is no button of a form."""
        found = _ACTION.fullmatch(text)
        return found and cls(int(found[1]), found[2], found[3], found[4] or "")


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap."""

    action: Action
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a screen; it lies in the vault under its digest. `caption` is for people."""

    digest: str
    media_type: str
    name: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """One step. `notice` says what just happened; `progress` is how many of how many; `heading` names the part.

    `hint` is the placeholder where words can be typed; `takes_files` tells that a photo or document can be sent.
    """

    language: Language
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    heading: str = ""
    notice: str = ""
    progress: tuple[int, int] | None = None
    citations: tuple[Citation, ...] = ()
    files: tuple[Enclosed, ...] = ()
    hint: str = ""
    takes_files: bool = False
