"""Sends to many people through a Telegram that is strict and moody, and says what became of each: for a test and a benchmark."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic, time
from typing import ClassVar

from aiohttp import web
from sqlalchemy import select

from bot.clock import SystemClock
from bot.db import outbox
from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.delivery.office import Office
from bot.delivery.sender import Sender
from bot.domain.delivery import Kind, OutboxState, Outgoing
from bot.services.reach import Reach
from handlers.telegram.application import create_application
from handlers.telegram.members import Members
from handlers.telegram.posting import Posting
from handlers.telegram.request import create_request
from tests.botapi import BotApi, Call, Failure

SOURCE = "telegram:1"
FIRST_PERSON, FIRST_ASKER = 1_000, 9_000_000
FINAL = frozenset(OutboxState) - {OutboxState.WAITING, OutboxState.CLAIMED}


@dataclass
class Strict(BotApi):
    """Refuses all beyond 30 in a rolling second; every 20th person has blocked the bot; now and then it stops all, or says nothing."""

    most_in_a_second: int | None = 30
    silence: Failure = field(default_factory=lambda: Failure(kind="hang"))
    silent_every: int = 97
    stops_every: int = 400
    stops: tuple[float, ...] = (1.0, 2.0)
    _counted: int = 0

    BLOCKED: ClassVar[Failure] = Failure(403, "Forbidden: bot was blocked by the user")

    def has_blocked(self, person: int) -> bool:
        return person < FIRST_ASKER and person % 20 == 0

    def told_nothing(self, person: int) -> bool:
        """Tell whether a call to that person gets no answer."""
        return person < FIRST_ASKER and not self.has_blocked(person) and person % self.silent_every == 0

    async def _treat(self, request: web.BaseRequest, call: Call, failure: Failure | None) -> web.StreamResponse:
        if call.method == "sendMessage":
            self._counted += 1
            if self._counted % self.stops_every == 0:
                self.stop(self.stops[self._counted // self.stops_every % len(self.stops)])
            failure = self._whim(int(call.parameters["chat_id"])) or failure
        return await super()._treat(request, call, failure)

    def _whim(self, person: int) -> Failure | None:
        """Say nothing to some, half of whom got the message all the same."""
        if self.has_blocked(person):
            return self.BLOCKED
        if self.told_nothing(person):
            return Failure(kind=self.silence.kind, is_late=person // self.silent_every % 2 == 0)
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. `attempted` counts what was refused for being too many, too; a stop is when a 429 told to wait."""

    messages: int
    max_in_any_second: int
    max_attempted_in_any_second: int
    per_second: float
    per_second_without_stops: float
    sent: int
    blocked: int
    failed: int
    unknown: int
    doubled: int
    without_final_state: int
    wrongly_recorded: int
    """Messages of which the outbox says something else than what happened."""
    too_many_requests: int
    stopped_seconds: float
    reply_seconds: tuple[float, ...]


async def sent_to_all(database: Database, api: Strict, messages: int, replies: int, within: float) -> Outcome:
    """Send so many messages, each to another person, and so many replies between them; return what became of it."""
    people = range(FIRST_PERSON, FIRST_PERSON + messages)
    await _put(database, people, Kind.BULK)
    async with _sending(database, api) as sender:
        seconds = await _replied(database, api, sender, replies, pause=max(0.1, messages / 35 / (replies + 1)))
        async with asyncio.timeout(within):
            while await _unfinished(database):  # noqa: ASYNC110 - a database has no event
                await asyncio.sleep(0.2)
    return await _judged(database, api, people, seconds)


async def _put(database: Database, people: Sequence[int], kind: Kind) -> None:
    outgoing = [
        (f"{kind}:{person}", Outgoing(SOURCE, str(person), "sendMessage", {"text": f"{kind} {person}"}, kind=kind)) for person in people
    ]
    async with database.writing() as session:
        await outbox.added(session, outgoing, time())


