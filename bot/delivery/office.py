"""The post office of one worker: what inbox and sender share, put together over one database."""

import secrets
from dataclasses import dataclass, field

from bot.db import leases
from bot.db.database import Database
from bot.db.together import Together
from bot.delivery.inbox import Inbox, Rhythm
from bot.delivery.pace import Limits, Pace
from bot.delivery.sender import Pause, Post, Sender, Unreachable


@dataclass
class Office:
    """One worker's inbox and its senders. `start` it, and at the end `stop` it."""

    database: Database
    rhythm: Rhythm = field(default_factory=Rhythm)
    limits: Limits = field(default_factory=Limits)
    at_once: int = 64
    patience: float = 1.0
    owner: str = field(default_factory=lambda: secrets.token_hex(8))
    senders: list[Sender] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.together = Together(self.database)
        self.inbox = Inbox(self.database, self.together, self.owner, at_once=self.at_once, rhythm=self.rhythm, sent=self.wake)

    async def start(self) -> None:
        """Begin to take what comes in. On SQLite there is one process only, so whoever held leases is dead."""
        if self.database.engine.dialect.name == "sqlite":
            async with self.database.writing() as session:
                await leases.dropped(session)
        await self.inbox.start()

    async def send(self, source: str, post: Post, unreachable: Unreachable, pause: Pause) -> Sender:
        """Return a running sender for `source`."""
        sender = Sender(
            self.database, self.together, self.owner, source, post,
            unreachable=unreachable, pace=Pace(self.limits), pause=pause, patience=self.patience,
        )  # fmt: skip
        self.senders.append(sender)
        await sender.start()
        return sender

    async def stop(self, within: float | None = None) -> int:
        """Take nothing new, finish what is in hand; return how many were not finished."""
        return await self.inbox.stop(within)

    def wake(self) -> None:
        """Have the senders look at once: there is something new."""
        for sender in self.senders:
            sender.wake()
