"""Announcing: everything by which the staff announces, put together once for panel and channels."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.db.database import Database
from bot.delivery.pace import Limits
from bot.domain.ports import Clock
from bot.services.announcing.asking import Asks
from bot.services.announcing.dispatching import Dispatch
from bot.services.announcing.drafting import Bear, Rules, bears_nothing
from bot.services.announcing.progress import Progress, Retell, retells_nothing
from bot.services.announcing.seeking import Seek
from bot.services.announcing.showing import Shows
from bot.services.announcing.steering import Steer
from bot.services.announcing.writing import Write
from bot.services.carrying import Carry, nobody
from bot.services.form.questionnaires import Questionnaires
from bot.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Channels:
    """How announcements, and words about them, get to people: by default they do not."""

    tell: Carry = nobody
    retell: Retell = retells_nothing
    bear: Bear = bears_nothing


@dataclass(frozen=True, slots=True)
class Announcing:
    """The services of announcements."""

    seek: Seek
    write: Write
    steer: Steer
    dispatch: Dispatch
    shows: Shows
    vault: Vault


Announce = Callable[[Channels], Announcing]
"""Puts the services together over the channels that there are."""


def announcing(  # noqa: PLR0913 - what it is made of
    *,
    database: Database,
    clock: Clock,
    questionnaires: Questionnaires,
    vault: Vault,
    owner: str,
    rules: Rules | None = None,
    wake: Callable[[], None] = lambda: None,
    limits: Limits | None = None,
) -> Announce:
    """Return what puts the services of one worker together; `wake` tells its sender that there is something to send."""
    per_second = (limits or Limits()).per_second

    def over(channels: Channels) -> Announcing:
        seek = Seek(database, clock, questionnaires, per_second)
        write = Write(database, clock, seek, channels.bear, Asks(clock, seek, channels.tell, channels.bear), rules or Rules())
        progress = Progress(database, channels.tell, channels.retell, per_second)
        dispatch = Dispatch(database, clock, seek, channels.bear, progress, owner, wake)
        return Announcing(seek, write, Steer(database, clock, write), dispatch, Shows(seek, write.rules), vault)

    return over
