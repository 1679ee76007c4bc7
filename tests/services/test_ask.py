"""Asking: once per key, whatever the network and the machine do meanwhile."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Select, event, func, select
from sqlalchemy.pool import QueuePool

from bot.db import people, questions, turns
from bot.db.database import Database
from bot.db.models import AnswerRow, Base, ConversationRow, PersonRow, QuestionRow
from bot.domain.answer import Outcome, Turn
from bot.domain.errors import TooMany
from bot.domain.messages import Message
from bot.domain.people import Address, Channel, Language
from bot.services.ask import Ask
from bot.services.speak import Speak
from bot.texts import say
from tests.fakes import CITATION, RELATED, FakeThinker, FakeThought, FixedClock, Heard

SITI = Address(Channel.TELEGRAM, "1001")
BUDI = Address(Channel.WEB, "1001")
FIRST = Message(SITI, "Berapa usaha supaya disebut sentra?", "m-1")


@pytest.fixture
def ask(database: Database, thinker: FakeThinker, clock: FixedClock) -> Ask:
    return Ask(database, thinker, clock)


async def one(database: Database, statement: Select[Any]) -> object:
    async with database.reading() as session:
        return await session.scalar(statement)


async def count(database: Database, table: type[Base]) -> object:
    return await one(database, select(func.count()).select_from(table))


async def test_an_answer_is_what_was_thought_with_a_token_to_rate_it(ask: Ask) -> None:
    answer = await ask(FIRST)

    assert answer.outcome is Outcome.ANSWERED
    assert answer.text == "Paling sedikit lima usaha."
    assert answer.citations == (CITATION,)
    assert answer.choices == (RELATED,)
    assert answer.rating is None
    assert answer.token.isascii()
    assert 10 <= len(answer.token) <= 24


async def test_a_redelivery_gets_the_first_answer_without_thinking(ask: Ask, thinker: FakeThinker) -> None:
    first = await ask(FIRST)
    thinker.thought = FakeThought(text="Lain.")

    assert await ask(FIRST) == first
    assert len(thinker.heard) == 1


async def test_the_same_key_of_another_person_is_another_question(ask: Ask, thinker: FakeThinker) -> None:
    first = await ask(FIRST)
    second = await ask(Message(BUDI, FIRST.text, FIRST.key))

    assert second.token != first.token
    assert len(thinker.heard) == 2


async def test_two_deliveries_at_once_get_one_answer(ask: Ask, thinker: FakeThinker, database: Database) -> None:
    both_think = asyncio.Barrier(2)

    async def meet() -> None:
        await both_think.wait()

    thinker.meanwhile = meet
    first, second = await asyncio.gather(ask(FIRST), ask(FIRST))

    assert first == second
    assert await count(database, PersonRow) == await count(database, QuestionRow) == await count(database, AnswerRow) == 1


async def test_many_deliveries_of_many_keys_at_once_keep_one_open_conversation(ask: Ask, database: Database) -> None:
    deliveries = [Message(SITI, f"Pertanyaan {number}", f"m-{number}") for number in range(8)] * 3
    answers = await asyncio.gather(*(ask(message) for message in deliveries))

    assert len({answer.token for answer in answers}) == 8
    assert await count(database, QuestionRow) == 8
    assert await count(database, ConversationRow) == 1


async def test_what_died_while_thinking_is_thought_again(ask: Ask, thinker: FakeThinker, database: Database) -> None:
    thinker.failure = asyncio.CancelledError()
    with pytest.raises(asyncio.CancelledError):
        await ask(FIRST)
    assert await count(database, QuestionRow) == await count(database, AnswerRow) == 0

    thinker.failure = None
    answer = await ask(FIRST)

    assert answer.outcome is Outcome.ANSWERED
    assert await count(database, QuestionRow) == await count(database, AnswerRow) == 1


async def test_no_connection_is_held_while_thinking(ask: Ask, thinker: FakeThinker, database: Database) -> None:
    held: list[int] = []

    async def look() -> None:
        pool = database.engine.pool
        assert isinstance(pool, QueuePool)
        held.append(pool.checkedout())

    thinker.meanwhile = look
    await ask(FIRST)
    await ask.follow(SITI, RELATED.token, "t-1")

    assert held == [0, 0]


async def test_the_last_three_questions_help_to_understand_the_next(ask: Ask, thinker: FakeThinker) -> None:
    for number in range(1, 6):
        await ask(Message(SITI, f"Pertanyaan {number}", f"m-{number}"))
    await ask(Message(BUDI, "Halo", "m-1"))

    assert [heard.before for heard in thinker.heard] == [
        (),
        ("Pertanyaan 1",),
        ("Pertanyaan 1", "Pertanyaan 2"),
        ("Pertanyaan 1", "Pertanyaan 2", "Pertanyaan 3"),
        ("Pertanyaan 2", "Pertanyaan 3", "Pertanyaan 4"),
        (),
    ]


@pytest.mark.parametrize(("silence", "before"), [(timedelta(hours=12), (FIRST.text,)), (timedelta(hours=12, seconds=1), ())])
async def test_after_a_long_silence_a_new_conversation_begins(
    ask: Ask, thinker: FakeThinker, clock: FixedClock, silence: timedelta, before: tuple[str, ...]
) -> None:
    await ask(FIRST)
    clock.pass_by(silence)

    await ask(Message(SITI, "kalau makanan?", "m-2"))

    assert thinker.heard[-1].before == before


async def test_a_conversation_lasts_as_long_as_it_goes_on(ask: Ask, thinker: FakeThinker, clock: FixedClock) -> None:
    for number in range(3):
        await ask(Message(SITI, f"Pertanyaan {number}", f"m-{number}"))
        clock.pass_by(timedelta(hours=11))

    assert thinker.heard[-1].before == ("Pertanyaan 0", "Pertanyaan 1")


async def test_a_conversation_that_ended_is_closed_when_it_was_last_spoken_in(ask: Ask, database: Database, clock: FixedClock) -> None:
    await ask(FIRST)
    ended = clock.now()
    clock.pass_by(timedelta(days=2))
    await ask(Message(SITI, "Halo lagi", "m-2"))

    async with database.reading() as session:
        closed = await session.scalars(select(ConversationRow.closed_at).order_by(ConversationRow.id))

    assert closed.all() == [ended, None]


async def test_the_chosen_language_is_told_to_the_thinker(ask: Ask, thinker: FakeThinker, clock: FixedClock) -> None:
    await ask(FIRST)
    await Speak(ask.database, clock).choose(SITI, Language.ENGLISH)
    await ask(Message(SITI, "kalau makanan?", "m-2"))

    assert [heard.language for heard in thinker.heard] == [None, Language.ENGLISH]


async def test_the_language_that_was_chosen_before_the_first_question_is_told_to_the_thinker(
    ask: Ask, thinker: FakeThinker, clock: FixedClock
) -> None:
    await Speak(ask.database, clock).choose(SITI, Language.ENGLISH)
    await ask(FIRST)

    assert thinker.heard == [Heard(FIRST.text, (), Language.ENGLISH)]


async def test_a_question_that_is_known_without_an_answer_is_answered_as_it_was_asked(
    ask: Ask, database: Database, clock: FixedClock
) -> None:
    async with database.writing() as session:
        person = await people.arrived(session, SITI, clock.now())
        await questions.asked(session, person, FIRST, clock.now())
    clock.pass_by(timedelta(hours=1))

    answer = await ask(Message(SITI, "Lain?", FIRST.key))

    async with database.reading() as session:
        [turn] = await turns.latest_turns(session, SITI, 9)
    assert turn == Turn(FIRST.text, answer, clock.now() - timedelta(hours=1))


async def test_a_question_of_somebody_known_takes_nine_statements(ask: Ask) -> None:
    await ask(FIRST)
    executed: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        executed.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await ask(Message(SITI, "kalau makanan?", "m-2"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert len(executed) == 9


async def test_a_failure_becomes_an_answer_that_quotes_its_incident(ask: Ask, thinker: FakeThinker, database: Database) -> None:
    thinker.failure = RuntimeError("broken")

    answer = await ask(FIRST)

    incident = await one(database, select(AnswerRow.incident))
    assert isinstance(incident, str)
    assert answer.outcome is Outcome.ERROR
    assert answer.citations == ()
    assert answer.text == say(Language.INDONESIAN, "error.unknown", incident=incident)
    assert await ask(FIRST) == answer


async def test_a_failure_is_told_in_the_language_of_the_conversation(ask: Ask, thinker: FakeThinker) -> None:
    thinker.thought = FakeThought(language=Language.ENGLISH)
    await ask(FIRST)
    thinker.failure = RuntimeError("broken")

    answer = await ask(Message(SITI, "and for food?", "m-2"))

    assert answer.language is Language.ENGLISH


async def test_a_failure_is_logged_once_with_its_incident(
    ask: Ask, thinker: FakeThinker, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    thinker.failure = RuntimeError("broken")

    await ask(FIRST)

    [logged] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert str(await one(database, select(AnswerRow.incident))) in logged.getMessage()
    assert "RuntimeError" in logged.getMessage()
    assert "fakes.py" in logged.getMessage()


async def test_nothing_a_person_wrote_is_logged(ask: Ask, thinker: FakeThinker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    thinker.failure = ValueError(f"cannot read {FIRST.text!r}")
    thinker.failure.__cause__ = LookupError(FIRST.text)

    await ask(FIRST)
    thinker.failure = None
    await ask(Message(SITI, FIRST.text, "m-2"))
    await ask.follow(SITI, RELATED.token, "t-1")

    assert caplog.records
    assert FIRST.text not in caplog.text
    assert thinker.thought.text not in caplog.text


async def test_what_a_person_can_be_told_is_not_an_incident(ask: Ask, thinker: FakeThinker) -> None:
    thinker.failure = TooMany(seconds=5)

    with pytest.raises(TooMany):
        await ask(FIRST)


async def test_thinking_keeps_nothing_and_what_it_returns_keeps_all_in_one_transaction(ask: Ask, database: Database) -> None:
    recording = await ask.think(FIRST)
    before = await count(database, PersonRow)
    with suppress(ZeroDivisionError):
        async with database.writing() as session:
            await recording(session)
            raise ZeroDivisionError
    undone = await count(database, PersonRow)
    async with database.writing() as session:
        first = await recording(session)
    async with database.writing() as session:
        again = await recording(session)

    assert (before, undone) == (0, 0)
    assert first == again
    assert await count(database, QuestionRow) == await count(database, AnswerRow) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("a\x00b\ud800c\udfff", "abc"),
        ("\x01\x07\x1b\u202e\u200b\U0001f600", "\x01\x07\x1b\u202e\u200b\U0001f600"),
        ("x" * 4_000, "x" * 4_000),
        ("x" * 100_000, "x" * 3_999 + "…"),
    ],
)
async def test_any_text_can_be_kept(ask: Ask, database: Database, written: str, kept: str) -> None:
    answer = await ask(Message(SITI, written, "m-1"))

    assert answer.outcome is Outcome.ANSWERED
    assert await one(database, select(QuestionRow.text)) == kept


async def test_the_thinker_sees_how_long_a_question_was(ask: Ask, thinker: FakeThinker) -> None:
    await ask(Message(SITI, "x\x00" * 50_000, "m-1"))

    assert thinker.heard == [Heard("x" * 50_000, (), None)]


async def test_an_answer_that_quotes_what_cannot_be_kept_is_the_same_at_redelivery(ask: Ask, thinker: FakeThinker) -> None:
    thinker.thought = FakeThought(text="Saya tidak menemukan \x00Permen\ud800.", citations=(), choices=())

    first = await ask(FIRST)

    assert first.text == "Saya tidak menemukan Permen."
    assert await ask(FIRST) == first


async def test_a_key_of_any_shape_is_a_key(ask: Ask, thinker: FakeThinker) -> None:
    for key in ("k" * 10_000, "k" * 10_001, "\x00", "\ud800"):
        first = await ask(Message(SITI, "Halo", key))
        assert await ask(Message(SITI, "Halo", key)) == first

    assert len(thinker.heard) == 4
