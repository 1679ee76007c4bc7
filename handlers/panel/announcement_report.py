"""What became of each recipient, as a table to keep."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from bot.areas import named
from bot.db.announcements import Recipient
from bot.domain.people import Language
from bot.texts import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PORTION, MOST = 5_000, 1_048_575
HEAD = ("number", "channel", "area", "commodity", "fate", "reason", "when")
REASONS = frozenset({"stopped", "withdrew", "gone", "no_channel"})


async def written(recipients: AsyncIterator[Recipient], language: Language) -> bytes:
    """Return the table. Each portion is written in a thread, and held in memory no longer than that."""
    with TemporaryDirectory(prefix="ovop-table-") as folder:
        path = Path(folder) / "table.xlsx"
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(HEAD):
            sheet.write_string(0, column, say(language, f"news.panel.{name}"))
        number, portion = 1, list[Recipient]()
        async for one in recipients:
            portion.append(one)
            if len(portion) == PORTION:
                number = await asyncio.to_thread(_add, sheet, number, portion, language)
                portion = []
        await asyncio.to_thread(_add, sheet, number, portion, language)
        await asyncio.to_thread(book.close)
        return await asyncio.to_thread(path.read_bytes)


def _add(sheet: xlsxwriter.worksheet.Worksheet, number: int, portion: list[Recipient], language: Language) -> int:
    for one in portion[: MOST - number + 1]:
        ended = f"{one.ended_at:%Y-%m-%d %H:%M:%S} UTC" if one.ended_at else ""
        sheet.write_number(number, 0, one.number)
        words = (
            say(language, f"news_channel.{one.channel}"), named(one.area), one.commodity, say(language, f"news_fate.{one.fate}"),
            _why(one.reason, language), ended,
        )  # fmt: skip
        for column, word in enumerate(words, 1):
            sheet.write_string(number, column, word)
        number += 1
    return number


def _why(reason: str, language: Language) -> str:
    if not reason or reason in {"blocked", "no answer"}:
        return ""
    return say(language, f"news_reason.{reason if reason in REASONS else 'other'}")
