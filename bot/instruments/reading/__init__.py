"""How a typed answer is read: by rules, without a guess between two."""

from bot.instruments.reading.answers import Reading, read
from bot.instruments.reading.profile import business, commodity, person, sentra, year, yes_no
from bot.instruments.reading.steering import numbered, steering

__all__ = ["Reading", "business", "commodity", "numbered", "person", "read", "sentra", "steering", "year", "yes_no"]
