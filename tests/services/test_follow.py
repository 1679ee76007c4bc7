"""Following a tapped choice: a question that the bot wrote itself."""

import asyncio

import pytest
from sqlalchemy import func, select

from bot.db.database import Database
from bot.db.models import PersonRow, QuestionRow
from bot.domain.answer import Outcome
from bot.domain.errors import ChoiceGone
from bot.domain.messages import Choice, Message
from bot.domain.people import Address, Channel, Language
from bot.services.ask import Ask
from bot.services.speak import Speak
from tests.fakes import OPENER, RELATED, FakeThinker, FakeThought, FixedClock

SITI = Address(Channel.TELEGRAM, "1001")


@pytest.fixture
def ask(database: Database, thinker: FakeThinker, clock: FixedClock) -> Ask:
    return Ask(database, thinker, clock)


async def test_a_tap_gives_the_question_it_stands_for_and_its_answer(ask: Ask, clock: FixedClock) -> None:
    turn = await ask.follow(SITI, RELATED.token, "t-1")

    assert turn.question == RELATED.label
    assert turn.answer.outcome is Outcome.ANSWERED
    assert turn.asked_at == clock.now()


async def test_the_tapped_choice_is_remembered(ask: Ask, database: Database) -> None:
    await ask.follow(SITI, RELATED.token, "t-1")

    async with database.reading() as session:
        assert await session.scalar(select(QuestionRow.followed)) == RELATED.token


async def test_a_redelivered_tap_gets_the_first_answer(ask: Ask, thinker: FakeThinker) -> None:
    first = await ask.follow(SITI, RELATED.token, "t-1")

    assert await ask.follow(SITI, RELATED.token, "t-1") == first
    assert len(thinker.heard) == 1


async def test_two_taps_at_once_get_one_answer(ask: Ask, thinker: FakeThinker) -> None:
    both_think = asyncio.Barrier(2)

    async def meet() -> None:
        await both_think.wait()

    thinker.meanwhile = meet
    first, second = await asyncio.gather(*(ask.follow(SITI, RELATED.token, "t-1") for _ in range(2)))

    assert first == second


async def test_the_next_question_is_understood_in_the_light_of_the_tap(ask: Ask, thinker: FakeThinker) -> None:
    await ask.follow(SITI, RELATED.token, "t-1")
    await ask(Message(SITI, "kalau makanan?", "m-1"))

    assert thinker.heard[-1].before == (RELATED.label,)


@pytest.mark.parametrize("token", ["", "tidak-ada", "\x00", "\ud800", "x" * 10_000, RELATED.token + "\x00"])
async def test_a_tap_on_what_is_gone_keeps_nothing(ask: Ask, database: Database, token: str) -> None:
    with pytest.raises(ChoiceGone):
        await ask.follow(SITI, token, "t-1")

    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(QuestionRow)) == 0
        assert await session.scalar(select(func.count()).select_from(PersonRow)) == 0


async def test_a_tap_goes_on_in_the_language_of_the_answer(ask: Ask, thinker: FakeThinker, clock: FixedClock) -> None:
    await ask.follow(SITI, OPENER.token, "t-1")
    thinker.thought = FakeThought(language=Language.ENGLISH)
    await ask(Message(SITI, "What is a sentra?", "m-1"))
    await ask.follow(SITI, RELATED.token, "t-2")
    await Speak(ask.database, clock).choose(SITI, Language.INDONESIAN)
    await ask.follow(SITI, RELATED.token, "t-3")

    languages = [heard.language for heard in thinker.heard]
    assert languages == [Language.INDONESIAN, None, Language.ENGLISH, Language.INDONESIAN]


async def test_a_strangers_tap_is_answered_in_the_language_of_the_hint(ask: Ask, thinker: FakeThinker) -> None:
    await ask.follow(SITI, OPENER.token, "t-1", "en-GB")
    thinker.thought = FakeThought(language=Language.INDONESIAN)
    await ask(Message(SITI, "Apa itu sentra?", "m-1"))
    await ask.follow(SITI, RELATED.token, "t-2", "en-GB")

    assert [heard.language for heard in thinker.heard] == [Language.ENGLISH, None, Language.INDONESIAN]


async def test_a_strangers_tap_that_failed_is_excused_in_the_language_of_the_hint(ask: Ask, thinker: FakeThinker) -> None:
    thinker.failure = RuntimeError("broken")

    assert (await ask.follow(SITI, OPENER.token, "t-1", "en")).answer.language is Language.ENGLISH


@pytest.mark.parametrize("choice", [OPENER, RELATED])
async def test_a_tap_whose_thinking_failed_is_kept_under_the_words_that_were_tapped(ask: Ask, thinker: FakeThinker, choice: Choice) -> None:
    await ask(Message(SITI, "Berapa usaha supaya disebut sentra?", "m-1"))
    thinker.failure = RuntimeError("broken")

    turn = await ask.follow(SITI, choice.token, "t-1")

    assert turn.question == choice.label
    assert turn.answer.outcome is Outcome.ERROR
    assert await ask.follow(SITI, RELATED.token, "t-1") == turn
