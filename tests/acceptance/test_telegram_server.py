"""One conversation through a Bot API that others wrote: the npm package telegram-test-api."""

import asyncio
import hashlib
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from filelock import FileLock

from bot.db.database import Database
from bot.delivery.office import Office
from bot.services.ask import Ask
from bot.services.introduce import Introduce
from bot.services.rate import Rate
from bot.services.reach import Reach
from bot.services.sort import Sort
from bot.services.speak import Speak
from bot.services.staffing import Staffing
from bot.services.wait import Wait
from handlers.telegram.channel import Telegram, create_telegram
from tests.fakes import OPENER, FakeThinker, FixedClock
from tests.filling import Forms
from tests.waiting import by_words

SOURCE = Path(__file__).parent / "telegram_server"
BUILD = Path(__file__).parents[2] / "build"
TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFake_-0"
PERSON = {"id": 7, "is_bot": False, "first_name": "Siti", "language_code": "id"}
CHAT = {"id": 7, "type": "private", "first_name": "Siti"}


@pytest.fixture(scope="session")
def installed() -> Path:
    """The folder in which the server is installed; kept between runs, a new one for each lock file."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed")
    lock = (SOURCE / "package-lock.json").read_bytes()
    folder = BUILD / f"telegram-server-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        for name in ("package.json", "package-lock.json", "start.js"):
            shutil.copy(SOURCE / name, folder / name)
        if not (folder / "installed").exists():
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
            if done.returncode != 0:
                pytest.skip(f"npm ci failed: {done.stderr[-300:]}")
            (folder / "installed").touch()
    return folder


@pytest.fixture
async def address(installed: Path) -> AsyncIterator[str]:
    """The address of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        "node", "start.js", cwd=installed, env={**os.environ, "PORT": str(port)}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"ready\n"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await process.wait()
    process._transport.close()  # type: ignore[attr-defined] # else its pipe is closed only after the loop


@pytest.fixture
async def telegram(address: str, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot, polling that server."""
    clock, thinker = FixedClock(), FakeThinker()
    speak, office, forms = Speak(sqlite_database, clock), Office(sqlite_database), Forms(sqlite_database, clock, tmp_path)
    bot = create_telegram(
        token=TOKEN,
        base_url=address,
        office=office,
        ask=Ask(sqlite_database, thinker, clock),
        rate=Rate(sqlite_database, clock),
        wait=Wait(sqlite_database, clock),
        speak=speak,
        introduce=Introduce(speak, thinker),
        reach=Reach(sqlite_database, clock),
        filling=forms.filling,
        own=forms.own, staffing=Staffing(sqlite_database, clock), sort=Sort(sqlite_database, clock, by_words),
        announce=forms.announce(office),
    )
    await office.start()
    polling = asyncio.create_task(bot.poll())
    yield bot
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling
    await bot.stop(within=5)


class Phone:
    """A person's side of the server."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address

    async def does(self, act: str, **fields: Any) -> None:
        body = {"botToken": TOKEN, "from": PERSON, "date": 1_790_000_000, **fields}
        async with self.session.post(f"{self.address}/{act}", json=body) as answer:
            assert answer.status == 200

    async def hears(self) -> dict[str, Any]:
        """The next message of the bot."""
        body = {"token": TOKEN, "chatId": CHAT["id"]}
        async with asyncio.timeout(20):
            while True:
                async with self.session.post(f"{self.address}/getUpdates", json=body) as answer:
                    found = (await answer.json())["result"]
                if found:
                    message: dict[str, Any] = found[0]
                    return message
                await asyncio.sleep(0.05)


@pytest.mark.usefixtures("telegram")
async def test_a_start_a_question_a_choice_and_a_thumb_through_telegram_test_api(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        phone = Phone(session, address)
        command = [{"type": "bot_command", "offset": 0, "length": 6}]
        await phone.does("sendCommand", text="/start", chat=CHAT, entities=command)
        welcome = await phone.hears()
        await phone.does("sendMessage", text="berapa usaha supaya jadi sentra?", chat=CHAT)
        answer = await phone.hears()
        shown = {"message_id": welcome["messageId"], "date": 1_790_000_000, "chat": CHAT, "text": "x"}
        await phone.does("sendCallback", data=f"c:{OPENER.token}", message=shown)
        followed = await phone.hears()
        thumbs = answer["message"]["reply_markup"]
        rated = {"message_id": answer["messageId"], "date": 1_790_000_000, "chat": CHAT, "reply_markup": thumbs}
        await phone.does("sendCallback", data=thumbs["inline_keyboard"][0][0]["callback_data"], message=rated)
        async with asyncio.timeout(20):
            while not await _is_marked(phone):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)

    assert "Selamat datang!" in welcome["message"]["text"]
    assert "Paling sedikit lima usaha." in answer["message"]["text"]
    assert "<blockquote expandable>" in answer["message"]["text"]
    assert OPENER.label in followed["message"]["text"]


async def _is_marked(phone: Phone) -> bool:
    async with phone.session.post(f"{phone.address}/getUpdatesHistory", json={"token": TOKEN}) as answer:
        return "✓ 👍" in await answer.text()
