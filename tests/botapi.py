"""A Bot API of our own: over real HTTP on loopback, with Telegram's rules, recording all calls, failing when told to.

async with BotApi() as api:              # or the fixture `bot_api`
    ... create_telegram(token=api.token, base_url=api.url, ...)
    api.write("Apa itu OVOP?")           # a person writes
    await api.until(lambda: api.sent)    # the bot has answered
    api.press(api.sent[-1], "r:...:up")  # the person presses a button
    api.fail("sendMessage", Failure.flood(3))
    api.most_in_a_second = 30            # what is beyond is refused with 429, and all else until it is over
    api.pass_time(24 * 3600)             # what nobody fetched is forgotten, what was pressed can not be confirmed any more
    await api.go_down(); await api.come_back()
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from math import ceil
from time import monotonic, time
from types import TracebackType
from typing import Any, ClassVar, Self

from aiohttp import web

from tests.telegram_text import Unparsable, entities_of, parsed, units

Json = dict[str, Any]

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFake_-0"
STRUCTURED = frozenset({"media", "reply_markup", "reply_parameters", "allowed_updates", "commands", "link_preview_options"})
NUMBERS = frozenset({"chat_id", "message_id", "message_thread_id", "offset", "limit", "timeout"})
KEPT = 24 * 3600.0
"""Telegram: updates "will not be kept longer than 24 hours"."""
PRESSED = 15.0
"""Seconds after which a press cannot be confirmed any more. Telegram names no number; this is about what is seen."""


class Refused(Exception):  # noqa: N818 - read as "Telegram refused"
    """Telegram's way to say no."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass(frozen=True)
