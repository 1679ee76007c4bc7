"""`python -m benchmarks.sending --messages 3000`: how fast many people are sent to, through a Telegram that is strict and moody.

All goes through the outbox, the sender with the limits it has, and python-telegram-bot. The stand-in refuses what exceeds 30
messages in any rolling second; every 20th person has blocked the bot; every 400th call all are stopped for one or two seconds, though
the pace was kept; and some calls get no answer, though half of those messages went out. Meanwhile 20 replies want to go first.
"""

import argparse
import asyncio
from dataclasses import asdict
from typing import Any

from benchmarks.crash import home_of
from benchmarks.figures import as_json, percentile
from bot.db.database import Database
from tests.databases import Home
from tests.delivery.mass import Strict, sent_to_all

REPLIES = 20


async def sending(home: Home, messages: int) -> dict[str, Any]:
    """Return the figures."""
    database = Database(await home.migrated())
    async with Strict() as api:
        found = asdict(await sent_to_all(database, api, messages, REPLIES, within=120 + messages / 10))
    await database.dispose()
    replies = found.pop("reply_seconds")
    milliseconds = {f"reply_p{share}_ms": 1000 * percentile(replies, share / 100) for share in (50, 95)}
    return {**found, "replies": len(replies), **milliseconds}


def main() -> None:
    """Send, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sending")
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--backend", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    with home_of(chosen.backend) as home:
        figures = asyncio.run(sending(home, chosen.messages))
    print(as_json({"backend": chosen.backend, **figures}))


if __name__ == "__main__":
    main()