@asynccontextmanager
async def _sending(database: Database, api: BotApi) -> AsyncIterator[Sender]:
    application = create_application(api.token, api.url, create_request(1))
    await application.bot.initialize()
    office = Office(database)
    post, members = Posting(application.bot), Members(Reach(database, SystemClock()))
    sender = await office.send(SOURCE, post, members.blocked, asyncio.sleep)
    yield sender
    await sender.stop()
    await office.stop(5)
    await application.bot.shutdown()


async def _replied(database: Database, api: BotApi, sender: Sender, replies: int, pause: float) -> tuple[float, ...]:
    """Put in a reply now and then, as the inbox does; return how long each took to arrive."""
    seconds = []
    for person in range(FIRST_ASKER, FIRST_ASKER + replies):
        await asyncio.sleep(pause)
        began = monotonic()
        await _put(database, [person], Kind.REPLY)
        sender.wake()
        await api.until(lambda person=person: any(sent.chat_id == person for sent in reversed(api.sent)), within=60)
        seconds.append(next(sent.at for sent in reversed(api.sent) if sent.chat_id == person) - began)
    return tuple(seconds)


async def _unfinished(database: Database) -> bool:
    async with database.reading() as session:
        return (await session.scalars(select(OutboxRow.id).where(OutboxRow.state.not_in(FINAL)).limit(1))).first() is not None


async def _judged(database: Database, api: Strict, people: Sequence[int], reply_seconds: tuple[float, ...]) -> Outcome:
    async with database.reading() as session:
        rows = (await session.execute(select(OutboxRow.chat, OutboxRow.state).where(OutboxRow.kind == Kind.BULK))).all()
    states = {int(chat): state for chat, state in rows}
    arrived = Counter(sent.chat_id for sent in api.sent if sent.chat_id in people)
    counted = Counter(states.values())
    attempted = [call.at for call in api.calls if call.method == "sendMessage"]
    through = went_through(api)
    lasted, stopped = through[-1] - through[0], covered(api.refusals)
    return Outcome(
        messages=len(people),
        max_in_any_second=busiest_second(through),
        max_attempted_in_any_second=busiest_second(attempted),
        per_second=len(through) / lasted,
        per_second_without_stops=len(through) / (lasted - stopped),
        sent=counted[OutboxState.SENT],
        blocked=counted[OutboxState.BLOCKED],
        failed=counted[OutboxState.FAILED],
        unknown=counted[OutboxState.UNKNOWN],
        doubled=sum(times - 1 for times in arrived.values()),
        without_final_state=len(people) - sum(counted[state] for state in FINAL),
        wrongly_recorded=sum(not _is_true(api, person, states.get(person), arrived[person]) for person in people),
        too_many_requests=len(api.refusals),
        stopped_seconds=stopped,
        reply_seconds=reply_seconds,
    )


def _is_true(api: Strict, person: int, state: OutboxState | None, times: int) -> bool:
    match state:
        case OutboxState.SENT:
            return times == 1
        case OutboxState.BLOCKED:
            return times == 0 and api.has_blocked(person)
        case OutboxState.UNKNOWN:
            return person % api.silent_every == 0
    return False


def busiest_second(moments: Sequence[float]) -> int:
    """Return the most moments in any rolling second."""
    ordered, first, most = sorted(moments), 0, 0
    for place, moment in enumerate(ordered):
        while ordered[first] <= moment - 1:
            first += 1
        most = max(most, place - first + 1)
    return most


def went_through(api: Strict) -> list[float]:
    """Return when messages came that were not refused for being too many, in their order."""
    attempted = Counter(call.at for call in api.calls if call.method == "sendMessage")
    return sorted((attempted - Counter(at for at, _ in api.refusals)).elements())


def covered(refusals: Sequence[tuple[float, int]]) -> float:
    """Return for how many seconds in all somebody was told to wait."""
    return sum(end - begin for begin, end in _merged(sorted((at, at + seconds) for at, seconds in refusals)))


def _merged(spans: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    until = float("-inf")
    for begin, end in spans:
        if end > until:
            yield max(begin, until), end
            until = end
