"""Rating: a thumb under one's own answer."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.db.database import Database
from bot.db.models import RatingRow
from bot.domain.answer import Rating
from bot.domain.errors import AnswerGone
from bot.domain.messages import Message
from bot.domain.people import Address, Channel
from bot.services.ask import Ask
from bot.services.rate import Rate
from bot.services.recall import Recall
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
