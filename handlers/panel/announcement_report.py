"""What became of each recipient, as a table to keep."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial

from bot.areas import named
from bot.db.announcements import Recipient
from bot.domain.people import Language
from bot.reporting.spreadsheet import Value, workbook
from bot.texts import say

HEAD = ("number", "channel", "area", "commodity", "fate", "reason", "when")
REASONS = frozenset({"stopped", "withdrew", "gone", "no_channel"})
UNSAID = frozenset({"", "blocked", "no answer"})
"""Reasons that the fate says already."""


async def written(portions: AsyncIterator[list[Recipient]], language: Language) -> bytes:
    """Return the table. It is written in a thread, which asks for one portion of recipients after the other."""
    loop = asyncio.get_running_loop()

    def lines() -> Iterator[list[Value]]:
        while portion := asyncio.run_coroutine_threadsafe(_next(portions), loop).result():
            for one in portion:
                yield _line(one, language)

    head = [say(language, f"news.panel.{name}") for name in HEAD]
    return await asyncio.to_thread(partial(workbook, [(say(language, "news.panel.recipients"), head, lines())]))


async def _next(portions: AsyncIterator[list[Recipient]]) -> list[Recipient]:
    return await anext(portions, [])


def _line(one: Recipient, language: Language) -> list[Value]:
    why = "" if one.reason in UNSAID else say(language, f"news_reason.{one.reason if one.reason in REASONS else 'other'}")
    ended = f"{one.ended_at:%Y-%m-%d %H:%M:%S} UTC" if one.ended_at else ""
    channel, fate = say(language, f"news_channel.{one.channel}"), say(language, f"news_fate.{one.fate}")
    return [one.number, channel, named(one.area), one.commodity, fate, why, ended]
