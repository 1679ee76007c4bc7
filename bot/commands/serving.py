"""`serve`: the product."""

import asyncio

from bot.commands.terminal import err, library, settings, told
from bot.serving import run


def serve() -> None:
    """Start the bot: the web chat page, and Telegram where a token is set."""
    with told():
        chosen = settings()
        with library(chosen) as thinking:
            asyncio.run(run(chosen, thinking, lambda words: err.print(words, highlight=False)))
