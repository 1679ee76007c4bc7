"""Daylight: whoever did not just write is written to by day only, by the clocks of where they are."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.areas import zone_of

BY_DAY = range(8, 20)
"""Hours in which somebody may be written to."""


def left_of_day(area: str, now: datetime) -> timedelta:
    """Return how long somebody may still be written to today in an area; nothing by night."""
    there = now.astimezone(ZoneInfo(zone_of(area)))
    end = there.replace(hour=BY_DAY.stop, minute=0, second=0, microsecond=0)
    return end - there if there.hour in BY_DAY else timedelta()
