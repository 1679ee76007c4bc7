"""`python -m benchmarks.announce --recipients 10000`: an announcement through a strict Telegram while its workers are killed, beside peers.

Two workers on PostgreSQL send it; one of them is killed each minute, and another put in its place. The stand-in refuses what exceeds
30 messages in any rolling second; every 20th person has blocked the bot; every 400th call all are stopped for one or two seconds, though
the pace was kept; and to every 97th person a call gets no answer, though half of those messages went out. Beside it, at the same time and
each on a Telegram of its own, as moody: python-telegram-bot's `AIORateLimiter` as it is by default, and the loop of a common template
(one message after the other, a twentieth of a second between them; to a fifth of the people, since it is slow). The peers are not
killed: they remember nothing.

`--prepare 1000000`: how long it takes to write so many recipients down, and the memory of a worker that then sends for a minute,
beside that of one that sends to a thousand.
"""

import argparse
import asyncio
import logging
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic

import psutil
from sqlalchemy import select, text
from telegram import Bot
from telegram.error import Forbidden, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from benchmarks.announce_worker import put_together
from benchmarks.crash import home_of
from benchmarks.figures import as_json
from bot.db.announcement_models import AnnouncementRow, RecipientRow
from bot.db.database import Database
from bot.delivery.office import Office
from bot.domain.announcement import OPEN_FATES, Audience, Content, Fate, Stage
from bot.domain.staff import Grant, Role, Staff
from bot.services.announcing.announcing import Channels
from tests.databases import Home
from tests.delivery.mass import FIRST_PERSON, Strict, busiest_second, covered, went_through

EVERY, SENDING = 60.0, 60.0
WORKERS, FEW = 2, 1_000
SILENCE = 0.3
"""Seconds without a message that count as a gap."""
PATIENCE = 3600.0
_PEOPLE = """
    INSERT INTO people (id, channel, external_id, created_at, seen_at)
    SELECT n, 'telegram', cast(n AS varchar), now(), now() FROM generate_series({first}, {last}) AS n
"""
_CONSENTS = """
    INSERT INTO consents (person_id, purpose, is_given, version, how, decided_at)
    SELECT n, 'announcements', true, 'id:1', 'button', now() FROM generate_series({first}, {last}) AS n
"""
_PROFILES = """
    INSERT INTO profiles (person_id, owner_name, business_name, commodity, area)
    SELECT n, 'x', 'y', 'batik', '35.07' FROM generate_series({first}, {last}) AS n
"""

_STAFF = "INSERT INTO staff (chat, name, office, joined_at) VALUES ('', 'Petugas', 'Dinas', now()), ('', 'Kepala', 'Dinas', now())"
_GRANTS = "INSERT INTO grants (staff_id, role, area, granted_at) SELECT id, 'broadcaster', '', now() FROM staff"


@dataclass
class Workers:
    """Workers in processes of their own; the one that has lived longest is killed each time."""

    url: str
    api: Strict
    kills: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    _living: list[asyncio.subprocess.Process] = field(default_factory=list)

    @asynccontextmanager
    async def living(self, number: int = WORKERS) -> AsyncIterator["Workers"]:
        """Let so many live while the block lasts."""
        try:
            for _ in range(number):
                await self.begin()
            yield self
        finally:
            for process in self._living:
                process.kill()
                await process.wait()

    async def begin(self) -> None:
        """Put one more there."""
        command = (sys.executable, "-m", "benchmarks.announce_worker", self.url, self.api.url, self.api.token)
        self._living.append(await asyncio.create_subprocess_exec(*command, env={**os.environ, "PYTHONPATH": str(Path.cwd())}))

    async def kill_one(self) -> None:
        """Kill one, and put another in its place."""
        process = self._living.pop(0)
        self.kills.append(monotonic())
        process.kill()
        await process.wait()
        await self.begin()

    def weigh(self) -> float:
        """Return the most resident memory, in megabytes, that a worker has now; remember the most ever."""
        sizes = [psutil.Process(process.pid).memory_info().rss / 1e6 for process in self._living if process.returncode is None]
        self.megabytes = max(self.megabytes, *sizes, 0.0)
        return max(sizes, default=0.0)


