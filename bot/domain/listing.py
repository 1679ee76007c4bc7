"""Long lists: which part of one is wanted, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

PAGE, MOST = 50, 50_000
"""Rows on a page, and rows in a copy at most."""

Row = TypeVar("Row")


class Copy(StrEnum):
    """A list as a file."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Listing:
    """The part of a list that is wanted: `page` counts from 1; a `copy` is of all pages. `sort` is a column's name, "" its usual order."""

    sort: str = ""
    is_falling: bool = False
    page: int = 1
    copy: Copy | None = None

    @property
    def start(self) -> int:
        """Return how many rows come before."""
        return 0 if self.copy else (self.page - 1) * PAGE

    @property
    def most(self) -> int:
        """Return how many rows are wanted at most."""
        return MOST if self.copy else PAGE


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """The rows of the part that was wanted, and how many there are in all."""

    rows: Sequence[Row]
    total: int
