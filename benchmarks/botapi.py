"""A Bot API with no delay but a chosen one, on loopback: brings questions, and takes the time until the answer is sent.

Unlike the one of the tests it checks nothing and keeps nothing, so that what is measured is the bot.
"""

import asyncio
import json
from itertools import count
from time import perf_counter, time
from types import TracebackType
from typing import Any, Self

from aiohttp import web

TOKEN = "123456789:AABenchBenchBenchBenchBenchBenchBen-0"
ME = {"id": 123456789, "is_bot": True, "first_name": "OVOP", "username": "ovop_bench_bot", "can_join_groups": True}
MOST = 100
PATIENCE = 60.0


class BotApi:
    """Answers one bot. `async with BotApi() as api: seconds = await api.ask(7, "Apa itu OVOP?")`."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Seconds that each call takes, but for fetching; an answer counts as sent when they are over."""
        self.port = 0
        self.sent = 0
        self._pending: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._awaited: dict[int, asyncio.Future[float]] = {}
        self._shown: dict[int, dict[str, Any]] = {}
        self._numbers = count(1001)
        self._runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.05)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The root address to give to the bot."""
        return f"http://127.0.0.1:{self.port}"

    async def ask(self, person: int, text: str, patience: float = PATIENCE) -> float:
        """Have a person write, and return the seconds until the bot sent to them. Raises `TimeoutError`."""
        return await self._bring(self._written(person, text), person, patience)

    def _written(self, person: int, text: str) -> dict[str, Any]:
        command = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]} if text.startswith("/") else {}
        message = {
            "message_id": next(self._numbers),
            "date": int(time()),
            "from": _who(person) | {"is_bot": False, "language_code": "id"},
            "chat": _who(person) | {"type": "private"},
            "text": text,
            **command,
        }
        return {"message": message}

    async def tap(self, person: int, want: str, patience: float = PATIENCE) -> float:
        """Have a person press the first button under their last message whose data holds `want`; return the seconds until it changed."""
        message = self._shown[person]
        buttons = (button for row in message["reply_markup"]["inline_keyboard"] for button in row)
        data = next(button["callback_data"] for button in buttons if want in button["callback_data"])
        pressing = _who(person) | {"is_bot": False, "language_code": "id"}
        query = {"id": str(next(self._numbers)), "from": pressing, "chat_instance": "1", "message": message, "data": data}
        return await self._bring({"callback_query": query}, person, patience)

    async def press(self, person: int, patience: float = PATIENCE) -> float:
        """Have a person, who was answered before, press the thumb that is not marked; return the seconds until it is marked."""
        message = self._shown[person]
        thumbs = message["reply_markup"]["inline_keyboard"][0]
        button = next(thumb for thumb in thumbs if not thumb["text"].startswith("✓"))
        pressing = _who(person) | {"is_bot": False, "language_code": "id"}
        query = {
            "id": str(next(self._numbers)),
            "from": pressing,
            "chat_instance": "1",
            "message": message,
            "data": button["callback_data"],
        }
        return await self._bring({"callback_query": query}, person, patience)

    async def _bring(self, content: dict[str, Any], person: int, patience: float) -> float:
        reacted: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._awaited[person] = reacted
        began = perf_counter()
        self._pending.append({"update_id": next(self._numbers), **content})
        self._arrived.set()
        async with asyncio.timeout(patience):
            return await reacted - began

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        handle = getattr(self, f"_on_{method}", None)
        parameters = {**request.query, **(await request.post())} if handle else {}
        if self.delay and method != "getUpdates":
            await asyncio.sleep(self.delay)
        result = await handle(parameters) if handle else True
        body = json.dumps({"ok": True, "result": result}).encode()
        return web.Response(body=body, content_type="application/json")

    async def _on_getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Telegram's name, as below
        return ME

    async def _on_getUpdates(self, given: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        offset = int(given.get("offset", 0))
        self._pending = [update for update in self._pending if update["update_id"] >= offset]
        self._arrived.clear()
        if not self._pending:
            try:
                async with asyncio.timeout(float(given.get("timeout", 0))):
                    await self._arrived.wait()
            except TimeoutError:
                return []
        return self._pending[:MOST]

    async def _on_sendMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        person = int(given["chat_id"])
        self.sent += 1
        self._reacted(person)
        chat = {"id": person, "type": "private", "first_name": "x"}
        message = {"message_id": next(self._numbers), "date": int(time()), "chat": chat, "from": ME, "text": "x"}
        if "reply_markup" in given:
            self._shown[person] = message | {"reply_markup": json.loads(given["reply_markup"])}
        return message

    async def _on_editMessageReplyMarkup(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        person = int(given["chat_id"])
        self._shown[person] = self._shown[person] | {"reply_markup": json.loads(given["reply_markup"])}
        self._reacted(person)
        return self._shown[person]

    async def _on_editMessageText(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return await self._on_editMessageReplyMarkup(given)

    def _reacted(self, person: int) -> None:
        awaited = self._awaited.pop(person, None)
        if awaited is not None and not awaited.done():
            awaited.set_result(perf_counter())


def _who(person: int) -> dict[str, Any]:
    return {"id": person, "first_name": f"Orang {person}"}