async def announced(home: Home, recipients: int) -> dict[str, object]:
    """Announce to so many, and judge what arrived."""
    url = await home.migrated()
    database = Database(url)
    people = range(FIRST_PERSON, FIRST_PERSON + recipients)
    number = await begun(database, people)
    async with Strict() as api, Strict() as limited, Strict() as looped:
        peers = asyncio.gather(with_rate_limiter(limited, people), with_a_loop(looped, people[: len(people) // 5]))
        workers = Workers(url, api)
        async with workers.living():
            await _until_over(database, number, workers)
        figures = await judged(database, number, api, people, workers)
        rate_limiter, loop = await peers
    await database.dispose()
    return {**figures, "aio_rate_limiter": rate_limiter, "template_loop": loop}


async def begun(database: Database, people: range) -> int:
    """Make people who agree to announcements, and one that may go to them; return its number."""
    async with database.engine.begin() as connection:
        for statement in (_PEOPLE, _CONSENTS, _PROFILES):
            await connection.execute(text(statement.format(first=people[0], last=people[-1])))
        await connection.execute(text(_STAFF))
        await connection.execute(text(_GRANTS))
        ids = (await connection.execute(text("SELECT id FROM staff ORDER BY id"))).scalars().all()
    async with database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE"))
    author = Staff(ids[0], "Petugas", "Dinas", (Grant(Role.BROADCASTER),))
    other = Staff(ids[1], "Kepala", "Dinas", (Grant(Role.BROADCASTER),))
    write = put_together(database, Channels(), Office(database)).write
    async with database.writing() as session:
        number = await write.begin(session, author)
    await write.keep(author, number, Content("<b>Pameran</b> di alun-alun, Sabtu pagi."), Audience())
    await write.submit(author, number)
    await write.approve(other, number)
    return number


async def judged(database: Database, number: int, api: Strict, people: range, workers: Workers) -> dict[str, object]:
    """Return the figures of ours: what the table of recipients says, against what arrived."""
    async with database.reading() as session:
        found = await session.execute(select(RecipientRow.person_id, RecipientRow.fate).where(RecipientRow.announcement_id == number))
        fates = {row[0]: row[1] for row in found}
    arrived = Counter(sent.chat_id for sent in api.sent)
    moments, counted = went_through(api), Counter(fates.values())
    lasted, dead = moments[-1] - moments[0], gaps(moments, workers.kills)
    return {
        "recipients": len(fates),
        "max_in_any_second": busiest_second(moments),
        "per_second": len(moments) / lasted,
        "per_second_between_kills": len(moments) / (lasted - dead),
        "per_second_between_kills_without_stops": len(moments) / (lasted - dead - covered(api.refusals)),
        "doubled": sum(arrived[person] - 1 for person in people if arrived[person]),
        "without_final_state": sum(fates.get(person, Fate.WAITING) in OPEN_FATES for person in people),
        "wrong_final_state": sum(not is_true(api, person, fates.get(person), arrived[person]) for person in people),
        **{fate.value: counted[fate] for fate in (Fate.SENT, Fate.BLOCKED, Fate.FAILED, Fate.UNKNOWN)},
        "kills": len(workers.kills),
        "dead_seconds": dead,
        "too_many_requests": len(api.refusals),
        "memory_mb": workers.megabytes,
    }


def is_true(api: Strict, person: int, fate: Fate | None, times: int) -> bool:
    """Tell whether what is recorded of a person is what happened."""
    match fate:
        case Fate.SENT:
            return times == 1
        case Fate.BLOCKED:
            return times == 0 and api.has_blocked(person)
        case Fate.FAILED:
            return times == 0
        case Fate.UNKNOWN:
            return times <= 1
        case _:
            return False


def gaps(moments: Sequence[float], kills: Sequence[float]) -> float:
    """Return for how long nothing went because of kills: from the last message before each to the first one after it."""
    spans = [(before, after) for before, after in pairwise(moments) if after - before > SILENCE]
    return sum(after - before for before, after in spans if any(before - SILENCE <= kill <= after for kill in kills))


async def with_rate_limiter(api: Strict, people: range) -> dict[str, object]:
    """Send with `AIORateLimiter()` as it is by default: all at once, and it makes them wait."""
    outcomes: Counter[str] = Counter()
    async with ExtBot(api.token, base_url=f"{api.url}/bot", rate_limiter=AIORateLimiter()) as bot, asyncio.TaskGroup() as tasks:
        slots = asyncio.Semaphore(100)

        async def one(person: int) -> None:
            async with slots:
                outcomes[await _sent(bot, person)] += 1

        for person in people:
            tasks.create_task(one(person))
    return _of_a_peer(api, people, outcomes)


async def with_a_loop(api: Strict, people: range) -> dict[str, object]:
    """Send as the broadcast of a common template does: one after the other, 0.05 s between them, errors counted and passed over."""
    outcomes: Counter[str] = Counter()
    async with Bot(api.token, base_url=f"{api.url}/bot") as bot:
        for person in people:
            outcomes[await _sent(bot, person)] += 1
            await asyncio.sleep(0.05)
    return _of_a_peer(api, people, outcomes)


async def _sent(bot: Bot, person: int) -> str:
    try:
        await bot.send_message(person, "<b>Pameran</b> di alun-alun, Sabtu pagi.", parse_mode="HTML")
    except Forbidden:
        return "blocked"
    except RetryAfter:
        return "given_up"
    except TelegramError:
        return "failed"
    return "sent"


def _of_a_peer(api: Strict, people: range, outcomes: Counter[str]) -> dict[str, object]:
    arrived = Counter(sent.chat_id for sent in api.sent)
    moments = went_through(api)
    return {
        "max_in_any_second": busiest_second(moments),
        "per_second": len(moments) / (moments[-1] - moments[0]),
        "doubled": sum(arrived[person] - 1 for person in people if arrived[person]),
        "not_reached": sum(not arrived[person] and not api.has_blocked(person) for person in people),
        "said_failed_but_arrived": sum(api.told_nothing(person) and bool(arrived[person]) for person in people),
        "too_many_requests": len(api.refusals),
        **outcomes,
    }


async def prepared(home: Home, recipients: int) -> dict[str, object]:
    """Write so many recipients down, and send for a minute."""
    url = await home.migrated()
    database = Database(url)
    number = await begun(database, range(FIRST_PERSON, FIRST_PERSON + recipients))
    async with Strict() as api, Workers(url, api).living(1) as workers:
        began = monotonic()
        while await _stage(database, number) not in {Stage.RUNNING, Stage.FINISHED}:
            workers.weigh()
            await asyncio.sleep(0.1)
        seconds = monotonic() - began
        end = monotonic() + SENDING
        while monotonic() < end and await _stage(database, number) is Stage.RUNNING:
            workers.weigh()
            await asyncio.sleep(0.5)
        sent = len(went_through(api))
    await database.dispose()
    return {"recipients": recipients, "seconds_to_prepare": seconds, "sent": sent, "memory_mb": workers.megabytes}


async def _stage(database: Database, number: int) -> Stage:
    async with database.reading() as session:
        row = await session.get_one(AnnouncementRow, number)
        return row.stage


async def _until_over(database: Database, number: int, workers: Workers) -> None:
    next_kill = monotonic() + EVERY
    async with asyncio.timeout(PATIENCE):
        while await _stage(database, number) is not Stage.FINISHED:
            await asyncio.sleep(0.5)
            workers.weigh()
            if monotonic() >= next_kill:
                await workers.kill_one()
                next_kill = monotonic() + EVERY


def main() -> None:
    """Send, and print what was found as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.announce")
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--prepare", type=int, default=0)
    chosen = parser.parse_args()
    logging.disable(logging.ERROR)  # the peers log each refusal with its trace
    with home_of("postgresql") as home:
        if chosen.prepare:
            few, many = asyncio.run(_both(home, chosen.prepare))
            more = {"memory_more_mb": float(str(many["memory_mb"])) - float(str(few["memory_mb"]))}
            print(as_json({**many, "few": few, **more}))
        else:
            print(as_json(asyncio.run(announced(home, chosen.recipients))))


async def _both(home: Home, many: int) -> tuple[dict[str, object], dict[str, object]]:
    return await prepared(home, FEW), await prepared(home, many)


if __name__ == "__main__":
    main()
