"""Carrying: a screen goes to somebody who did not just write, through the outbox of the channel they are on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from time import time

from bot.db import outbox
from bot.db.database import WriteSession
from bot.domain.delivery import Outgoing
from bot.domain.people import Address
from bot.domain.screens import Screen

Carry = Callable[[Address, Screen, str], Sequence[Outgoing]]
"""Puts a screen for a person into the shape of the outbox, under the key of its effect; nothing for a channel that cannot be written to."""


def nobody(_address: Address, _screen: Screen, _key: str) -> Sequence[Outgoing]:
    """Carry nothing: there is no channel that could."""
    return ()


async def carried(  # noqa: PLR0913 - what goes, to whom, how, until when
    session: WriteSession, carry: Carry, address: Address, screen: Screen, key: str, *, within: timedelta | None = None
) -> bool:
    """Put a screen into the outbox, once for each `key`; return whether there is a channel that takes it to the person.

    What cannot be sent `within` that time is not sent.
    """
    now, outgoing = time(), carry(address, screen, key)
    end = None if within is None else now + within.total_seconds()
    await outbox.added(session, [(f"{key}:{place}", replace(one, not_after=end)) for place, one in enumerate(outgoing)], now)
    return bool(outgoing)
