"""What is wrong with a file of an instrument, said so that a person can mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Place = tuple[str | int, ...]
"""Where something stands in a file: keys and positions from the top, such as ("items", 3, "options", 0, "label")."""
Said = Iterator[tuple[Place, str]]
"""What is wrong at which place."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where (line 0 means the file as a whole), what is wrong and what is wanted."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Write it as editors and terminals link it."""
        return f"{self.path}:{self.line}: {self.what}"


class InstrumentFaulty(ValueError):  # noqa: N818 - a state of the file, said as such
    """The instrument cannot be used; `faults` holds every reason found, by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults and say them, one a line."""
        self.faults = sorted(set(faults), key=lambda fault: (fault.line, fault.what))
        super().__init__("\n".join(map(str, self.faults)))
