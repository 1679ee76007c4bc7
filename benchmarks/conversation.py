"""The form that ours is compared with: the same items in a `ConversationHandler` with `PicklePersistence`, as their manuals show.

It keeps answers in `user_data`, in memory, and writes them to a file every minute: what came since is lost when it is killed.
"""

import os
import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from bot.domain.instrument import in_language
from bot.domain.people import Language
from bot.instruments import shipped

ITEMS = shipped().items_for("pangan")
Context = ContextTypes.DEFAULT_TYPE


def _screen(number: int) -> dict[str, Any]:
    item = ITEMS[number]
    rows = [
        [InlineKeyboardButton(in_language(option.label, Language.INDONESIAN), callback_data=f"{item.id}.pick.{option.id}")]
        for option in item.options
    ]
    rows.append([InlineKeyboardButton("◀ Kembali", callback_data=f"{item.id}.back")])
    text = f"Pertanyaan {number + 1} dari {len(ITEMS)}\n\n{in_language(item.question, Language.INDONESIAN)}"
    return {"text": text, "reply_markup": InlineKeyboardMarkup(rows)}


async def _begin(update: Update, _: Context) -> int:
    assert update.message
    await update.message.reply_text(**_screen(0))
    return 0


async def _pressed(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query
    assert query.data
    assert context.user_data is not None
    item, verb, *option = query.data.split(".")
    number = next(place for place, one in enumerate(ITEMS) if one.id == item)
    if verb == "pick":
        context.user_data[item] = option[0]
    following = (number + (1 if verb == "pick" else -1)) % len(ITEMS)
    await query.answer()
    await query.edit_message_text(**_screen(following))
    return following


def main() -> None:
    """Poll the Bot API that `OVOP_TELEGRAM__BASE_URL` names until told to stop; the file of the persistence is the argument."""
    token, root = os.environ["OVOP_TELEGRAM__TOKEN"], os.environ["OVOP_TELEGRAM__BASE_URL"]
    states = {number: [CallbackQueryHandler(_pressed)] for number in range(len(ITEMS))}
    form = ConversationHandler([CommandHandler("nilai", _begin)], states, [], name="form", persistent=True)  # type: ignore[arg-type]
    builder = ApplicationBuilder().token(token).base_url(f"{root}/bot").persistence(PicklePersistence(sys.argv[1]))
    application = builder.build()
    application.add_handler(form)
    application.run_polling()


if __name__ == "__main__":
    main()
