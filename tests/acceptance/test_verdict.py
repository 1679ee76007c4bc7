"""The verdict on killed bots finds each thing that can go wrong, and accepts what is allowed."""

from collections.abc import Sequence

import pytest

from tests.acceptance.verdict import Arrived, Kept, Verdict, judged

GOOD = Verdict(lost=0, reordered=0, stale=0, doubled_effects=0, doubled_replies=0, most_in_a_chat=0, unexplained=0)


def judge(*came: tuple[int, int, float], kills: Sequence[float] = (), done: int = 4, rows: tuple[int, ...] = (4, 4)) -> Verdict:
    """Judge replies to two chats that wrote two messages each."""
    wanted = [(chat, number) for chat in (1, 2) for number in (0, 1)]
    return judged([Arrived(*each) for each in came], Kept(done, rows), wanted, kills)


def test_what_all_came_once_and_in_order_is_good() -> None:
    assert judge((1, 0, 1.0), (2, 0, 1.1), (1, 1, 2.0), (2, 1, 2.1)) == GOOD


@pytest.mark.parametrize(
    ("done", "rows", "came"),
    [
        (3, (4, 4), ((1, 0, 1.0), (1, 1, 2.0), (2, 0, 1.0), (2, 1, 2.0))),
        (4, (4, 3), ((1, 0, 1.0), (1, 1, 2.0), (2, 0, 1.0), (2, 1, 2.0))),
        (4, (4, 4), ((1, 0, 1.0), (1, 1, 2.0), (2, 0, 1.0), (2, 0, 2.0))),
    ],
)
def test_an_update_a_row_or_a_reply_that_is_missing_is_lost(
    done: int, rows: tuple[int, ...], came: tuple[tuple[int, int, float], ...]
) -> None:
    assert judge(*came, done=done, rows=rows).lost == 1


def test_a_reply_to_a_message_that_nobody_wrote_does_not_hide_one_that_is_missing() -> None:
    assert judge((1, 0, 1.0), (1, 1, 2.0), (2, 0, 1.0), (2, 7, 2.0)).lost == 1


def test_an_older_reply_after_a_newer_one_is_reordered() -> None:
    assert judge((1, 1, 1.0), (1, 0, 2.0), (2, 0, 1.0), (2, 1, 2.0)).reordered == 1


def test_an_old_reply_that_comes_again_after_a_newer_one_is_stale() -> None:
    found = judge((1, 0, 1.0), (1, 1, 2.0), (1, 0, 4.0), (2, 0, 1.0), (2, 1, 2.0), kills=(3.0,))
    assert (found.reordered, found.stale) == (0, 1)


def test_a_second_row_for_an_update_is_a_doubled_effect() -> None:
    assert judge((1, 0, 1.0), (1, 1, 2.0), (2, 0, 1.0), (2, 1, 2.0), rows=(4, 5)).doubled_effects == 1


def doubles(*came: tuple[int, int, float], kills: Sequence[float]) -> tuple[int, int]:
    found = judge(*came, kills=kills)
    return found.doubled_replies, found.unexplained


def test_one_kill_explains_one_double_in_each_chat() -> None:
    assert doubles((1, 0, 1.0), (2, 0, 1.0), (1, 0, 3.0), (2, 0, 3.0), (1, 1, 4.0), (2, 1, 4.0), kills=(2.0,)) == (2, 0)


def test_two_doubles_of_a_chat_at_one_kill_are_one_too_many() -> None:
    assert doubles((1, 0, 1.0), (1, 1, 1.1), (1, 0, 3.0), (1, 1, 3.1), kills=(2.0,)) == (2, 1)


def test_as_many_doubles_as_kills_are_not_excused_when_one_kill_had_none_of_them() -> None:
    assert doubles((1, 0, 1.0), (1, 1, 1.1), (1, 0, 3.0), (1, 1, 3.1), kills=(2.0, 9.0)) == (2, 1)


def test_a_double_without_a_kill_is_unexplained() -> None:
    assert doubles((1, 0, 1.0), (1, 0, 3.0), kills=()) == (1, 1)


@pytest.mark.parametrize("kill", [0.5, 3.0, 3.5])
def test_a_kill_before_the_first_sending_or_after_the_second_explains_nothing(kill: float) -> None:
    assert doubles((1, 0, 1.0), (1, 0, 3.0), kills=(kill,)) == (1, 1)


def test_a_call_may_be_read_a_moment_after_its_bot_was_killed() -> None:
    assert doubles((1, 0, 1.0), (1, 0, 3.0), kills=(0.99,)) == (1, 0)


def test_a_reply_that_came_three_times_wants_two_kills_one_between_each() -> None:
    thrice = ((1, 0, 1.0), (1, 0, 3.0), (1, 0, 5.0))
    assert doubles(*thrice, kills=(2.0, 4.0)) == (2, 0)
    assert doubles(*thrice, kills=(2.0, 2.5)) == (2, 1)


def test_kills_are_given_to_doubles_so_that_most_are_explained() -> None:
    long, short = ((1, 0, 1.0), (1, 0, 9.0)), ((1, 1, 1.5), (1, 1, 3.0))
    assert doubles(long[0], short[0], short[1], long[1], kills=(2.0, 5.0)) == (2, 0)
    assert doubles(long[0], short[0], short[1], long[1], kills=(0.96, 2.0)) == (2, 0)
