"""The bot on Telegram, on a real database, against a Bot API of our own; its thinker answers what is written here."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import func, select

from bot.db.database import Database
from bot.db.models import InboxRow, OutboxRow
from bot.delivery.inbox import Rhythm
from bot.delivery.office import Office
from bot.delivery.pace import UNLIMITED
from bot.domain.answer import Citation, Outcome
from bot.domain.messages import Choice
from bot.services.ask import Ask
from bot.services.form.finishing import Draw
from bot.services.introduce import Introduce
from bot.services.rate import Rate
from bot.services.reach import Reach
from bot.services.sort import Sort
from bot.services.speak import Speak
from bot.services.staffing import Staffing
from bot.services.wait import Wait
from handlers.telegram.channel import Telegram, create_telegram
from tests.botapi import BotApi, Sent
from tests.fakes import FakeThought, FixedClock, ScriptedThinker
from tests.filling import Forms, sketched
from tests.waiting import by_words

JOINING = Choice("p-cara-ikut", "Bagaimana cara mengusulkan produk ke OVOP?")
STARS = Choice("p-bintang", "Apa arti bintang 1, 2 dan 3?")
OPENERS = (Choice("p-ovop", "Apa itu OVOP?"), JOINING, STARS)

CLUSTER = FakeThought(
    text="Paling sedikit lima usaha di satu lokasi.\n\nUkuran itu dari PP 29/2018 & berlaku untuk <semua> sentra.",
    citations=(
        Citation(
            passage="pp-29-2018.jumlah-unit",
            label="PP 29/2018",
            title="Dinas Lamongan, tulisan tentang sentra IKM",
            status="dipakai sekarang",
            locator="Berapa usaha supaya disebut sentra IKM?",
            quote="Sentra adalah kumpulan IKM di satu lokasi, paling sedikit lima usaha.",
            url="https://example.go.id/post?a=1&b=2",
        ),
    ),
    choices=(JOINING, STARS),
)
MISSING = FakeThought(
    text="Biaya ikut OVOP belum ada di bahan saya.", outcome=Outcome.NOT_IN_INDEX, citations=(), choices=(JOINING,)
)
UNCLEAR = FakeThought(
    text="Yang mana yang dimaksud?", outcome=Outcome.CLARIFICATION, citations=(), choices=(STARS, JOINING)
)
SCRIPT = {"biaya": MISSING, "nilai": UNCLEAR}


def scripted() -> ScriptedThinker:
    """Return a thinker that answers what is written above, about sentra when nothing fits."""
    return ScriptedThinker(dict(SCRIPT), CLUSTER, OPENERS)


@dataclass
class Pauses:
    """Stands in for sleeping: no time passes, but it is remembered how long was asked for."""

    asked: list[float] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        async with self._changed:
            self._changed.notify_all()
        await asyncio.sleep(0.005)

    async def number(self, wanted: int) -> None:
        """Wait until so many pauses were asked for."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.asked) >= wanted)


@dataclass
class Stage:
    """A running bot. `say` and `press` wait until what was said is answered, and return the new messages of the bot."""

    api: BotApi
    database: Database
    thinker: ScriptedThinker = field(default_factory=scripted)
    pauses: Pauses = field(default_factory=Pauses)
    telegram: Telegram = field(init=False)
    polling: "asyncio.Task[None] | None" = None
    clock: FixedClock = field(default_factory=FixedClock)
    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="ovop-vault-")))
    office: Office = field(init=False)
    draw: Draw = sketched

    def __post_init__(self) -> None:
        self.telegram = self.create()

    def create(self, **settings: Any) -> Telegram:
        clock = self.clock
        forms = Forms(self.database, clock, self.folder, draw=self.draw)
        speak = Speak(self.database, clock)
        self.office = Office(self.database, rhythm=Rhythm(retries=(0.001,) * 4), limits=UNLIMITED, patience=0.05)
        return create_telegram(
            **{
                "office": self.office,
                "filling": forms.filling,
                "own": forms.own,
                "staffing": Staffing(self.database, clock),
                "sort": Sort(self.database, clock, by_words),
                "announce": forms.announce(self.office),
                "reach": Reach(self.database, clock),
                "token": self.api.token,
                "base_url": self.api.url,
                "ask": Ask(self.database, self.thinker, clock),
                "rate": Rate(self.database, clock),
                "wait": Wait(self.database, clock),
                "speak": speak,
                "introduce": Introduce(speak, self.thinker),
                "pause": self.pauses,
                **settings,
            }
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Stage"]:
        """Poll while the block lasts."""
        await self.office.start()
        self.polling = asyncio.create_task(self.telegram.poll())
        try:
            yield self
        finally:
            await self.stop()

    async def stop(self) -> None:
        if self.polling is not None:
            self.polling.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self.polling
        await self.telegram.stop(within=5)

    async def restart(self) -> None:
        """Stop, and run a new bot on the same database."""
        await self.stop()
        self.telegram = self.create()
        await self.office.start()
        self.polling = asyncio.create_task(self.telegram.poll())

    async def say(self, text: str | None = None, **fields: Any) -> Sequence[Sent]:
        return await self.after(self.api.write, text, **fields)

    async def press(self, sent: Sent | dict[str, Any] | None, data: str, **fields: Any) -> Sequence[Sent]:
        return await self.after(self.api.press, sent, data, **fields)

    async def arrive(self, **content: Any) -> Sequence[Sent]:
        return await self.after(self.api.arrive, **content)

    async def after(self, act: Any, *arguments: Any, **fields: Any) -> Sequence[Sent]:
        """Do it, wait until the bot has taken and handled it, and return what it sent meanwhile."""
        before = len(self.api.sent)
        act(*arguments, **fields)
        await self.settle()
        return self.api.sent[before:]

    async def settle(self) -> None:
        """Wait until nothing is pending at Telegram, and nothing in hand here."""
        await self.api.until(lambda: self.api.called("getUpdates") and not self.api.pending)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until all that was taken is handled, and all that is to be sent has been."""
        async with asyncio.timeout(60):
            while await self._waits():
                await self.office.inbox.settle()
                await self.office.together.settle()
                for sender in self.office.senders:
                    await sender.settle()
                await asyncio.sleep(0.005)
        await self.telegram.errands.settle()

    async def _waits(self) -> bool:
        async with self.database.reading() as session:
            waiting = await session.scalar(select(func.count()).select_from(InboxRow).where(InboxRow.state == "waiting"))
            unsent = await session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "waiting"))
        return bool(waiting or unsent)
