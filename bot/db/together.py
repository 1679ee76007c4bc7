"""Group commit: small independent pieces of work that come at the same time share one transaction.

A commit waits for the disk, however little it carries; that wait is what limits SQLite, and it is the same for one row
as for a hundred. So whoever wants something written hands it in here and waits: everything that came while the last
transaction was being committed goes into the next one.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bot.db.database import Database, WriteSession

Item = TypeVar("Item")
Given = TypeVar("Given", contravariant=True)  # noqa: PLC0105 - read as "what is given"
Made = TypeVar("Made")

MOST = 256
COMPANY = 16
"""How many wait for company at most: so many are worth a transaction of their own."""


class Group(Protocol[Given, Made]):
    """One kind of work, done for all its items of a transaction at once."""

    async def do(self, session: WriteSession, items: Sequence[Given], /) -> Sequence[Made | Exception]:
        """Do the work; return for each item what it made, or why it failed while the others did not."""

    def committed(self, items: Sequence[Given], made: Sequence[Made | Exception], /) -> None:
        """Take note that it was committed; nothing else is written between."""


@dataclass(slots=True, eq=False)
class _Entry:
    group: Group[Any, Any]
    item: Any
    future: "asyncio.Future[Any]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def fail(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)

    def succeed(self, made: object) -> None:
        if isinstance(made, Exception):
            self.fail(made)
        elif not self.future.done():
            self.future.set_result(made)


class Together:
    """Writes what is handed in, one transaction after the other, each with all that was waiting."""

    def __init__(self, database: Database, most: int = MOST) -> None:
        """Write to `database`, at most `most` items in one transaction."""
        self._database = database
        self._most = most
        self._waiting: deque[_Entry] = deque()
        self._patient: list[_Entry] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, group: Group[Item, Made], item: Item, *, within: float = 0.0) -> Made:
        """Return what the group made of `item`, once it is committed. Raises what was in the way.

        What may wait `within` some seconds goes with the next transaction that somebody else begins, if there is one.
        """
        entry = _Entry(group, item)
        if within and len(self._patient) < COMPANY:
            self._patient.append(entry)
            asyncio.get_running_loop().call_later(within, self._hurry, entry)
        else:
            self._waiting.append(entry)
            self._begin()
        made: Made = await entry.future
        return made

    async def settle(self) -> None:
        """Wait until nothing is waiting to be written."""
        self._hurry(*self._patient)
        while self._task is not None and not self._task.done():
            await asyncio.wait({self._task})

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def _hurry(self, *entries: _Entry) -> None:
        if any(entry in self._patient for entry in entries):
            self._come_along()
            self._begin()

    def _come_along(self) -> None:
        self._waiting.extend(self._patient)
        self._patient.clear()

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # who is about to hand something in, shall
            self._come_along()
            entries = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
            try:
                await self._commit(entries)
            except BaseException as error:
                for entry in entries:
                    entry.fail(error)
                raise

    async def _commit(self, entries: Sequence[_Entry]) -> None:
        """Commit all in one transaction; where one of them spoils it, each in its own."""
        begun = False
        try:
            async with self._database.writing() as session:
                await session.core()
                begun = True
                done = [(group, mine, await group.do(session, [entry.item for entry in mine])) for group, mine in _grouped(entries)]
                begun = False
        except Exception as error:  # noqa: BLE001 - whoever handed it in gets it
            if begun and len(entries) > 1:
                for entry in entries:
                    await self._commit([entry])
            else:
                for entry in entries:
                    entry.fail(error)
            return
        for group, mine, made in done:
            group.committed([entry.item for entry in mine], made)
            for entry, one in zip(mine, made, strict=True):
                entry.succeed(one)


def _grouped(entries: Sequence[_Entry]) -> list[tuple[Group[Any, Any], list[_Entry]]]:
    groups: dict[int, tuple[Group[Any, Any], list[_Entry]]] = {}
    for entry in entries:
        groups.setdefault(id(entry.group), (entry.group, []))[1].append(entry)
    return sorted(groups.values(), key=lambda one: getattr(one[0], "rank", 9))
