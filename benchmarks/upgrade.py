"""`python -m benchmarks.upgrade --from HEAD~1`: whether work that another version left waiting is done by this one.

The bot of revision `--from` runs from a work tree of its own until there is work in inbox, outbox and the queue of jobs; it is killed,
the database is brought to today's tables, and today's bot is started on it.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.crash import home_of
from benchmarks.figures import as_json
from bot.db.database import Database
from bot.db.migrating import upgrade
from bot.db.models import InboxRow, OutboxRow
from bot.db.sync import sync_engine_for
from bot.delivery.jobs import Job
from bot.delivery.jobs_dbos import DbosJobs
from tests.acceptance.harness import ROOT, count, finished, twice_every_tenth, verdict, worker, written_by_all
from tests.botapi import BotApi
from tests.databases import Home

CHATS, MESSAGES, JOBS = range(1, 41), 10, 20
SLOW, QUICK = 0.5, 0.02
PATIENCE = 120.0


@contextmanager
def tree_of(revision: str) -> Iterator[Path]:
    """Yield a work tree of a revision, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="upgrade") as folder:
        tree = Path(folder, "tree")
        _git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def revision_of(name: str) -> str:
    """Return the short number of a revision."""
    return _git("rev-parse", "--short", name)


async def upgraded(home: Home, tree: Path) -> dict[str, Any]:
    """Return what was left by the bot in `tree`, and what became of it."""
    url = await home.empty()
    await asyncio.to_thread(_queue_jobs, tree, url)
    database = Database(url)
    async with BotApi() as api:
        api.pending = twice_every_tenth(written_by_all(api, CHATS, range(MESSAGES)))
        left, killed = await _left(database, api, tree)
        await upgrade(url)
        api.slow["sendMessage"] = QUICK
        async with worker(database, api):
            await api.until(lambda: len({(sent.chat_id, sent.text) for sent in api.sent}) == len(CHATS) * MESSAGES, PATIENCE)
            await finished(database, PATIENCE)
        found = asdict(await verdict(database, api.sent, CHATS, MESSAGES, [killed]))
    await database.dispose()
    return {**left, "jobs_done": await _jobs_done(url), **found}


async def _left(database: Database, api: BotApi, tree: Path) -> tuple[dict[str, int], float]:
    """Have the other version begin; return what it left when it was killed, and when that was."""
    api.slow["sendMessage"] = SLOW
    async with worker(database, api, root=tree) as process:
        await api.until(lambda: len(api.sent) > len(CHATS), PATIENCE)
        killed = monotonic()
        process.kill()
        await process.wait()
    waiting = {"left_inbox": InboxRow, "left_outbox": OutboxRow}
    left = {name: await count(database, table, state="waiting") for name, table in waiting.items()}
    return {**left, "left_updates": len(api.pending), "left_jobs": JOBS}, killed


def _queue_jobs(tree: Path, url: str) -> None:
    script = Path(__file__).with_name("queueing.py")
    ended = subprocess.run((sys.executable, "-P", str(script), url, str(JOBS)), env={**os.environ, "PYTHONPATH": str(tree)}, check=False)
    if ended.returncode != 9:
        sys.exit("that revision could not queue jobs: it is too old")


async def _jobs_done(url: str) -> int:
    """Let today's version do the jobs; return how many it did."""
    done: set[int] = set()

    async def note(ids: tuple[int, ...]) -> None:
        done.update(ids)

    jobs = DbosJobs(sync_engine_for(url), [Job("note", note)])
    await jobs.start()
    until = monotonic() + PATIENCE
    while len(done) < JOBS and monotonic() < until:  # noqa: ASYNC110 - a set has no event
        await asyncio.sleep(0.1)
    await jobs.stop(1)
    return len(done)


def _git(*arguments: str) -> str:
    return subprocess.run(("git", *arguments), cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Upgrade, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.upgrade")
    parser.add_argument("--from", dest="revision", default="HEAD~1")
    parser.add_argument("--backend", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    with tree_of(chosen.revision) as tree, home_of(chosen.backend) as home:
        figures = asyncio.run(upgraded(home, tree))
    print(as_json({"backend": chosen.backend, "from": revision_of(chosen.revision), "to": revision_of("HEAD"), **figures}))


if __name__ == "__main__":
    main()
