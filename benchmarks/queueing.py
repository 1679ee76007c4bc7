"""Run from the tree of another version: brings the database at URL to its tables, queues JOBS jobs, and dies with some in hand."""

import asyncio
import os
import sys

from bot.db.migrating import upgrade
from bot.db.sync import sync_engine_for
from bot.delivery.jobs import Job
from bot.delivery.jobs_dbos import DbosJobs


async def _hang(_: tuple[int, ...]) -> None:
    await asyncio.sleep(3600)


async def main(url: str, count: int) -> None:
    """Leave work behind."""
    await upgrade(url)
    jobs = DbosJobs(sync_engine_for(url), [Job("note", _hang)])
    await jobs.start()
    for number in range(count):
        await jobs.enqueue("note", number, key=str(number))
    await asyncio.sleep(2)  # the first ones are begun
    os._exit(9)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
