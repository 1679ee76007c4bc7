"""A worker process for tests: `python jobs_worker.py URL SECONDS`. Its job notes its rows in the table `effects`, slowly."""

import asyncio
import signal
import sys

from sqlalchemy import text

from bot.db.database import Database
from bot.db.sync import sync_engine_for
from bot.delivery.jobs import Job
from bot.delivery.jobs_dbos import DbosJobs


async def main(url: str, seconds: float) -> None:
    database = Database(url)

    async def note(ids: tuple[int, ...]) -> None:
        async with database.writing() as session:
            await session.execute(text("INSERT INTO begun VALUES (:id)"), {"id": ids[0]})
        await asyncio.sleep(seconds)
        async with database.writing() as session:
            await session.execute(text("INSERT INTO effects VALUES (:id) ON CONFLICT DO NOTHING"), {"id": ids[0]})

    jobs = DbosJobs(sync_engine_for(url), [Job("note", note)])
    await jobs.start()
    print("started", flush=True)  # noqa: T201 - what the test waits for
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await stopping.wait()
    await jobs.stop(5)
    await database.dispose()


asyncio.run(main(sys.argv[1], float(sys.argv[2])))
