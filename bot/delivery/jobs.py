"""The port to long, later and repeated work: what it promises, whatever engine keeps the promise.

A job is known by its name and gets the ids of rows, never what somebody wrote. It runs at least once: it survives a crash and
is begun again from its beginning, so what it did must be seen in its rows and not be done twice.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

Work = Callable[[tuple[int, ...]], Awaitable[None]]
"""What a job does with the ids of rows; a scheduled one gets none."""

AT_ONCE = timedelta()


@dataclass(frozen=True, slots=True)
class Job:
    """Work with a name that stays the same over versions: queued work is found by it. `tries` within one run."""

    name: str
    work: Work
    tries: int = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job repeats: a line of cron (minute hour day month weekday) in the time of `zone`. Missed times are not made up for."""

    job: str
    cron: str
    zone: str = "Asia/Jakarta"


class JobFailed(Exception):  # noqa: N818 - read as "a job failed"
    """A job raised an error; only its kind is told, since its message may hold what a person wrote."""


class UnknownJob(LookupError):  # noqa: N818 - likewise
    """No job has that name."""


class Jobs(Protocol):
    """The jobs of the product."""

    async def start(self) -> None:
        """Begin to work, first with what a dead process left."""

    async def stop(self, within: float = 20.0) -> None:
        """Take nothing new and finish what is in hand; what is not done after `within` seconds is begun again at the next start."""

    async def enqueue(self, job: str, *ids: int, key: str, after: timedelta = AT_ONCE) -> None:
        """Have `job` done with those rows once, as often as this is called with the same `key`. Raises `UnknownJob`."""

    async def enqueue_within(self, session: AsyncSession, job: str, *ids: int, key: str, after: timedelta = AT_ONCE) -> None:
        """Do the same, if and when the transaction of `session` commits."""
