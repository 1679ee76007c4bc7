"""What was read from where, and what is wrong with it, said so that a person can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.passages import Passage


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where (line 0 means the file as a whole) and what."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Write it as editors and terminals link it."""
        return f"{self.path.name}:{self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage and where it was read."""

    passage: Passage
    path: Path
    line: int


class CorpusBroken(ValueError):  # noqa: N818 - a state of the corpus, said as such
    """The corpus cannot be used; `faults` holds every reason found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults and say them, one a line."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)
