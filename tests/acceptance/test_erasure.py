"""Whoever is erased is gone: a marker in everything that a person can fill is in no file of the data folder afterwards."""

import base64
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from sqlalchemy import select, text

from bot.db import inbox, outbox
from bot.db.database import Database
from bot.db.migrating import upgrade
from bot.db.models import InboxRow, OutboxRow, PersonRow
from bot.domain.delivery import Arrival, InboxState, Kind, OutboxState, Outgoing
from bot.domain.messages import Message
from bot.domain.people import Address, Channel
from bot.domain.screens import Action
from bot.services.ask import Ask
from bot.services.own import DATA
from tests.botapi import BotApi, Sent
from tests.fakes import FakeThought
from tests.filling import Forms
from tests.handlers.telegram.stage import Stage

MARKER = "Zyxwvu7Qmarker"
CHAT, WEB = "770010042", Address(Channel.WEB, "ab12" * 8)
ROWS = 200
"""So many questions that pages of the tables split and are joined again: there deletion may forget to write over."""


def photo() -> bytes:
    """A JPEG with the marker as its EXIF description, and as its comment."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = MARKER
    Image.new("RGB", (320, 240), "teal").save(made, "JPEG", exif=exif, comment=MARKER.encode())
    return made.getvalue()


def paper() -> bytes:
    """A PDF with the marker as its text."""
    made, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(300, 300)
    writer.add_annotation(0, FreeText(text=MARKER, rect=(10, 10, 200, 200)))
    writer.add_metadata({"/Title": MARKER})
    writer.write(made)
    return made.getvalue()


def shapes(words: str) -> Iterator[bytes]:
    """Yield how words may lie in a file."""
    for raw in (words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be")):
        yield raw
        yield from (base64.b64encode(raw[skipped:])[2:-4] for skipped in range(3))


def inflated(content: bytes) -> Iterator[bytes]:
    """Yield the content, and what its zlib streams hold."""
    yield content
    place = -1
    while (place := content.find(b"\x78", place + 1)) >= 0:
        if content[place + 1 : place + 2] in {b"\x01", b"\x5e", b"\x9c", b"\xda"}:
            try:
                yield zlib.decompressobj().decompress(content[place:], 1 << 20)
            except zlib.error:
                continue


def hits(folder: Path, words: str) -> dict[str, int]:
    """Return in which files below a folder the words are, in any shape; and which bear them as their name."""
    found: dict[str, int] = {}
    for file in (file for file in folder.rglob("*") if file.is_file()):
        count = sum(part.count(shape) for part in inflated(file.read_bytes()) for shape in shapes(words)) + (words in file.name)
        if count:
            found[file.name] = count
    return found


class Phone(Stage):
    """A stage on which one person acts."""

    async def after(self, act: Any, *arguments: Any, **fields: Any) -> Sequence[Sent]:
        named = {} if act == self.api.arrive else {"person": int(CHAT)}
        return await super().after(act, *arguments, **named, **fields)

    async def _waits(self) -> bool:
        """Leave out what waits for good: the reminder, and what came by the page."""
        chat = InboxRow.source.like("telegram:%") & (InboxRow.state == InboxState.WAITING)
        reply = (OutboxRow.kind == Kind.REPLY) & (OutboxRow.state == OutboxState.WAITING)
        async with self.database.reading() as session:
            found = [await session.scalar(select(InboxRow.id).where(chat)), await session.scalar(select(OutboxRow.id).where(reply))]
        return any(found)


def tap(sent: Sent, words: str) -> str:
    return next(data for label, data in sent.buttons.items() if words in label)


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    await upgrade(f"sqlite+aiosqlite:///{folder / 'ovop.db'}")
    return folder


async def lived_in(stage: Stage) -> None:
    """Fill in everything that can be, with the marker in it."""
    (intro,) = await stage.say("/nilai")
    await stage.press(intro, tap(intro, "Setuju"))
    for words in (f"Bu {MARKER}", f"Keripik {MARKER}", "bikin keripik singkong", "kab malang", "iya di sentra"):
        await stage.say(words)
    first = (await stage.say("2015"))[-1]
    await stage.press(first, tap(first, "📎"))
    await stage.press(first, tap(first, "Boleh, simpan"))
    await stage.arrive(message=stage.api.message(person=int(CHAT), **stage.api.upload(photo()), caption=MARKER))
    await stage.arrive(message=stage.api.message(person=int(CHAT), **stage.api.upload(paper(), "document", f"{MARKER}.pdf")))
    await stage.say(f"ya sudah ada SK {MARKER}")
    await stage.say(f"apa itu sentra {MARKER}?")
    await stage.say("/data")
    await stage.say("/bantuan")


async def waiting(stage: Stage) -> None:
    """Add what nobody handled yet: a parked update of the chat and one of a group, a letter, and much talk."""
    source, raw = f"telegram:{stage.api.token.partition(':')[0]}", f'{{"message": {{"from": {{"id": {CHAT}}}, "text": "{MARKER}"}}}}'
    async with stage.database.writing() as session:
        lanes = (f"{source}:{CHAT}", f"{source}:-100")
        await inbox.stored(session, [Arrival(source, f"9{place}", lane, place, raw) for place, lane in enumerate(lanes)], 0.0)
        ids = (await session.scalars(select(InboxRow.id).where(InboxRow.key.in_(("90", "91"))))).all()
        await inbox.closed(session, ids, InboxState.PARKED, 0.0, "trouble")
        letter = Outgoing(source, CHAT, "sendMessage", {"text": MARKER}, kind=Kind.BULK)
        await outbox.added(session, [("remind:1", letter)], 0.0)
        await session.execute(text("UPDATE outbox SET not_before = 9e12 WHERE key = 'remind:1'"))
    ask = Ask(stage.database, stage.thinker, stage.clock)
    for sender in (Address(Channel.TELEGRAM, CHAT), WEB):
        for number in range(ROWS):
            await ask(Message(sender, f"{MARKER} {number} " + "apa itu sentra " * (number % 60), f"k{number}"))
    async with stage.database.writing() as session:
        raw = f'{{"channel": "web", "sender": "{WEB.id}", "text": "{MARKER}"}}'
        await inbox.stored(session, [Arrival("web", "w", f"web:{WEB.id}", 1, raw)], 0.0)


async def erased_on_the_page(stage: Stage) -> None:
    own = Forms(stage.database, stage.clock, stage.folder).own
    show = await own.press(WEB, Action(0, DATA, "erase", "yes"), "id")
    async with stage.database.writing() as session:
        await show(session)
    await own.clear()


async def test_nothing_is_left_of_whoever_is_erased(bot_api: BotApi, home: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{home / 'ovop.db'}")
    stage = Phone(bot_api, database, folder=home)
    stage.thinker.otherwise = FakeThought(text=f"Sentra {MARKER}", citations=(), choices=())
    async with stage.running():
        await lived_in(stage)
        await waiting(stage)
        before, files = hits(home, MARKER), {file.name for file in (home / "vault").glob("??/*")}
        (asked,) = await stage.say("/hapus")
        await erased_on_the_page(stage)
        await stage.press(asked, tap(asked, "Ya, hapus"))
        await stage.settle()
        await stage.telegram.errands.settle()

        async with database.reading() as session:
            assert (await session.scalars(select(PersonRow))).all() == []
            last = (await session.scalars(select(OutboxRow).where(OutboxRow.chat == CHAT))).all()
            assert CHAT not in str([(row.lane, row.raw, row.key) for row in await session.scalars(select(InboxRow))])
        assert [(row.method, row.payload) for row in last] == [("sendMessage", "")]
        assert before["ovop.db"] + before.get("ovop.db-wal", 0) > ROWS
        assert len(files) >= 4
        assert {file.name for file in (home / "vault").glob("??/*")} == set()
        assert hits(home, MARKER) == {}
    await database.dispose()

    assert hits(home, MARKER) == {}
    assert hits(home, WEB.id) == {}
