"""How a typed answer is read: by rules, without a guess between two."""

from bot.instruments.reading.answers import Reading, read
from bot.instruments.reading.profile import commodity, sentra, year, yes_no

__all__ = ["Reading", "commodity", "read", "sentra", "year", "yes_no"]
