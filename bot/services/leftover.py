"""What an act leaves to be done once it is committed: bytes that no row names any more, and what the database's log holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Leftover:
    """`files` are digests that no row may name any more; `is_logged` tells that rows went too. See `bot.services.own.Own.clear`."""

    files: set[str] = field(default_factory=set)
    is_logged: bool = False

    def add(self, files: Iterable[str]) -> None:
        """Note that rows went, and these files with them."""
        self.files.update(files)
        self.is_logged = True

    def taken(self) -> "Leftover":
        """Return all of it, and leave nothing."""
        taken = Leftover(self.files, self.is_logged)
        self.files, self.is_logged = set(), False
        return taken
