"""The 514 kabupaten and kota of Indonesia, found by how people type them."""

from bot.areas.atlas import Area, area
from bot.areas.searching import is_sure, search

__all__ = ["Area", "area", "is_sure", "search"]
