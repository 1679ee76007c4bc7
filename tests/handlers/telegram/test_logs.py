"""Logs: no token and no word of a person, at any level, of any logger."""

import io
import logging
from collections.abc import Iterator

import pytest

from handlers.telegram.redact import MASK, Redact, keep_secrets, masked
from tests.botapi import TOKEN, BotApi, Failure
from tests.handlers.telegram.stage import Stage

WORDS = "usahaketupatrahasia"


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Iterator[io.StringIO]:
    """All that every logger says, as a handler with the filter writes it; down to level 1."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    keep_secrets([handler, caplog.handler], TOKEN)
    before = {name: logging.getLogger(name).level for name in ("", *logging.Logger.manager.loggerDict)}
    root.addHandler(handler)
    for name in before:
        logging.getLogger(name).setLevel(1)
    yield stream
    root.removeHandler(handler)
    caplog.handler.filters.clear()
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


async def test_neither_token_nor_words_are_logged_by_anyone(
    written: io.StringIO, stage: Stage, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    group = {"id": -1001, "type": "supergroup", "title": WORDS}
    [answer] = await stage.say(f"berapa {WORDS}?")
    await stage.press(answer, "c:p-bintang")
    await stage.press(answer, f"c:{WORDS}")
    await stage.say(f"/tanya {WORDS}", chat=group)
    await stage.arrive(edited_message=stage.api.message(WORDS) | {"edit_date": 5})
    stage.api.arrive(message={"text": WORDS})
    stage.api.fail("getUpdates", Failure(kind="garbage"))
    stage.api.fail("sendMessage", Failure.bad(f"something about {WORDS}"))
    await stage.say(WORDS)
    stage.thinker.failure = RuntimeError(WORDS)
    await stage.say(WORDS)
    await stage.api.go_down()
    await stage.api.come_back()
    await stage.say("berapa usaha?")
    output = written.getvalue() + caplog.text + "".join(capfd.readouterr())

    assert "DEBUG" in output
    assert "telegram" in output
    assert MASK in output
    assert TOKEN.partition(":")[2] not in output
    assert WORDS not in output


async def test_a_wrong_token_is_not_logged_either(
    written: io.StringIO, bot_api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    assert masked(f"https://api.example/bot{TOKEN}/getMe") == f"https://api.example/bot{MASK}/getMe"
    logging.getLogger("httpx").info("HTTP Request: POST %s %s", f"{bot_api.url}/bot{TOKEN}/getMe", 200)

    assert f"INFO httpx HTTP Request: POST {bot_api.url}/bot{MASK}/getMe 200" in written.getvalue()
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL])
@pytest.mark.parametrize("name", ["bot.app", "handlers.telegram", "httpx", "telegram.Bot", "aiohttp.client", "asyncio"])
def test_tokens_are_masked_at_every_level_and_in_every_part(level: int, name: str) -> None:
    other = "987654321:BBanotherTokenWithoutAnyColonInIt_123"
    record = _record(name, level, "a %s and %s", f"x{TOKEN}y", [other])
    record.stack_info = f"stack {TOKEN}"
    record.color_message = f"colour {TOKEN}"
    Redact(TOKEN).filter(record)
    shown = f"{record.__dict__} {logging.Formatter().format(record)}"

    assert TOKEN not in shown
    assert other not in shown


def test_tokens_are_masked_in_errors_and_in_their_causes() -> None:
    inner, outer = ValueError(f"GET /bot{TOKEN}/getMe"), RuntimeError("outer")
    try:
        try:
            raise inner
        except ValueError as error:
            raise outer from error
    except RuntimeError as error:
        record = _record("httpx", logging.ERROR, "failed")
        record.exc_info = (type(error), error, error.__traceback__)
    Redact().filter(record)

    assert TOKEN not in logging.Formatter().format(record)
    assert f"GET /bot{MASK}/getMe" in logging.Formatter().format(record)
    assert record.exc_info is None


def test_a_configured_secret_of_any_shape_is_masked() -> None:
    record = _record("bot.app", logging.INFO, "hook %s", "s3cret-of-the-hook")
    Redact("", "s3cret-of-the-hook").filter(record)

    assert record.getMessage() == f"hook {MASK}"


def test_what_holds_no_secret_stays_as_it_is() -> None:
    record = _record("uvicorn.access", logging.INFO, '%s - "%s"', "127.0.0.1", "GET /")
    Redact(TOKEN).filter(record)

    assert record.args == ("127.0.0.1", "GET /")
    assert record.msg == '%s - "%s"'


def test_what_libraries_fill_into_their_debugging_is_left_out() -> None:
    update = _record("telegram.ext.Application", logging.DEBUG, "Processing update %s", "kata orang")
    rows = _record("sqlalchemy.engine.Engine", logging.INFO, "[generated] %r", "kata orang")
    ours = _record("handlers.telegram.inbox", logging.DEBUG, "took %d", 5)
    for record in (update, rows, ours):
        Redact().filter(record)

    assert [record.getMessage() for record in (update, rows, ours)] == [
        "Processing update %s",
        "[generated] %r",
        "took 5",
    ]


def _record(name: str, level: int, message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord(name, level, "file.py", 1, message, args, None)
