"""The pace: told by a clock of its own, second by second."""

from itertools import pairwise

from bot.delivery.pace import Limits, Pace, counts


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def sent_in(seconds: float, pace: Pace, time: Time, chats: list[str], *, is_bulk: bool = False) -> list[float]:
    """Send as fast as is allowed, each next one to the next chat that may; return when."""
    moments = []
    end = time.now + seconds
    while time.now < end:
        may = pace.token_wait(is_bulk=is_bulk) <= 0
        free = next((chat for chat in chats if pace.chat_wait(chat) <= 0), None) if may else None
        if free is not None:
            pace.take(free)
            chats.append(chats.pop(chats.index(free)))
            moments.append(time.now)
        else:
            time.now += 0.001
    return moments


def busiest_second(moments: list[float]) -> int:
    return max(sum(1 for other in moments if moment <= other < moment + 1) for moment in moments)


def test_no_second_sees_more_than_thirty_messages_however_many_wait() -> None:
    time = Time()
    for is_bulk in (False, True):
        moments = sent_in(10, Pace(now=time), time, [str(number) for number in range(1000)], is_bulk=is_bulk)

        assert busiest_second(moments) <= 30
        assert len(moments) >= 270


def test_bulk_is_spaced_evenly() -> None:
    time = Time()
    moments = sent_in(3, Pace(now=time), time, [str(number) for number in range(100)], is_bulk=True)
    gaps = [later - earlier for earlier, later in pairwise(moments)]

    assert min(gaps[1:]) > 0.03  # the second one may follow at once: what is late once is made up for
    assert max(gaps) < 0.04


def test_a_private_chat_gets_the_pieces_of_one_answer_at_once_and_then_one_a_second() -> None:
    time = Time()
    moments = sent_in(10, Pace(now=time), time, ["7"])

    assert len([moment for moment in moments if moment < 0.5]) == 3
    assert 11 <= len(moments) <= 13


def test_a_group_gets_twenty_messages_a_minute() -> None:
    time = Time()
    moments = sent_in(180, Pace(now=time), time, ["-100"])

    assert max(sum(1 for other in moments if moment <= other < moment + 60) for moment in moments) == 20
    assert len(moments) >= 60


def test_a_slow_chat_does_not_slow_the_others() -> None:
    time = Time()
    pace = Pace(now=time)
    for _ in range(3):
        pace.take("7")
    time.now += 1 / 28 * 3

    assert pace.chat_wait("7") > 0
    assert pace.chat_wait("8") == pace.token_wait() == 0


def test_a_stop_holds_everybody() -> None:
    time = Time()
    pace = Pace(now=time)
    pace.stop(17)
    time.now = 16.5

    assert pace.token_wait() == pace.stopped() == 0.5


def test_what_is_kept_of_chats_is_bounded() -> None:
    pace = Pace(Limits(), most_chats=10)
    for number in range(100):
        pace.take(f"-{number}")

    assert len(pace._chats) == len(pace._groups) == 10


def test_edits_and_confirmations_are_no_messages() -> None:
    assert counts("sendMessage")
    assert counts("copyMessage")
    assert not counts("editMessageReplyMarkup")
    assert not counts("answerCallbackQuery")
