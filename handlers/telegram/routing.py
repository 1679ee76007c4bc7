"""Which handler gets which update: one explicit list, the first that fits takes it, what fits none is left alone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
)
from telegram.ext.filters import CAPTION, COMMAND, TEXT, ChatType, MessageFilter, UpdateType

from handlers.telegram import commands
from handlers.telegram.addressing import is_for
from handlers.telegram.buttons import Buttons
from handlers.telegram.hints import Hints, kind_of
from handlers.telegram.introductions import Introductions
from handlers.telegram.questions import Questions

_log = logging.getLogger(__name__)

Handlers = Sequence[BaseHandler[Any, ContextTypes.DEFAULT_TYPE, Any]]


class _ForUs(MessageFilter):
    """Lets through what a person means for the bot."""

    def filter(self, message: Message) -> bool:
        return is_for(message, message.get_bot().bot)


class _Unreadable(MessageFilter):
    """Lets through what a person sends that is no text."""

    def filter(self, message: Message) -> bool:
        return kind_of(message) is not None


@dataclass(frozen=True, slots=True)
class Routing:
    """The parts that handle updates."""

    introductions: Introductions
    questions: Questions
    buttons: Buttons
    hints: Hints

    def handlers(self) -> Handlers:
        """Return the handlers in the order in which they are asked."""
        new = UpdateType.MESSAGE & _ForUs()
        edited = UpdateType.EDITED_MESSAGE & ChatType.PRIVATE & _ForUs()
        words = TEXT | CAPTION
        return (
            CallbackQueryHandler(self.buttons.pressed),
            CommandHandler(commands.START, self.introductions.start, new),
            CommandHandler(commands.HELP, self.introductions.help, new),
            CommandHandler(commands.LANGUAGE, self.introductions.language, new),
            CommandHandler(commands.PRIVACY, self.introductions.privacy, new),
            CommandHandler(commands.ASK, self.questions.asked, new),
            MessageHandler(new & COMMAND, self.introductions.help),  # one that we do not have
            MessageHandler(new & words, self.questions.asked),
            MessageHandler(new & _Unreadable(), self.hints.given),
            MessageHandler(edited & words, self.questions.edited),
            ChatMemberHandler(_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        )


async def _membership(_: Update, __: ContextTypes.DEFAULT_TYPE) -> None:
    """Somebody blocked or unblocked the bot, or a group took it in or put it out: nothing to say."""
    _log.debug("a chat changed what the bot may do there")
