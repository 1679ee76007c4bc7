"""`serve`: the product."""

from bot import loop
from bot.commands.terminal import err, library, settings, told
from bot.serving import run


def serve() -> None:
    """Start the bot: the web chat page, and Telegram where a token is set."""
    with told():
        chosen = settings()
        with library(chosen) as thinking:
            loop.run(run(chosen, thinking, lambda words: err.print(words, highlight=False)))
