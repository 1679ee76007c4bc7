"""One at a time in a chat, many chats at once, and a flood holds nobody: told by counts and order, not by time."""

import asyncio
from typing import Any

from handlers.telegram.inbox import chat_of, update_id
from tests.fakes import FakeThought
from tests.handlers.telegram.stage import Stage

PEOPLE = range(1, 21)


async def test_each_chat_is_answered_in_its_order(stage: Stage) -> None:
    stage.thinker.script = {f"nomor {number}.": _thought(f"jawaban {number}") for number in range(5)}
    for number in range(5):
        for person in PEOPLE:
            stage.api.write(f"nomor {number}.", person=person)
    await stage.settle()

    for person in PEOPLE:
        texts = [sent.text for sent in stage.api.sent if sent.chat_id == person]
        assert texts == [f"jawaban {number}" for number in range(5)]


async def test_many_chats_are_thought_about_at_once_and_each_only_once_at_a_time(stage: Stage) -> None:
    stage.thinker.gate.clear()
    for person in PEOPLE:
        for _ in range(3):
            stage.api.write("berapa usaha?", person=person)
    await stage.api.until(lambda: len(stage.thinker.heard) == len(PEOPLE))
    await asyncio.sleep(0.05)
    at_once = len(stage.thinker.heard)
    stage.thinker.gate.set()
    await stage.settle()

    assert at_once == len(PEOPLE)
    assert len(stage.api.sent) == 3 * len(PEOPLE)


async def test_a_chat_that_floods_holds_nobody(stage: Stage) -> None:
    stage.thinker.gate.clear()
    for _ in range(150):
        stage.api.write("berapa usaha?", person=999)
    for person in PEOPLE:
        stage.api.write("/bantuan", person=person)
    await stage.api.until(lambda: len(stage.api.sent) == len(PEOPLE))
    served = {sent.chat_id for sent in stage.api.sent}
    stage.thinker.gate.set()
    await stage.settle()

    assert served == set(PEOPLE)
    assert len(stage.api.sent) == 150 + len(PEOPLE)


def test_the_lane_is_the_chat_whatever_the_kind_of_update() -> None:
    person = {"id": 7}
    message = {"chat": {"id": -5}, "from": person}

    assert chat_of({"update_id": 1, "message": message}) == -5
    assert chat_of({"update_id": 1, "edited_message": message}) == -5
    assert chat_of({"update_id": 1, "callback_query": {"from": person, "message": message}}) == -5
    assert chat_of({"update_id": 1, "callback_query": {"from": person, "inline_message_id": "x"}}) == 7
    assert chat_of({"update_id": 1, "my_chat_member": message}) == -5
    assert chat_of({"update_id": 1, "poll_answer": {"user": person}}) == 7
    assert chat_of({"update_id": 1, "message": {"chat": "?"}}) is None
    assert chat_of({"update_id": 1, "news": [1]}) is None


def test_a_number_that_is_none_is_not_taken_for_one() -> None:
    odds: tuple[Any, ...] = (
        {},
        {"update_id": "1"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**63},
        {"update_id": None},
        [],
        "x",
        None,
    )
    for odd in odds:
        assert update_id(odd) is None


def _thought(text: str) -> Any:
    return FakeThought(text=text, citations=(), choices=())
