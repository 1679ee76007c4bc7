"""Rating: a thumb under one's own answer."""

import asyncio

import pytest
from sqlalchemy import Engine, event, func, select

from bot.db.database import Database
from bot.db.models import RatingRow
from bot.domain.answer import Rating
from bot.domain.errors import AnswerGone
from bot.domain.messages import Message
from bot.domain.people import Address, Channel, Language
from bot.services.ask import Ask
from bot.services.rate import Rate
from bot.services.recall import Recall
from bot.services.speak import Speak
from tests.fakes import FakeThinker, FixedClock

SITI = Address(Channel.TELEGRAM, "1001")
BUDI = Address(Channel.TELEGRAM, "1002")
SAME_ID_ELSEWHERE = Address(Channel.WEB, "1001")


@pytest.fixture
def rate(database: Database, clock: FixedClock) -> Rate:
    return Rate(database, clock)


@pytest.fixture
async def token(database: Database, thinker: FakeThinker, clock: FixedClock) -> str:
    return (await Ask(database, thinker, clock)(Message(SITI, "Apa itu OVOP?", "m-1"))).token


async def rating_of_siti(database: Database) -> Rating | None:
    [turn] = await Recall(database)(SITI)
    return turn.answer.rating


async def test_the_last_tap_wins(rate: Rate, token: str, database: Database) -> None:
    assert await rating_of_siti(database) is None
    await rate(SITI, token, Rating.UP)
    assert await rating_of_siti(database) is Rating.UP
    await rate(SITI, token, Rating.DOWN)
    await rate(SITI, token, Rating.DOWN)

    assert await rating_of_siti(database) is Rating.DOWN


async def test_keeping_a_rating_tells_the_chosen_language_in_a_single_statement(rate: Rate, token: str, database: Database) -> None:
    executed: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        executed.append(statement)

    async with database.writing() as session:
        before = await rate.keep(session, SITI, token, Rating.UP)
    await Speak(database, rate.clock).choose(SITI, Language.ENGLISH)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        async with database.writing() as session:
            after = await rate.keep(session, SITI, token, Rating.DOWN)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert (before, after) == (None, Language.ENGLISH)
    assert len([statement for statement in executed if "ratings" in statement]) == 1


async def test_taps_at_once_leave_one_rating(rate: Rate, token: str, database: Database) -> None:
    await asyncio.gather(*(rate(SITI, token, rating) for rating in (*Rating, *Rating)))

    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(RatingRow)) == 1


@pytest.mark.parametrize("stranger", [BUDI, SAME_ID_ELSEWHERE])
async def test_another_persons_answer_cannot_be_rated(rate: Rate, token: str, database: Database, stranger: Address) -> None:
    with pytest.raises(AnswerGone):
        await rate(stranger, token, Rating.DOWN)

    assert await rating_of_siti(database) is None


@pytest.mark.parametrize("strange", ["", "tidak-ada", "\x00", "\ud800", "'; DROP TABLE ratings; --", "x" * 10_000])
async def test_an_unknown_answer_cannot_be_rated(rate: Rate, strange: str) -> None:
    with pytest.raises(AnswerGone):
        await rate(SITI, strange, Rating.UP)
