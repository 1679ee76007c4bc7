"""What is watched while the product runs: whether updates come, and whether what came and what is to go out flows."""

from collections.abc import Awaitable, Callable
from time import time

from bot.db import inbox, outbox
from bot.db.database import Database, ReadSession
from bot.delivery.watchdog import Reading, Vital, Watchdog
from handlers.telegram.channel import Telegram

POLL, WEBHOOK, INBOX, OUTBOX = 90.0, 120.0, 60.0, 300.0
"""Seconds: a poll takes 30, and so long lie between two looks at a webhook; handling takes less than one; a burst of replies may
take minutes at Telegram's pace."""

Oldest = Callable[[ReadSession], Awaitable[float | None]]
Counts = Callable[[], Awaitable[dict[str, int]]]
"""How many jobs wait, run and failed."""


def watchdog(database: Database, telegram: Telegram | None, jobs: Counts, *, polls: bool) -> Watchdog:
    """Return the watchdog of this worker. With a webhook, silence is a bad sign only where updates wait at Telegram."""
    vitals = [Vital("inbox", _age(database, inbox.oldest_waiting), INBOX), Vital("outbox", _age(database, outbox.oldest_waiting), OUTBOX)]
    readings = [Reading("ovop_jobs", "Jobs that wait, run and failed", jobs, label="state")]
    if telegram is not None and polls:
        rivals = telegram.poller.rivals
        vitals.append(Vital("poll", telegram.poller.heartbeat.age, POLL))
        readings.append(Reading("ovop_rival_pollers", "1 while another process polls with this token", rivals.there))
        readings.append(Reading("ovop_rival_polls", "Polls that another process spoilt", rivals.total, grows=True))
    elif telegram is not None:
        vitals.append(Vital("webhook", telegram.hearing.age, WEBHOOK))
    return Watchdog(tuple(vitals), tuple(readings))


def _age(database: Database, oldest: Oldest) -> Callable[[], Awaitable[float]]:
    async def age() -> float:
        async with database.glancing() as session:
            since = await oldest(session)
        return 0.0 if since is None else max(0.0, time() - since)

    return age
