"""Recalling: one's own questions and answers, oldest first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.db.database import Database
from bot.domain.messages import Message
from bot.domain.people import Address, Channel
from bot.services.ask import Ask
from bot.services.recall import Recall
from tests.fakes import CITATION, RELATED, FakeThinker, FixedClock

SITI = Address(Channel.TELEGRAM, "1001")


@pytest.fixture
def ask(database: Database, thinker: FakeThinker, clock: FixedClock) -> Ask:
    return Ask(database, thinker, clock)


async def test_a_person_who_never_wrote_has_no_history(database: Database) -> None:
    assert await Recall(database)(SITI) == ()


async def test_turns_come_oldest_first_and_whole(ask: Ask, clock: FixedClock) -> None:
    began = clock.now()
    first = await ask(Message(SITI, "Satu", "m-1"))
    clock.pass_by(timedelta(days=1))
    await ask(Message(SITI, "Dua", "m-2"))

    turns = await Recall(ask.database)(SITI)

    assert [turn.question for turn in turns] == ["Satu", "Dua"]
    assert turns[0].answer == first
    assert turns[0].answer.citations == (CITATION,)
    assert turns[0].answer.choices == (RELATED,)
    assert [turn.asked_at - began for turn in turns] == [timedelta(0), timedelta(days=1)]


async def test_only_the_last_turns_are_recalled_when_there_are_many(ask: Ask) -> None:
    for number in range(5):
        await ask(Message(SITI, f"Pertanyaan {number}", f"m-{number}"))

    turns = await Recall(ask.database)(SITI, limit=2)

    assert [turn.question for turn in turns] == ["Pertanyaan 3", "Pertanyaan 4"]


async def test_nobody_recalls_what_another_wrote(ask: Ask) -> None:
    await ask(Message(SITI, "Satu", "m-1"))

    assert await Recall(ask.database)(Address(Channel.WEB, "1001")) == ()
    assert await Recall(ask.database)(Address(Channel.TELEGRAM, "1002")) == ()


async def test_what_cannot_be_stored_is_left_out_wherever_it_stands(ask: Ask, thinker: FakeThinker) -> None:
    thinker.thought = replace(thinker.thought, choices=(replace(RELATED, label="Apa\x00 itu\ud800 sentra?"),))
    await ask(Message(SITI, "Satu", "m-1"))

    [turn] = await Recall(ask.database)(SITI)

    assert turn.answer.choices == (RELATED,)


async def test_parts_of_an_answer_keep_their_order(ask: Ask, thinker: FakeThinker) -> None:
    citations = tuple(replace(CITATION, passage=f"p-{number}") for number in (3, 1, 2))
    choices = tuple(replace(RELATED, token=f"c-{number}") for number in (9, 7, 8))
    thinker.thought = replace(thinker.thought, citations=citations, choices=choices)
    await ask(Message(SITI, "Satu", "m-1"))

    [turn] = await Recall(ask.database)(SITI)

    assert turn.answer.citations == citations
    assert turn.answer.choices == choices
