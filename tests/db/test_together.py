"""Group commit: what comes together is written together, and what is not in a hurry waits for company."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from bot.db.database import Database, WriteSession
from bot.db.together import COMPANY, Together

LONG = 30.0


@dataclass
class Noting:
    """Notes which items shared a transaction."""

    transactions: list[list[int]] = field(default_factory=list)

    async def do(self, _: WriteSession, items: Sequence[int]) -> Sequence[int]:
        return items

    def committed(self, items: Sequence[int], _: object) -> None:
        self.transactions.append(list(items))


async def test_what_may_wait_goes_with_what_may_not(sqlite_database: Database) -> None:
    together, noting = Together(sqlite_database), Noting()
    async with asyncio.timeout(LONG / 2):
        patient = [asyncio.create_task(together.write(noting, number, within=LONG)) for number in range(3)]
        await asyncio.sleep(0.02)
        before = list(noting.transactions)
        await together.write(noting, 9)
        await asyncio.gather(*patient)

    assert before == []
    assert [sorted(items) for items in noting.transactions] == [[0, 1, 2, 9]]


async def test_what_may_wait_does_so_while_something_else_is_committed(sqlite_database: Database) -> None:
    together, noting = Together(sqlite_database), Noting()
    hurried = asyncio.create_task(together.write(noting, 1))
    while not noting.transactions:  # noqa: ASYNC110 - the moment is between two transactions
        await asyncio.sleep(0)
    patient = asyncio.create_task(together.write(noting, 2, within=LONG))
    await hurried
    await asyncio.sleep(0.02)
    alone = list(noting.transactions)
    await together.settle()

    assert alone == [[1]]
    assert await patient == 2


async def test_without_company_it_is_written_when_its_time_is_over(sqlite_database: Database) -> None:
    together, noting = Together(sqlite_database), Noting()
    began = monotonic()
    await together.write(noting, 1, within=0.05)

    assert monotonic() - began >= 0.04
    assert noting.transactions == [[1]]


async def test_a_crowd_waits_for_nobody(sqlite_database: Database) -> None:
    together, noting = Together(sqlite_database), Noting()
    async with asyncio.timeout(LONG / 2):
        await asyncio.gather(*(together.write(noting, number, within=LONG) for number in range(COMPANY + 1)))

    assert len(noting.transactions) == 1
