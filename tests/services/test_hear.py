"""The owner hears of each change of state, once."""

import asyncio

import pytest
from sqlalchemy import select

from bot.db.assessment_models import ChangeRow
from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.domain.assessment import Change, State
from bot.domain.errors import AssessmentGone, StateMoved
from bot.domain.people import Address, Channel
from bot.services.hear import MOVES, Hear
from handlers.telegram.forms import Carrying
from handlers.telegram.sending import Sending
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.people import a_person, assessed

SITI = Address(Channel.TELEGRAM, "5001")


@pytest.fixture
def hear(database: Database, clock: FixedClock) -> Hear:
    return Hear(database, clock, Forms(database, clock).filling.opening, Carrying(Sending("telegram:1")))


async def in_state(hear: Hear, state: State, sender: Address = SITI) -> int:
    return await assessed(hear.database, await a_person(hear.database, sender, hear.clock.now()), hear.clock.now(), state=state)


async def payloads(hear: Hear) -> list[str]:
    async with hear.database.reading() as session:
        return list(await session.scalars(select(OutboxRow.payload).order_by(OutboxRow.id)))


async def test_each_change_is_kept_with_its_actor_and_told_with_the_officers_words(hear: Hear) -> None:
    number = await in_state(hear, State.SUBMITTED)

    await hear(number, Change(State.IN_REVIEW, "staff-1"))
    await hear(number, Change(State.RETURNED, "staff-2", "Lengkapi <SK> sentra"))

    async with hear.database.reading() as session:
        changes = (await session.scalars(select(ChangeRow).order_by(ChangeRow.id))).all()[1:]
    assert [(row.state, row.actor, row.note) for row in changes] == [
        (State.IN_REVIEW, "staff-1", ""),
        (State.RETURNED, "staff-2", "Lengkapi <SK> sentra"),
    ]
    first, second = await payloads(hear)
    assert "Sedang ditinjau" in first
    assert "Kata petugas" not in first
    assert "Kata petugas" in second
    assert "Lengkapi &lt;SK&gt; sentra" in second


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
async def test_what_staff_may_not_do_is_refused_and_nobody_hears_of_it(before: State, after: State, hear: Hear) -> None:
    number = await in_state(hear, before)
    if after in MOVES.get(before, frozenset()):
        await hear(number, Change(after, "staff-1"))
        assert len(await payloads(hear)) == 1
        return

    with pytest.raises(StateMoved):
        await hear(number, Change(after, "staff-1"))
    assert await payloads(hear) == []


async def test_two_officers_at_once_make_one_change(hear: Hear) -> None:
    number = await in_state(hear, State.SUBMITTED)

    done = await asyncio.gather(*(hear(number, Change(State.IN_REVIEW, f"s{one}")) for one in range(4)), return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == ["NoneType", "StateMoved", "StateMoved", "StateMoved"]
    assert len(await payloads(hear)) == 1


async def test_what_was_erased_cannot_be_changed(hear: Hear) -> None:
    with pytest.raises(AssessmentGone):
        await hear(99, Change(State.IN_REVIEW, "staff-1"))


async def test_on_the_page_the_change_is_made_and_nothing_is_sent(hear: Hear) -> None:
    number = await in_state(hear, State.SUBMITTED, Address(Channel.WEB, "a" * 32))

    await hear(number, Change(State.IN_REVIEW, "staff-1"))

    assert await payloads(hear) == []
