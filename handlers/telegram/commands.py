"""The commands: what they are called, and how they are listed in Telegram's menu."""

import logging
from collections.abc import Iterable

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.domain.people import Language
from bot.texts import say

START = ("start",)
ASK = ("tanya", "ask")
FORM = ("nilai", "penilaian", "assess")
HELP = ("bantuan", "help")
LANGUAGE = ("bahasa", "language")
PRIVACY = ("privasi", "privacy")
DATA = ("data", "mydata")
CORRECT = ("perbaiki", "correct")
STOP = ("berhenti", "stop")
ERASE = ("hapus", "delete")
STAFF = ("staf", "staff")
ANNOUNCE = ("umumkan", "announce")
QUEUE = ("antrean", "queue")
PERSONAL = (*FORM, *PRIVACY, *DATA, *CORRECT, *STOP, *ERASE, *STAFF, *ANNOUNCE, *QUEUE)
"""What is of one person, and so not of a group."""
ALL = frozenset((*START, *ASK, *HELP, *LANGUAGE, *PERSONAL))

_log = logging.getLogger(__name__)


async def register(bot: Bot) -> None:
    """List the commands: in Indonesian for all, in English where Telegram is. They work without the menu, too."""
    try:
        await bot.set_my_commands(menu(Language.INDONESIAN))
        await bot.set_my_commands(menu(Language.ENGLISH), language_code=Language.ENGLISH)
    except TelegramError as error:
        _log.warning("the menu of commands could not be set (%s)", type(error).__name__)


def menu(language: Language, of_the_staff: Iterable[str] = ()) -> list[BotCommand]:
    """Return everybody's commands, after those of the staff that are named."""
    names = [*of_the_staff, *(names[0] for names in (START, ASK, FORM, HELP, LANGUAGE, PRIVACY, DATA, CORRECT, STOP, ERASE))]
    return [BotCommand(name, say(language, f"command.{name}")) for name in names]
