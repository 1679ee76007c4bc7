"""What is done each night: old rows that are done with are thrown away, and what is kept too long."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery.jobs import Job, Schedule
from bot.delivery.trouble import story

COLLECT, RETAIN = "collect", "retain"
AT_NIGHT = (Schedule(COLLECT, "17 2 * * *"), Schedule(RETAIN, "47 2 * * *"))

Remove = Callable[[datetime], Awaitable[int]]
"""Deletes what was done before a moment; returns how many rows. It may be called again at any time."""

_log = logging.getLogger(__name__)


class NotAll(Exception):  # noqa: N818 - read as "not all was removed"
    """Some of what was to be removed could not be; the log says why. The rest was."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """`done` removes what is done with after `keep_done`; `kept` what may be kept no longer, each by its own rule."""

    now: Callable[[], datetime]
    keep_done: timedelta
    done: Mapping[str, Remove]
    kept: Mapping[str, Remove] = field(default_factory=dict)

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that `AT_NIGHT` wants."""
        return (Job(COLLECT, self.collect), Job(RETAIN, self.retain))

    async def collect(self, _ids: tuple[int, ...] = ()) -> None:
        """Remove the done rows of the inbox, the outbox and the job engine. Raises `NotAll`."""
        await _each(self.done, self.now() - self.keep_done)

    async def retain(self, _ids: tuple[int, ...] = ()) -> None:
        """Call the hooks of retention with the present moment: each knows how long its rows may be kept. Raises `NotAll`."""
        await _each(self.kept, self.now())


async def _each(removals: Mapping[str, Remove], moment: datetime) -> None:
    failed = []
    for name, remove in removals.items():
        try:
            count = await remove(moment)
        except Exception as error:  # noqa: BLE001 - one table that cannot be swept must not keep the others full
            failed.append(name)
            _log.error("sweeping %s failed\n%s", name, story(error))
        else:
            _log.info("swept %d rows of %s", count, name)
    if failed:
        raise NotAll(*failed)
