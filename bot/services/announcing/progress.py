"""Progress: the author of an announcement sees in their chat how far it is, in one message that changes, and how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic, time

from bot.db import announcements, outbox, staff
from bot.db.announcement_models import AnnouncementRow
from bot.db.database import Database, WriteSession
from bot.domain.announcement import AGAIN_FATES, OVER, Fate, Stage, Tally
from bot.domain.delivery import Outgoing
from bot.domain.people import Address, Language
from bot.domain.screens import Action, Button, Screen
from bot.services.announcing.drafting import NEWS
from bot.services.carrying import Carry, carried
from bot.services.speak import language_at
from bot.texts import say

HOURS_FROM = 120
EVERY = 10.0
"""Seconds between two changes of the message."""

Retell = Callable[[Address, int, Screen, str], Sequence[Outgoing]]
"""Changes the message of that number into a screen."""


def retells_nothing(_address: Address, _number: int, _screen: Screen, _key: str) -> Sequence[Outgoing]:
    """Change nothing: there is no channel that could."""
    return ()


@dataclass
class Progress:
    """Tells authors. `per_second` is how many messages may go out in a second."""

    database: Database
    tell: Carry
    retell: Retell
    per_second: float
    _said: dict[int, tuple[float, str]] = field(default_factory=dict)

    async def shown(self, row: AnnouncementRow) -> None:
        """Say how far it is, where that was not said a moment ago."""
        before, words = self._said.get(row.id, (0.0, ""))
        if monotonic() - before < EVERY:
            return
        async with self.database.reading() as session:
            address = await staff.address_of(session, row.author)
            tally = await announcements.tally(session, row.id)
            fresh = await announcements.one(session, ("",), row.id)
            language = await language_at(session, address)
            number = await announcements.message_of(session, f"{_key(row.id)}:0")
        if fresh is None:
            return
        screen = self.screen(fresh, tally, language)
        self._said[row.id] = monotonic(), screen.text
        if address is None or screen.text == words:
            return
        async with self.database.writing() as session:
            await self._say(session, address, screen, row.id, number)

    async def finished(self, session: WriteSession, row: AnnouncementRow) -> None:
        """Say how it ended, in a message of its own: the one above may be far up by now."""
        self._said.pop(row.id, None)
        address = await staff.address_of(session, row.author)
        if address is None:
            return
        await session.flush()
        language, tally = await language_at(session, address), await announcements.tally(session, row.id)
        key = f"news-end:{row.id}:{int(row.ended_at.timestamp()) if row.ended_at else 0}"
        await carried(session, self.tell, address, self.screen(row, tally, language), key)

    async def too_late(self, session: WriteSession, row: AnnouncementRow) -> None:
        """Say that it did not go, since its time was long over."""
        address = await staff.address_of(session, row.author)
        if address is not None:
            language = await language_at(session, address)
            words = say(language, "news.told.late", title=row.title)
            await carried(session, self.tell, address, Screen(language, words), f"news-late:{row.id}:{int(row.changed_at.timestamp())}")

    def screen(self, row: AnnouncementRow, tally: Tally, language: Language) -> Screen:
        """Return how far it is, with what can be done about it."""
        words = say(
            language, "news.progress", title=row.title, stage=say(language, f"news_stage.{row.stage}"), all=tally.all,
            sent=tally.of(Fate.SENT), blocked=tally.of(Fate.BLOCKED), failed=tally.of(Fate.FAILED), unknown=tally.of(Fate.UNKNOWN),
            left_out=tally.of(Fate.LEFT_OUT), left=tally.left,
        )  # fmt: skip
        if row.stage is Stage.RUNNING and tally.left:
            words = f"{words}\n\n{lasts(language, tally.left / self.per_second)}"
        verbs = {Stage.RUNNING: ("pause", "stop"), Stage.PAUSED: ("go", "stop")}.get(row.stage, ())
        buttons = tuple(Button(Action(row.id, NEWS, verb), say(language, f"news.button.{verb}")) for verb in verbs)
        again = _again(row, tally, language) if row.stage in OVER else ()
        progress = (tally.all - tally.left, tally.all) if tally.all else None
        return Screen(language, words, (buttons,) if buttons else again, progress=progress)

    async def _say(self, session: WriteSession, address: Address, screen: Screen, announcement_id: int, number: int | None) -> None:
        if number is None:
            await carried(session, self.tell, address, screen, _key(announcement_id))
            return
        key = f"{_key(announcement_id)}:{time():.1f}"
        outgoing = self.retell(address, number, screen, key)
        await outbox.added(session, [(f"{key}:{place}", one) for place, one in enumerate(outgoing)], time())


def lasts(language: Language, seconds: float) -> str:
    """Say about how long it takes."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return say(language, "news.lasts.seconds")
    if minutes < HOURS_FROM:
        return say(language, "news.lasts.minutes", minutes=minutes)
    return say(language, "news.lasts.hours", hours=round(minutes / 60))


def _again(row: AnnouncementRow, tally: Tally, language: Language) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each kind of those whom it did not reach for certain."""
    left = [(fate, tally.of(fate)) for fate in AGAIN_FATES if tally.of(fate)]
    return tuple(
        (Button(Action(row.id, NEWS, "again", fate), say(language, f"news.panel.again_{fate}", count=count)),) for fate, count in left
    )


def _key(announcement_id: int) -> str:
    return f"news-progress:{announcement_id}"