class Failure:
    """What becomes of a call instead of its effect; `kind` is answer, hang, drop or garbage."""

    status: int = 500
    description: str = "Internal Server Error"
    parameters: Json = field(default_factory=dict)
    kind: str = "answer"
    is_late: bool = False
    """Fail only after the effect: the message went out, and nobody was told."""

    @classmethod
    def flood(cls, seconds: int) -> "Failure":
        return cls(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

    @classmethod
    def conflict(cls) -> "Failure":
        return cls(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")

    @classmethod
    def bad(cls, description: str) -> "Failure":
        return cls(400, f"Bad Request: {description}")


@dataclass(frozen=True)
class Call:
    """One call of a method, in the order of arrival. `at` is when (monotonic)."""

    method: str
    parameters: Json
    at: float


@dataclass(frozen=True)
class Upload:
    """A file that the bot sent."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass
class Sent:
    """A message of the bot, as it is now: edits show. `at` is when the call that sent it arrived (monotonic)."""

    message: Json
    parameters: Json
    at: float = field(default_factory=monotonic)
    file: "Upload | None" = None

    @property
    def text(self) -> str:
        """What a person reads."""
        return str(self.message.get("text") or self.message.get("caption", ""))

    @property
    def source(self) -> str:
        """What the bot sent: HTML, or plain text."""
        return str(self.parameters["text"])

    @property
    def chat_id(self) -> int:
        return int(self.message["chat"]["id"])

    @property
    def keyboard(self) -> Json:
        found: Json = self.message.get("reply_markup") or self.parameters.get("reply_markup") or {}
        return found

    @property
    def buttons(self) -> dict[str, str]:
        """The labels of the buttons with their callback data, or where they lead."""
        rows = self.keyboard.get("inline_keyboard", [])
        return {button["text"]: button.get("callback_data") or button["url"] for row in rows for button in row}

    def data(self, start: str) -> str:
        """The callback data of the first button that begins so."""
        return next(data for data in self.buttons.values() if data.startswith(start))


@dataclass
class BotApi:
    """See above. `token` is the only one it knows; `people` are private chats until a message names another chat.

    Its rules of polling are Telegram's: an offset acknowledges all before it, of two that poll the older one gets a 409, and
    so does who polls while a webhook is set.
    """

    token: str = TOKEN
    username: str = "ovop_bot"
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    alerts: list[Json] = field(default_factory=list)
    pending: list[Json] = field(default_factory=list)
    webhook: Json = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    blockers: set[int] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    most_in_a_second: int | None = None
    """Messages that may come in any rolling second, over all chats; None is without limit."""
    refusals: list[tuple[float, int]] = field(default_factory=list)
    """When calls were too many (monotonic), and for how long each was told to wait."""
    _failures: dict[str, deque[Failure]] = field(default_factory=lambda: defaultdict(deque))
    _queries: dict[str, float] = field(default_factory=dict)
    _came: dict[int, float] = field(default_factory=dict)
    _written: dict[int, Json] = field(default_factory=dict)
    _passed: float = 0.0
    _recent: deque[float] = field(default_factory=deque)
    _stopped_until: float = 0.0
    _numbers: dict[str, Iterator[int]] = field(default_factory=lambda: defaultdict(lambda: count(101)))
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _stirrings: set["asyncio.Task[None]"] = field(default_factory=set)
    _polls: int = 0
    _runner: web.ServerRunner | None = None

    LONGEST: ClassVar[int] = 4096

    async def __aenter__(self) -> Self:
        await self.come_back()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.go_down()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def me(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": "OVOP", "username": self.username}

    async def come_back(self) -> None:
        """Listen (again), at the same address."""
        self._runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def go_down(self) -> None:
        """Refuse connections, and break those that are open."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # What people do

    def arrive(self, **content: Any) -> int:
        """Queue an update with this content; returns its number."""
        number = next(self._numbers["update"])
        self.pending.append({"update_id": number, **content})
        self._came[number] = self._now()
        self._stir()
        return number

    def write(self, text: str | None = None, *, person: int = 7, **fields: Any) -> Json:
        """Have a person write; returns the message. `fields` are of Telegram's Message."""
        message = self.message(text, person=person, **fields)
        self._written[message["message_id"]] = message
        self.arrive(message=message)
        return message

    def message(self, text: str | None = None, *, person: int = 7, **fields: Any) -> Json:
        """A message of a person, by default in private, with the entities that Telegram finds."""
        message: Json = {
            "message_id": next(self._numbers["message"]),
            "date": int(time()),
            "from": {"id": person, "is_bot": False, "first_name": f"Orang {person}", "language_code": "id"},
            "chat": {"id": person, "type": "private", "first_name": f"Orang {person}"},
        }
        for kind, name, words in (("text", "entities", text), ("caption", "caption_entities", fields.get("caption"))):
            if words is not None:
                message |= {kind: words, name: entities_of(words)}
        return message | fields

    def press(self, sent: Sent | Json | None, data: str, *, person: int = 7, **fields: Any) -> str:
        """Have a person press a button under a message; returns the query's id."""
        message = sent.message if isinstance(sent, Sent) else sent
        query = str(next(self._numbers["query"]))
        self._queries[query] = self._now()
        body = {"id": query, "from": self.message(person=person)["from"], "chat_instance": "1", "data": data}
        self.arrive(callback_query=body | ({"message": dict(message)} if message else {}) | fields)
        return query

    def forget_presses(self) -> None:
        """Let all presses so far be too old to be confirmed."""
        self._queries.clear()

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass at once for what gets too old."""
        self._came |= {_number(update): self._now() for update in self.pending if _number(update) not in self._came}
        self._passed += seconds

    def _now(self) -> float:
        return monotonic() + self._passed

    # What a test wants to know or to happen

    def fail(self, method: str, failure: Failure, times: int = 1) -> None:
        """Let the next `times` calls of `method` fail."""
        self._failures[method].extend([failure] * times)

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._failures.clear()

    def called(self, method: str) -> list[Json]:
        """The parameters of all calls of a method."""
        return [call.parameters for call in self.calls if call.method == method]

    async def until(self, is_so: Callable[[], Any], within: float = 10.0) -> None:
        """Wait until something is so; looks after each call. Raises `TimeoutError`."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(is_so)

    def _stir(self) -> None:
        async def stir() -> None:
            async with self._changed:
                self._changed.notify_all()

        task = asyncio.get_running_loop().create_task(stir())
        self._stirrings.add(task)
        task.add_done_callback(self._stirrings.discard)

    # HTTP

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        _, _, rest = request.path.partition("/bot")
        token, _, method = rest.partition("/")
        if request.path.startswith("/file/"):
            return self._file(token, method)
        parameters = {**request.query, **(await request.post())}
        call = Call(method, {name: _value(name, value) for name, value in parameters.items()}, monotonic())
        if token != self.token:
            is_token = ":" in token
            return _json(401 if is_token else 404, "Unauthorized" if is_token else "Not Found")
        self.calls.append(call)
        failure = self._failures[method].popleft() if self._failures[method] else None
        try:
            with self._stirred():
                return await self._treat(request, call, failure)
        except Refused as refused:
            return _json(refused.status, refused.description, refused.parameters)

    def upload(self, content: bytes, kind: str = "photo", name: str = "x.jpg") -> Json:
        """Have a file at Telegram that a person can send: the field of a message."""
        file_id = f"file{len(self.files)}"
        self.files[file_id] = content
        sizes = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}
        if kind == "photo":
            return {"photo": [sizes | {"width": 90, "height": 60}, sizes | {"width": 900, "height": 600}]}
        return {"document": sizes | {"file_name": name}}

    def _file(self, token: str, path: str) -> web.Response:
        content = self.files.get(path.removeprefix("files/"))
        return web.Response(status=404) if token != self.token or content is None else web.Response(body=content)

    @contextmanager
    def _stirred(self) -> Iterator[None]:
        try:
            yield
        finally:
            self._stir()

    async def _treat(self, request: web.BaseRequest, call: Call, failure: Failure | None) -> web.StreamResponse:
        if self.most_in_a_second is not None and call.method.startswith("send") and call.method != "sendChatAction":
            self._count(call.at, self.most_in_a_second)
        await asyncio.sleep(self.slow.get(call.method, 0))
        if call.method.startswith("send") and call.parameters.get("chat_id") in self.blockers:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if failure is not None and not failure.is_late:
            return await _failed(request, failure)
        handle = getattr(self, f"_{call.method}", None)
        if handle is None:
            raise Refused(404, "Not Found")
        already = len(self.sent)
        result = handle(**call.parameters)
        for sent in self.sent[already:]:
            sent.at = call.at
        result = await result if asyncio.iscoroutine(result) else result
        if failure is not None:
            return await _failed(request, failure)
        return web.json_response({"ok": True, "result": result})

    def stop(self, seconds: float) -> None:
        """Let nobody send for so long, though nobody sent too much. Wants `most_in_a_second`."""
        self._stopped_until = monotonic() + seconds

    def _count(self, now: float, most: int) -> None:
        """Count a message, or refuse it and all that come until there is room again."""
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= most:
            self._stopped_until = max(self._stopped_until, self._recent[0] + 1)
        if now < self._stopped_until:
            seconds = max(1, ceil(self._stopped_until - now))
            self.refusals.append((now, seconds))
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._recent.append(now)

    # The methods

    def _getMe(self) -> Json:  # noqa: N802 - Telegram's name, as below
        return self.me | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def _getUpdates(  # noqa: N802
        self,
        offset: int = 0,
        limit: int = 100,
        timeout: int = 0,  # noqa: ASYNC109 - Telegram's name
        allowed_updates: Any = None,
    ) -> list[Json]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self.pending = [update for update in self.pending if _number(update) >= offset and not self._is_forgotten(update)]
        self._polls += 1
        me = self._polls
        self._stir()
        async with self._changed:
            try:
                async with asyncio.timeout(timeout):
                    await self._changed.wait_for(lambda: self.pending or self._polls != me)
            except TimeoutError:
                return []
        if self._polls != me:
            raise Refused(409, Failure.conflict().description)
        return self.pending[:limit]

    def _is_forgotten(self, update: Json) -> bool:
        return self._now() - self._came.get(_number(update), self._now()) > KEPT

    def _sendMessage(  # noqa: N802
        self, chat_id: int, text: str, parse_mode: str = "", reply_markup: Json | None = None, **others: Any
    ) -> Json:
        message = {
            "message_id": next(self._numbers["message"]),
            "date": int(time()),
            "from": self.me,
            "chat": {
                "id": chat_id,
                "type": "private" if chat_id > 0 else "supergroup",
                "first_name": "x",
                "title": "x",
            },
            **_content(text, parse_mode, reply_markup),
        }
        if replied := self._written.get(others.get("reply_parameters", {}).get("message_id", 0)):
            message["reply_to_message"] = {name: value for name, value in replied.items() if name != "reply_to_message"}
        parameters = {"chat_id": chat_id, "text": text, "parse_mode": parse_mode, "reply_markup": reply_markup}
        self.sent.append(Sent(message, parameters | others))
        return message

    def _getFile(self, file_id: str) -> Json:  # noqa: N802
        if file_id not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"files/{file_id}"}

    def _sendPhoto(self, chat_id: int, photo: "Upload", caption: str = "", **others: Any) -> Json:  # noqa: N802
        return self._with_file(chat_id, "photo", photo, caption, **others)

    def _sendDocument(self, chat_id: int, document: "Upload", caption: str = "", **others: Any) -> Json:  # noqa: N802
        return self._with_file(chat_id, "document", document, caption, **others)

    def _sendMediaGroup(self, chat_id: int, media: list[Json], **uploads: "Upload") -> list[Json]:  # noqa: N802
        if not 2 <= len(media) <= 10 or len({one["type"] for one in media}) > 1:
            raise Refused(400, "Bad Request: wrong media group")
        messages = []
        for one in media:
            file = uploads[one["media"].removeprefix("attach://")] if one["media"].startswith("attach://") else one["media"]
            words = {name: one[name] for name in ("caption", "parse_mode") if name in one}
            messages.append(self._with_file(chat_id, one["type"], file, **{"caption": "", **words}))
        return messages

    def _with_file(self, chat_id: int, kind: str, file: "Upload | str", caption: str, **others: Any) -> Json:
        known = {f"sent{one.message['message_id']}": one.file for one in self.sent if one.file} if isinstance(file, str) else {}
        if isinstance(file, str) and file not in known:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        message = self._sendMessage(chat_id, caption or ".", **others)
        self.sent[-1].file = known[file] if isinstance(file, str) else file
        if units(caption) > 1024 + caption.count("<") * 10:
            raise Refused(400, "Bad Request: message caption is too long")
        message["caption"] = message.pop("text") if caption else ""
        name = f"sent{message['message_id']}"
        names = {"file_id": name, "file_unique_id": name}
        message[kind] = [names | {"width": 900, "height": 600}] if kind == "photo" else names
        return message

    def _editMessageText(  # noqa: N802
        self, chat_id: int, message_id: int, text: str, parse_mode: str = "", reply_markup: Json | None = None, **_: Any
    ) -> Json:
        return self._changed_to(chat_id, message_id, _content(text, parse_mode, reply_markup))

    def _editMessageReplyMarkup(self, chat_id: int, message_id: int, reply_markup: Json, **_: Any) -> Json:  # noqa: N802
        return self._changed_to(chat_id, message_id, {"reply_markup": _keyboard(reply_markup)})

    def _changed_to(self, chat_id: int, message_id: int, content: Json) -> Json:
        found = [one for one in self.sent if (one.chat_id, one.message["message_id"]) == (chat_id, message_id)]
        if not found:
            raise Refused(400, "Bad Request: message to edit not found")
        changed = found[0].message | content
        if changed == found[0].message:
            raise Refused(400, "Bad Request: message is not modified")
        found[0].message = changed
        return changed | {"edit_date": int(time())}

    def _answerCallbackQuery(self, callback_query_id: str, text: str = "", show_alert: str = "false") -> bool:  # noqa: N802
        pressed = self._queries.get(callback_query_id)
        if pressed is None or self._now() - pressed > PRESSED:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if units(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        del self._queries[callback_query_id]
        self.alerts.append({"id": callback_query_id, "text": text, "is_alert": show_alert.lower() == "true"})
        return True

    def _sendChatAction(self, chat_id: int, action: str, message_thread_id: int | None = None) -> bool:  # noqa: N802
        return bool(chat_id and action == "typing")

    def _setMyCommands(self, commands: list[Json], **_: Any) -> bool:  # noqa: N802
        return bool(commands)

    def _deleteMyCommands(self, **_: Any) -> bool:  # noqa: N802
        return True

    def _setWebhook(self, url: str, secret_token: str = "", **_: Any) -> bool:  # noqa: N802
        if not url.startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = {"url": url, "secret_token": secret_token}
        return True

    def _deleteWebhook(self, drop_pending_updates: str = "false") -> bool:  # noqa: N802
        self.webhook = {}
        if drop_pending_updates.lower() == "true":
            self.pending.clear()
        return True

    def _getWebhookInfo(self) -> Json:  # noqa: N802
        return {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": len(self.pending)}


def _number(update: Json) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else -1


def _content(text: str, parse_mode: str, reply_markup: Json | None) -> Json:
    try:
        shown = (parsed(text) if parse_mode == "HTML" else text).strip()
    except Unparsable as why:
        raise Refused(400, f"Bad Request: can't parse entities: {why}") from None
    if not shown:
        raise Refused(400, "Bad Request: message text is empty")
    if units(shown) > BotApi.LONGEST:
        raise Refused(400, "Bad Request: message is too long")
    is_inline = "inline_keyboard" in (reply_markup or {})
    return {"text": shown} | ({"reply_markup": _keyboard(reply_markup or {})} if is_inline else {})


def _keyboard(markup: Json) -> Json:
    for row in markup.get("inline_keyboard", []):
        for button in row:
            is_link = button.get("url", "").startswith(("https://", "http://", "tg://"))
            if not (is_link or 1 <= len(button.get("callback_data", "").encode()) <= 64) or not button["text"]:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _value(name: str, value: Any) -> Any:
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.content_type, value.file.read())
    value = str(value)
    if name in STRUCTURED:
        return json.loads(value)
    return int(value) if name in NUMBERS else value


def _json(status: int, description: str, parameters: Json | None = None) -> web.Response:
    body: Json = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)


async def _failed(request: web.BaseRequest, failure: Failure) -> web.StreamResponse:
    match failure.kind:
        case "hang":
            await asyncio.sleep(3600)
        case "drop":
            if request.transport is not None:
                request.transport.close()
        case "garbage":
            return web.Response(text="<html>not Telegram</html>", content_type="text/html", status=200)
    return _json(failure.status, failure.description, failure.parameters)
