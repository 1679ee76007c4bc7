"""Tables of the panel: sorted by a link, page by page, and as a file. The macros in `tables.html` draw them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.listing import Copy, Found, Listing
from bot.domain.people import Language
from bot.reporting.spreadsheet import MEDIA_CSV, MEDIA_XLSX, Value, commas, workbook
from bot.texts import say
from handlers.panel.pages import draw, number_of
from handlers.panel.rendering import language_of, local

Row = TypeVar("Row")
SORT, FALLS, WHICH, AS = "sort", "turun", "hal", "berkas"
"""What an address says of a table: column, falling order, page, kind of file."""
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its name in addresses and queries, the key of its words, its value, and whether the list sorts by it.

    A moment is shown by Indonesian clocks on the page; in a file it stands in UTC, such that a spreadsheet sorts it.
    """

    name: str
    key: str
    value: Callable[[Row, Language], Value | datetime]
    sorts: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, the address that sorts by it, and how it is sorted now ("ascending", "" for not)."""

    words: str
    link: str
    sorted: str


@dataclass(frozen=True, slots=True)
class View:
    """A part of a table on a page: each row beside its cells, and the addresses of other parts and of files ("" for none)."""

    heads: Sequence[Head]
    rows: Sequence[tuple[object, Sequence[Value]]]
    first: int
    total: int
    before: str
    after: str
    start: str
    files: Mapping[str, str]

    @property
    def last(self) -> int:
        """Return the number of the last row that is shown."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A list as the panel shows it. `name` names its files; `key` is that of its title."""

    name: str
    key: str
    columns: Sequence[Column[Row]]

    def asked(self, request: Request) -> Listing:
        """Return which part an address asks for; what it cannot ask for is left out."""
        query = request.query_params
        sort, copy = query.get(SORT, ""), query.get(AS, "")
        return Listing(
            sort if any(column.name == sort and column.sorts for column in self.columns) else "",
            bool(query.get(FALLS)),
            max(1, number_of(query.get(WHICH, "1"), MOST_DIGITS)),
            Copy(copy) if copy in set(Copy) else None,
        )

    async def answer(self, request: Request, found: Found[Row], template: str, **values: Any) -> Response:  # noqa: ANN401 - what templates take
        """Return the page with that part, or the file that was asked for."""
        listing = self.asked(request)
        if listing.copy:
            return await self._file(request, listing.copy, found.rows)
        return draw(request, template, table=self._view(request, listing, found), **values)

    def _view(self, request: Request, listing: Listing, found: Found[Row]) -> View:
        language = language_of(request)
        there = partial(_there, request)
        seen = listing.start + len(found.rows)
        return View(
            heads=[self._head(request, column, listing) for column in self.columns],
            rows=[(row, [_shown(column.value(row, language)) for column in self.columns]) for row in found.rows],
            first=listing.start + 1,
            total=found.total,
            before=there({WHICH: str(listing.page - 1)}) if found.rows and listing.page > 1 else "",
            after=there({WHICH: str(listing.page + 1)}) if found.rows and seen < found.total else "",
            start=there({WHICH: ""}) if listing.page > 1 else "",
            files={kind.value: there({AS: kind.value, WHICH: ""}) for kind in Copy} if found.rows else {},
        )

    @staticmethod
    def _head(request: Request, column: Column[Row], listing: Listing) -> Head:
        words = say(language_of(request), column.key)
        if not column.sorts:
            return Head(words, "", "")
        is_sorted = column.name == listing.sort
        falls = "" if not is_sorted or listing.is_falling else "1"
        order = ("descending" if listing.is_falling else "ascending") if is_sorted else ""
        return Head(words, _there(request, {SORT: column.name, FALLS: falls, WHICH: ""}), order)

    async def _file(self, request: Request, kind: Copy, rows: Sequence[Row]) -> Response:
        language = language_of(request)
        title, head = say(language, self.key), [say(language, column.key) for column in self.columns]
        lines = ([_written(column.value(row, language)) for column in self.columns] for row in rows)
        make = partial(commas, head, lines) if kind is Copy.CSV else partial(workbook, [(title, head, lines)])
        return download(await asyncio.to_thread(make), f"{self.name}.{kind}", MEDIA_CSV if kind is Copy.CSV else MEDIA_XLSX)


def download(content: bytes, name: str, media_type: str) -> Response:
    """Return a file to be kept; its name is ours, and plain."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _shown(value: Value | datetime) -> Value:
    return local(value) if isinstance(value, datetime) else value


def _written(value: Value | datetime) -> Value:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else value


def _there(request: Request, changed: Mapping[str, str]) -> str:
    """Return the address of the same page with some of its query changed; filters stay."""
    query = {name: value for name, value in request.query_params.items() if name != AS} | dict(changed)
    told = urlencode({name: value for name, value in query.items() if value}, errors="replace")
    return f"{request.url.path}?{told}" if told else request.url.path
