"""Messages to many through a strict Telegram: its limit is kept, and each message has one true end."""

from bot.db.database import Database
from tests.botapi import Failure
from tests.delivery.mass import Strict, busiest_second, sent_to_all


async def test_many_are_sent_to_within_the_limit_and_each_has_one_end(sqlite_database: Database) -> None:
    async with Strict(silence=Failure(kind="drop"), silent_every=17, stops_every=40, stops=(1.0,)) as api:
        found = await sent_to_all(sqlite_database, api, messages=90, replies=3, within=60)

    assert found.max_in_any_second <= 30
    assert (found.doubled, found.without_final_state, found.wrongly_recorded, found.failed) == (0, 0, 0, 0)
    assert (found.blocked, found.unknown) == (5, 5)
    assert found.sent == 90 - found.blocked - found.unknown
    assert found.too_many_requests > 0
    assert len(found.reply_seconds) == 3


def test_the_busiest_second_may_begin_anywhere() -> None:
    assert busiest_second([0.0, 0.9, 1.0, 1.5, 1.8, 3.0]) == 4
