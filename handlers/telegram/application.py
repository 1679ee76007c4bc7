"""The python-telegram-bot application: it parses, dispatches and sends, and keeps nothing in memory."""

import os
import re
from typing import Any

from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

from handlers.telegram.errors import TokenRefused
from handlers.telegram.request import create_request

App = Application[Any, Any, Any, Any, Any, Any]

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
OFFICIAL = "https://api.telegram.org"


def create_application(token: str, base_url: str | None, polling: BaseRequest) -> App:
    """Return an application without updater, job queue, persistence and rate limiter.

    `base_url` is the root of a Bot API, with or without "/bot" at its end; Telegram's own by default. `polling` is the
    HTTP layer for getUpdates. Raises `TokenRefused` for what cannot be a token.
    """
    if not TOKEN.fullmatch(token):
        raise TokenRefused
    # else python-telegram-bot warns whenever it reads how long Telegram wants to be left alone
    os.environ["PTB_TIMEDELTA"] = "true"
    root = (base_url or OFFICIAL).rstrip("/").removesuffix("/bot")
    builder = ApplicationBuilder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    return builder.request(create_request()).get_updates_request(polling).updater(None).job_queue(None).build()
