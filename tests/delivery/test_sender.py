"""The sender, on both databases: what becomes of a message by how its call went, and who is sent to first."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic, time

import pytest
from sqlalchemy import select

from bot.db import outbox
from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.delivery.office import Office
from bot.delivery.outcome import verdict_on
from bot.delivery.pace import UNLIMITED, Limits
from bot.delivery.sender import Sender
from bot.domain.delivery import (
    TOO_LATE,
    Blocked,
    Delivered,
    Doubtful,
    Kind,
    Letter,
    Moved,
    NotSent,
    OutboxState,
    Outgoing,
    Refused,
    Result,
    TooFast,
)

HERE = "telegram:1"


@dataclass
class Channel:
    """Stands in for a channel: answers what the script says for a text, else that it arrived."""

    script: dict[str, list[Result]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    takes: float = 0.0

    async def __call__(self, letter: Letter) -> Result:
        text = str(letter.parameters["text"])
        self.calls.append((letter.chat, text))
        self.moments.append(monotonic())
        await asyncio.sleep(self.takes)
        results = self.script.get(text) or [Delivered(len(self.calls))]
        return results.pop(0)

    async def unreachable(self, chat: str) -> None:
        self.blocked.append(chat)


async def put(
    database: Database, *texts: str, chat: str = "7", kind: Kind = Kind.REPLY, not_after: float | None = None
) -> None:
    async with database.writing() as session:
        outgoing = [
            (f"{chat}:{text}", Outgoing(HERE, chat, "sendMessage", {"text": text}, kind=kind, not_after=not_after)) for text in texts
        ]
        await outbox.added(session, outgoing, time())


async def states(database: Database) -> dict[str, OutboxState]:
    async with database.reading() as session:
        found = await session.execute(select(OutboxRow.key, OutboxRow.state).order_by(OutboxRow.id))
    return {key.partition(":")[2]: state for key, state in found}


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def sending(
    database: Database, channel: Channel, limits: Limits = UNLIMITED, pause: Callable[[float], Awaitable[None]] = no_pause
) -> AsyncIterator[Sender]:
    office = Office(database, limits=limits, patience=0.02)
    sender = await office.send(HERE, channel, channel.unreachable, pause)
    yield sender
    await sender.stop(5)
    await office.stop(5)


async def until_final(database: Database) -> dict[str, OutboxState]:
    async with asyncio.timeout(20):
        while True:
            found = await states(database)
            if not set(found.values()) & {OutboxState.WAITING, OutboxState.CLAIMED}:
                return found
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", list(Kind))
async def test_what_is_too_late_is_not_sent_and_holds_nothing_up(database: Database, kind: Kind) -> None:
    channel = Channel()
    await put(database, "kemarin", kind=kind, not_after=time() - 1)
    await put(database, "besok", kind=kind, not_after=time() + 3600)
    async with sending(database, channel):
        found = await until_final(database)

    assert found == {"kemarin": OutboxState.FAILED, "besok": OutboxState.SENT}
    assert channel.calls == [("7", "besok")]
    async with database.writing() as session:
        reasons = list(await session.scalars(select(OutboxRow.reason).order_by(OutboxRow.id)))
        missed = await outbox.missed(session, "7:")
    assert reasons == [TOO_LATE, ""]
    assert missed == ["7:kemarin"]
    assert set(await states(database)) == {"besok"}


@pytest.mark.parametrize(
    ("results", "reply", "bulk"),
    [
        ([Delivered(1)], ("sent", 1), ("sent", 1)),
        ([NotSent(), NotSent()], ("sent", 3), ("sent", 3)),
        ([Doubtful()], ("sent", 2), ("unknown", 1)),
        ([TooFast(3)], ("sent", 2), ("sent", 2)),
        ([Refused("400")], ("failed", 1), ("failed", 1)),
        ([Blocked()], ("blocked", 1), ("blocked", 1)),
        ([Moved("-1002")], ("sent", 2), ("sent", 2)),
    ],
)
@pytest.mark.parametrize("kind", list(Kind))
async def test_each_way_a_call_goes_has_its_state(
    sqlite_database: Database, results: list[Result], reply: tuple[str, int], bulk: tuple[str, int], kind: Kind
) -> None:
    channel = Channel({"satu": list(results)})
    await put(sqlite_database, "satu", kind=kind)
    async with sending(sqlite_database, channel):
        found = await until_final(sqlite_database)

    assert (found["satu"], len(channel.calls)) == (reply if kind is Kind.REPLY else bulk)
    assert channel.blocked == (["7"] if isinstance(results[0], Blocked) else [])
    assert channel.calls[-1][0] == ("-1002" if isinstance(results[0], Moved) else "7")


async def test_the_replies_of_a_chat_keep_their_order_whatever_happens(database: Database) -> None:
    channel = Channel({"b": [NotSent(), Doubtful(), TooFast(1)]}, takes=0.005)
    for chat in ("7", "8", "9"):
        await put(database, *"abcde", chat=chat)
    async with sending(database, channel):
        await until_final(database)

    for chat in ("7", "8", "9"):
        texts = [text for to, text in channel.calls if to == chat]
        assert list(dict.fromkeys(texts)) == list("abcde")
        assert texts == sorted(texts)


async def test_replies_go_before_bulk(database: Database) -> None:
    channel = Channel()
    for number in range(40):
        await put(database, "kabar", chat=str(100 + number), kind=Kind.BULK)
    async with sending(database, channel, Limits(per_second=100)) as sender:
        async with asyncio.timeout(10):
            while len(channel.calls) < 3:  # noqa: ASYNC110 - a list has no event
                await asyncio.sleep(0.001)
        await put(database, "jawaban")
        sender.wake()
        before = len(channel.calls)
        await until_final(database)

    assert ("7", "jawaban") in channel.calls[before : before + 4]
    assert len(channel.calls) == 41


async def test_while_bulk_is_sent_everything_else_goes_on(sqlite_database: Database) -> None:
    for number in range(30):
        await put(sqlite_database, "kabar", chat=str(100 + number), kind=Kind.BULK)
    channel, longest, before = Channel(), 0.0, monotonic()
    async with sending(sqlite_database, channel, Limits()):
        while len(channel.calls) < 30:
            await asyncio.sleep(0.01)
            now = monotonic()
            longest, before = max(longest, now - before), now

    assert longest < 0.5


async def test_bulk_keeps_its_pace_when_the_database_stood_still(sqlite_database: Database) -> None:
    for number in range(60):
        await put(sqlite_database, "kabar", chat=str(100 + number), kind=Kind.BULK)
    channel = Channel()
    async with sending(sqlite_database, channel, Limits()):
        async with sqlite_database.writing():
            await asyncio.sleep(1)
        await until_final(sqlite_database)

    moments = channel.moments
    assert max(sum(1 for other in moments if moment <= other < moment + 1) for moment in moments) <= 30


async def test_a_chat_with_many_replies_does_not_hold_the_others(database: Database) -> None:
    channel = Channel()
    await put(database, *(f"{number:04}" for number in range(300)), chat="999")
    await put(database, "halo", chat="7")
    async with sending(database, channel, Limits(per_second=1000, chat_seconds=60)):
        async with asyncio.timeout(10):
            while ("7", "halo") not in channel.calls:  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.01)

    assert len(channel.calls) <= 4


async def test_bulk_that_a_dead_sender_had_claimed_is_unknown_and_not_sent(database: Database) -> None:
    channel = Channel()
    await put(database, "kabar", kind=Kind.BULK)
    async with database.writing() as session:
        [row_id] = list(await session.scalars(select(OutboxRow.id)))
        await outbox.claimed(session, [row_id])
    async with sending(database, channel):
        found = await until_final(database)

    assert found == {"kabar": OutboxState.UNKNOWN}
    assert channel.calls == []


async def test_of_two_senders_one_stands_by_and_takes_over(database: Database) -> None:
    first, second = Channel(), Channel()
    async with sending(database, second) as standing_by:
        await asyncio.sleep(0.3)
        async with sending(database, first):
            await put(database, "satu")
            await until_final(database)
        assert (len(second.calls), len(first.calls)) == (1, 0)
        assert standing_by.leads


async def test_the_same_effect_is_kept_once(database: Database) -> None:
    for _ in range(3):
        await put(database, "satu", "dua")

    assert list(await states(database)) == ["satu", "dua"]


async def test_a_slow_channel_does_not_limit_the_pace(sqlite_database: Database) -> None:
    channel = Channel(takes=0.3)
    for number in range(60):
        await put(sqlite_database, "kabar", chat=str(number), kind=Kind.BULK)
    async with sending(sqlite_database, channel, Limits(per_second=60)):
        await until_final(sqlite_database)

    assert channel.moments[-1] - channel.moments[0] < 10  # one after the other it would be 18 s


async def test_what_was_sent_is_not_kept_twice(sqlite_database: Database) -> None:
    await put(sqlite_database, "rahasia")
    async with sending(sqlite_database, Channel()):
        await until_final(sqlite_database)
    async with sqlite_database.reading() as session:
        payload, number = (await session.execute(select(OutboxRow.payload, OutboxRow.message_id))).one()

    assert (payload, number) == ("", 1)


async def test_what_was_sent_stays_sent_whatever_a_sender_that_lost_its_office_says_later(database: Database) -> None:
    await put(database, "a")
    async with database.reading() as session:
        [letter] = await outbox.replies(session, HERE, time(), 9)
    for result in (Delivered(1), Doubtful()):
        async with database.writing() as session:
            await outbox.recorded(session, [verdict_on(letter, result, time()).as_row()])

    assert await states(database) == {"a": OutboxState.SENT}
