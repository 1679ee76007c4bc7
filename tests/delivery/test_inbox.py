"""The inbox, on both databases: stored before it is acknowledged, handled once, in order, whoever dies or fails."""

import asyncio
import errno
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import OperationalError

from bot.db import inbox as rows
from bot.db import leases
from bot.db.database import Database, WriteSession
from bot.db.models import Base, InboxRow, LeaseRow, OutboxRow
from bot.delivery.inbox import Rhythm
from bot.delivery.lanes import Closed
from bot.delivery.office import Office
from bot.delivery.reaction import Reaction, Unreadable
from bot.domain.delivery import Arrival, InboxState, Outgoing, Received
from bot.domain.errors import ChoiceGone

HERE = "telegram:1"


@dataclass
class Keeper:
    """Handles by sending one reply for each update; fails or waits where a test says so."""

    handled: list[str] = field(default_factory=list)
    excused: list[tuple[str, str]] = field(default_factory=list)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.gate.set()

    async def handle(self, received: Received) -> Reaction:
        assert received.lane not in self.at_once
        self.at_once.add(received.lane)
        try:
            await self.gate.wait()
            if self.failures.get(received.key):
                raise self.failures[received.key].pop(0)
        finally:
            self.at_once.discard(received.lane)

        async def record(_: WriteSession) -> Sequence[Outgoing]:
            return (Outgoing(HERE, received.lane, "sendMessage", {"text": received.key}),)

        return Reaction(record, after=lambda: self.handled.append(received.key))

    async def excuse(self, received: Received, error: Exception) -> Reaction:
        self.excused.append((received.key, type(error).__name__))
        return Reaction()


@asynccontextmanager
async def working(database: Database, keeper: Keeper, **how: object) -> AsyncIterator[Office]:
    office = Office(database, rhythm=Rhythm(retries=(0.01,) * 4, look=0.05, outage=0.05), **how)  # type: ignore[arg-type]
    await office.inbox.start()
    office.inbox.serve(HERE, keeper)
    yield office
    await office.stop(5)


def came(number: int, lane: str = "a", source: str = HERE) -> Arrival:
    return Arrival(source, str(number), lane, number, '{"kata": "rahasia"}')


async def count(database: Database, table: type[Base], **where: object) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table).filter_by(**where)) or 0


async def until_done(database: Database) -> None:
    async with asyncio.timeout(20):
        while await count(database, InboxRow, state=InboxState.WAITING):  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.01)


async def test_what_came_twice_is_handled_once(database: Database) -> None:
    keeper = Keeper()
    async with working(database, keeper) as office:
        await asyncio.gather(*(office.inbox.receive(came(number)) for number in (1, 2, 1, 3, 2)))
        await until_done(database)
        await office.inbox.receive(came(2))
        await office.inbox.settle()

    assert keeper.handled == ["1", "2", "3"]
    assert await count(database, OutboxRow) == 3


async def test_each_lane_keeps_its_order_and_lanes_go_side_by_side(database: Database) -> None:
    keeper = Keeper()
    keeper.gate.clear()
    async with working(database, keeper) as office:
        for number in range(40):
            await office.inbox.receive(came(number, f"lane {number % 8}"))
        await asyncio.sleep(0.05)
        side_by_side = len(keeper.at_once)
        keeper.gate.set()
        await until_done(database)

    assert side_by_side == 8
    for lane in range(8):
        assert [key for key in keeper.handled if int(key) % 8 == lane] == [str(number) for number in range(lane, 40, 8)]


async def test_who_brings_more_than_is_answered_hears_so(database: Database) -> None:
    keeper = Keeper()
    keeper.gate.clear()
    async with working(database, keeper) as office:
        are_next = [await office.inbox.receive(came(number, lane)) for number, lane in enumerate(("one", "one", "two"))]
        keeper.gate.set()
        await until_done(database)
        await office.inbox.settle()
        are_next.append(await office.inbox.receive(came(3, "one")))

    assert are_next == [True, False, True, True]


async def test_what_a_person_wrote_is_not_kept_when_it_is_done(database: Database) -> None:
    async with working(database, Keeper()) as office:
        await office.inbox.receive(came(1))
        await until_done(database)
    async with database.reading() as session:
        assert list(await session.scalars(select(InboxRow.raw))) == [""]


async def test_what_cannot_be_read_is_parked_and_holds_nobody(database: Database) -> None:
    keeper = Keeper(failures={"1": [Unreadable("rahasia")]})
    async with working(database, keeper) as office:
        for number in (1, 2):
            await office.inbox.receive(came(number))
        await until_done(database)
    async with database.reading() as session:
        [parked] = await rows.parked(session)

    assert keeper.handled == ["2"]
    assert (parked.key, parked.reason) == ("1", "cannot be read")


async def test_what_fails_is_tried_five_times_then_excused_and_parked_with_a_reason_without_words(database: Database) -> None:
    keeper = Keeper(failures={"1": [RuntimeError("rahasia") for _ in range(5)], "5": [RuntimeError("rahasia")]})
    async with working(database, keeper) as office:
        for number in (1, 2, 5):
            await office.inbox.receive(came(number, lane=f"lane {number}"))
        await until_done(database)
    async with database.reading() as session:
        [parked] = await rows.parked(session)

    assert keeper.failures == {"1": [], "5": []}
    assert keeper.excused == [("1", "RuntimeError")]
    assert sorted(keeper.handled) == ["2", "5"]
    assert (parked.reason, parked.attempts) == ("RuntimeError", 4)


