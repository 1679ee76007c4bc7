"""What kills bots and judges what is left: shared by the acceptance test and by `benchmarks/crash.py`."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.db.database import Database
from bot.db.models import AnswerRow, Base, InboxRow, OutboxRow, QuestionRow
from tests.acceptance.verdict import Arrived, Kept, Verdict, judged
from tests.botapi import BotApi, Sent

ROOT = Path(__file__).parents[2]
WORKER = Path("tests", "acceptance", "durable_worker.py")
SECRET = "rahasia-telegram"
"""What a worker with a port wants to be shown with each call of its webhook, at `/`."""
VAULT = "OVOP_WORKERS_VAULT"
"""The variable that names the folder in which workers keep files; without it each has one of its own."""


@contextlib.asynccontextmanager
async def worker(
    database: Database, api: BotApi, port: int = 0, root: Path = ROOT, said: list[bytes] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot that polls, or, where a port is given, one that waits there for Telegram's calls. Kill it at the end.

    `root` is the tree it runs from: another version's may be given. What it logs goes into `said`, where one wants it.
    """
    url = database.engine.url.render_as_string(hide_password=False)
    where = {**os.environ, "PYTHONPATH": str(root)}
    command = (sys.executable, str(root / WORKER), url, api.url, api.token, str(port))
    process = await asyncio.create_subprocess_exec(*command, env=where, stderr=None if said is None else asyncio.subprocess.PIPE)
    listening = asyncio.create_task(_listen(process, [] if said is None else said))
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


async def _listen(process: asyncio.subprocess.Process, said: list[bytes]) -> None:
    while process.stderr is not None and (line := await process.stderr.readline()):
        said.append(line)


async def count(database: Database, table: type[Base], **where: str) -> int:
    """Return how many rows there are."""
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table).filter_by(**where)) or 0


async def finished(database: Database, within: float = 60) -> None:
    """Wait until nothing waits. Raises `TimeoutError`."""
    async with asyncio.timeout(within):
        while await count(database, InboxRow, state="waiting") or await count(database, OutboxRow, state="waiting"):  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.1)


def written_by_all(api: BotApi, chats: Sequence[int], messages: Sequence[int]) -> list[dict[str, Any]]:
    """Return updates in which everybody writes each of `nomor <message>`."""
    first = 1000 + messages[0] * len(chats)
    written = [(number, person) for number in messages for person in chats]
    return [
        {"update_id": first + place, "message": api.message(f"nomor {number}", person=person)}
        for place, (number, person) in enumerate(written)
    ]  # fmt: skip


def twice_every_tenth(updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return them as a network delivers them that repeats itself."""
    return sorted(updates + updates[::10], key=lambda update: int(update["update_id"]))


async def verdict(database: Database, sent: Sequence[Sent], chats: Sequence[int], messages: int, kills: Sequence[float] = ()) -> Verdict:
    """Judge `sent` and the database, after everybody wrote `nomor 0` to `nomor <messages - 1>`; `kills` are moments (monotonic)."""
    rows = [await count(database, table) for table in (QuestionRow, AnswerRow, OutboxRow, InboxRow)]
    arrived = [Arrived(each.chat_id, int(each.text.removeprefix("nomor ")), each.at) for each in sent]
    wanted = [(chat, number) for chat in chats for number in range(messages)]
    return judged(arrived, Kept(await count(database, InboxRow, state="done"), tuple(rows)), wanted, kills)
