"""What an officer types by replying to a message of the bot: its first line says what the words are for.

So no state is kept, it holds after a restart, and several such messages may be open at once. The bot asks whether the words go out
in a reply to them; the button there finds them again.
"""

import re
from dataclasses import dataclass, field

from telegram import CallbackQuery, ForceReply, Message

from bot.domain.errors import AnswerTooLong, ChoiceGone
from bot.domain.people import Language
from bot.texts import say
from handlers.telegram import render
from handlers.telegram.addressing import Place, is_private
from handlers.telegram.render import Piece

QUESTION, RETURN, ACCEPT, REJECT, AGAIN = "📨", "📤", "✅", "🚫", "🔁"
"""The signs with which such messages begin: an answer to a question, a word to an owner, why an announcement goes back, or out again."""
FIRST_LINE = re.compile(rf"\A([{QUESTION}{RETURN}{ACCEPT}{REJECT}{AGAIN}]) \S+ #(\d{{1,11}})((?:\.\d{{1,4}}){{0,2}})\s")


@dataclass(frozen=True, slots=True)
class Replied:
    """Words for a thing of that number; `value` says more of what is meant. `place` is where they stand."""

    sign: str
    number: int
    value: str
    text: str = field(repr=False)
    place: Place

    def within(self, most: int) -> None:
        """Raise `AnswerTooLong` where there are more characters."""
        if len(self.text) > most:
            raise AnswerTooLong(most=most, count=len(self.text))


def replied(message: Message) -> Replied | None:
    """Return what was typed in reply to a message of the bot that asks for it; None where it is anything else."""
    shown, text = message.reply_to_message, message.text or ""
    if shown is None or not is_private(message) or shown.from_user != message.get_bot().bot:
        return None
    found = FIRST_LINE.match(shown.text or "")
    if found is None or not text.strip() or text.startswith("/"):
        return None
    return Replied(found[1], int(found[2]), found[3].removeprefix("."), text, Place(message.chat.id, reply_to=message.message_id))


def asking(words: str, language: Language) -> list[Piece]:
    """Return the messages that ask for a reply."""
    return render.words(words, ForceReply(input_field_placeholder=say(language, "desk.placeholder")))


def words_above(query: CallbackQuery) -> str:
    """Return the words that the pressed message replies to. Raises `ChoiceGone` where Telegram has them no more."""
    message = query.message
    found = message.reply_to_message if isinstance(message, Message) else None
    if found is None or not (found.text or "").strip():
        raise ChoiceGone
    return found.text or ""
