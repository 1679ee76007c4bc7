"""The bot that ours is compared with: python-telegram-bot with default settings, which sends back what it gets.

`concurrent` has it handle many updates at once.
"""

import os
import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Send the text back."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Poll the Bot API that `OVOP_TELEGRAM__BASE_URL` names until told to stop."""
    token, root = os.environ["OVOP_TELEGRAM__TOKEN"], os.environ["OVOP_TELEGRAM__BASE_URL"]
    application = ApplicationBuilder().token(token).base_url(f"{root}/bot").concurrent_updates("concurrent" in sys.argv).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
