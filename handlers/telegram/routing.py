"""Which handler gets which update: one explicit list, the first that fits takes it, what fits none is left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Message
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
)
from telegram.ext.filters import CAPTION, COMMAND, TEXT, ChatType, MessageFilter, UpdateType

from handlers.telegram import commands
from handlers.telegram.addressing import is_for
from handlers.telegram.announcing import NewsDesk
from handlers.telegram.buttons import Buttons
from handlers.telegram.forms import Forms
from handlers.telegram.hints import Hints, kind_of
from handlers.telegram.introductions import Introductions
from handlers.telegram.members import Members
from handlers.telegram.questions import Questions
from handlers.telegram.rights import Rights
from handlers.telegram.staff import StaffDesk

Handlers = Sequence[BaseHandler[Any, Any, Any]]


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
    members: Members
    forms: Forms
    rights: Rights
    staff: StaffDesk
    news: NewsDesk

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
            CommandHandler(commands.PRIVACY, self.rights.privacy, new & ChatType.PRIVATE),
            CommandHandler(commands.DATA, self.rights.data, new & ChatType.PRIVATE),
            CommandHandler(commands.CORRECT, self.rights.correct, new & ChatType.PRIVATE),
            CommandHandler(commands.STOP, self.rights.stop, new & ChatType.PRIVATE),
            CommandHandler(commands.ERASE, self.rights.erase, new & ChatType.PRIVATE),
            CommandHandler(commands.ASK, self.questions.asked, new),
            CommandHandler(commands.STAFF, self.staff.redeem, new & ChatType.PRIVATE),
            CommandHandler(commands.QUEUE, self.staff.officers.queue, new & ChatType.PRIVATE),
            CommandHandler(commands.ANNOUNCE, self.news.begin, new & ChatType.PRIVATE),
            CommandHandler(commands.FORM, self.forms.begin, new & ChatType.PRIVATE),
            CommandHandler(commands.PERSONAL, self.rights.elsewhere, new),
            MessageHandler(new & COMMAND, self.introductions.unknown),
            MessageHandler(new & words, self.questions.written),
            MessageHandler(new & _Unreadable(), self.hints.given),
            MessageHandler(edited & words, self.questions.edited),
            ChatMemberHandler(self.members.changed, ChatMemberHandler.MY_CHAT_MEMBER),
        )
