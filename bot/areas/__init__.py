"""The 514 kabupaten and kota of Indonesia, found by how people type them."""

from bot.areas.atlas import CLOCKS, WESTERN, Area, area, load, named, zone_of
from bot.areas.searching import codes, is_sure, search

__all__ = ["CLOCKS", "WESTERN", "Area", "area", "codes", "is_sure", "load", "named", "search", "zone_of"]
