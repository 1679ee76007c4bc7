"""Carrying: a screen goes to somebody who did not just write, through the outbox of the channel they are on."""

from collections.abc import Callable, Sequence
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


async def carried(session: WriteSession, carry: Carry, address: Address, screen: Screen, key: str) -> bool:
    """Put a screen into the outbox, once for each `key`; return whether there is a channel that takes it to the person."""
    outgoing = carry(address, screen, key)
    await outbox.added(session, [(f"{key}:{place}", one) for place, one in enumerate(outgoing)], time())
    return bool(outgoing)
