"""What is done each night, whatever of it fails."""

from datetime import datetime, timedelta

import pytest

from bot.delivery.nightly import AT_NIGHT, Nightly, NotAll
from tests.fakes import FixedClock


class Shelf:
    def __init__(self, *, is_stuck: bool = False) -> None:
        self.swept: list[datetime] = []
        self.is_stuck = is_stuck

    async def remove(self, before: datetime) -> int:
        if self.is_stuck:
            raise OSError
        self.swept.append(before)
        return 1


async def test_what_is_done_is_swept_after_its_days(clock: FixedClock) -> None:
    inbox, outbox = Shelf(), Shelf()

    await Nightly(clock.now, timedelta(days=14), {"inbox": inbox.remove, "outbox": outbox.remove}).collect()

    assert inbox.swept == outbox.swept == [clock.now() - timedelta(days=14)]


async def test_a_table_that_cannot_be_swept_keeps_no_other_full_and_the_job_fails(clock: FixedClock) -> None:
    inbox, outbox = Shelf(is_stuck=True), Shelf()

    with pytest.raises(NotAll, match="inbox"):
        await Nightly(clock.now, timedelta(days=14), {"inbox": inbox.remove, "outbox": outbox.remove}).collect()

    assert outbox.swept


async def test_retention_asks_each_hook_with_the_present_moment(clock: FixedClock) -> None:
    people = Shelf()

    await Nightly(clock.now, timedelta(days=14), {}, {"people": people.remove}).retain()

    assert people.swept == [clock.now()]


def test_every_nightly_job_has_its_time(clock: FixedClock) -> None:
    names = {job.name for job in Nightly(clock.now, timedelta(days=1), {}).jobs()}
    assert names == {schedule.job for schedule in AT_NIGHT}