@pytest.mark.parametrize(
    "away", [OperationalError("a statement", {}, RuntimeError("disk I/O error")), OSError(errno.ENOSPC, "No space left on device")]
)
async def test_while_the_database_is_away_or_the_disk_is_full_no_failure_counts(database: Database, away: Exception) -> None:
    keeper = Keeper(failures={"1": [away] * 7})
    async with working(database, keeper) as office:
        await office.inbox.receive(came(1))
        await until_done(database)

    assert keeper.handled == ["1"]


async def test_what_a_person_can_be_told_is_excused_at_once_and_done(database: Database) -> None:
    keeper = Keeper(failures={"1": [ChoiceGone()]})
    async with working(database, keeper) as office:
        await office.inbox.receive(came(1))
        await until_done(database)

    assert keeper.excused == [("1", "ChoiceGone")]
    assert await count(database, InboxRow, state=InboxState.DONE) == 1


async def test_a_parked_one_can_be_retried_or_dropped(database: Database) -> None:
    keeper = Keeper(failures={"1": [Unreadable()], "2": [Unreadable()]})
    async with working(database, keeper) as office:
        for number in (1, 2):
            await office.inbox.receive(came(number))
        await until_done(database)
        async with database.writing() as session:
            numbers = {row.key: row.id for row in await rows.parked(session)}
            assert await rows.retried(session, numbers["1"])
            assert await rows.left_out(session, numbers["2"])
            assert not await rows.retried(session, 999)
        async with asyncio.timeout(10):
            while keeper.handled != ["1"]:  # noqa: ASYNC110 - a list has no event
                await asyncio.sleep(0.01)
        await office.inbox.receive(came(2))
        await until_done(database)

    assert keeper.handled == ["1"]


async def test_what_a_dead_worker_held_is_taken_over_when_its_lease_runs_out(database: Database) -> None:
    async with database.writing() as session:
        await rows.stored(session, [came(1), came(2)], 0)
        await leases.taken(session, ["a"], "the dead one", now=9e12)
    keeper = Keeper()
    async with working(database, keeper):
        await asyncio.sleep(0.2)
        while_leased = list(keeper.handled)
        async with database.writing() as session:
            await session.execute(update(LeaseRow).values(until=1.0))
        await until_done(database)

    assert while_leased == []
    assert keeper.handled == ["1", "2"]
    assert await count(database, LeaseRow) == 0


async def test_a_worker_that_lost_its_lane_meanwhile_changes_nothing(database: Database) -> None:
    slow, quick = Keeper(), Keeper()
    slow.gate.clear()
    async with working(database, slow) as first:
        await first.inbox.receive(came(1))
        async with database.writing() as session:
            await session.execute(delete(LeaseRow))
        async with working(database, quick):
            await until_done(database)
        slow.gate.set()
        await first.inbox.settle()

    assert (quick.handled, slow.handled) == (["1"], [])
    assert await count(database, OutboxRow) == 1


async def test_two_workers_share_the_lanes_and_keep_the_order_of_each(database: Database) -> None:
    one, other = Keeper(), Keeper()
    handled: list[str] = []
    one.handled = other.handled = handled
    async with working(database, one) as first, working(database, other) as second:
        for number in range(60):
            await (first, second)[number % 2].inbox.receive(came(number, f"lane {number % 5}"))
        await until_done(database)

    assert len(handled) == 60
    for lane in range(5):
        mine = [int(key) for key in handled if int(key) % 5 == lane]
        assert mine == sorted(mine)


async def test_a_flood_in_one_lane_lets_the_others_pass(sqlite_database: Database) -> None:
    keeper = Keeper()
    keeper.gate.clear()
    async with working(sqlite_database, keeper, at_once=4) as office:
        await asyncio.gather(*(office.inbox.receive(came(number, "flood")) for number in range(400)))
        await asyncio.gather(*(office.inbox.receive(came(1000 + number, f"lane {number}")) for number in range(10)))
        keeper.gate.set()
        await until_done(sqlite_database)
    last = max(keeper.handled.index(str(1000 + number)) for number in range(10))

    assert len(keeper.handled) == 410
    assert last < 60


async def test_nothing_is_acknowledged_that_is_not_stored(sqlite_database: Database) -> None:
    async with working(sqlite_database, Keeper()) as office:
        async with sqlite_database.writing() as session:
            await session.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
        with pytest.raises(Exception, match="inbox"):
            await office.inbox.receive(came(1))
        async with sqlite_database.writing() as session:
            await session.execute(text("ALTER TABLE elsewhere RENAME TO inbox"))
        await office.inbox.receive(came(1))
        await until_done(sqlite_database)

    assert await count(sqlite_database, InboxRow, state=InboxState.DONE) == 1


async def test_while_nothing_can_be_recorded_it_waits_and_then_goes_on(sqlite_database: Database) -> None:
    keeper = Keeper()
    async with working(sqlite_database, keeper) as office:
        keeper.gate.clear()
        await office.inbox.receive(came(1))
        async with sqlite_database.writing() as session:
            await session.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
        keeper.gate.set()
        await asyncio.sleep(0.3)
        async with sqlite_database.writing() as session:
            await session.execute(text("ALTER TABLE elsewhere RENAME TO inbox"))
        await until_done(sqlite_database)
        await office.inbox.settle()

    assert keeper.handled == ["1"]


async def test_a_stop_finishes_what_is_in_hand_and_leaves_the_rest(database: Database) -> None:
    keeper = Keeper()
    keeper.gate.clear()
    async with working(database, keeper) as office:
        for number in (1, 2, 3):
            await office.inbox.receive(came(number))
        stopping = asyncio.create_task(office.stop(5))
        await asyncio.sleep(0.02)
        with suppress(Closed):
            await office.inbox.receive(came(4))
        keeper.gate.set()
        undone = await stopping

    assert (undone, keeper.handled) == (0, ["1"])
    assert await count(database, InboxRow, state=InboxState.WAITING) == 2
    assert await count(database, LeaseRow) == 0
