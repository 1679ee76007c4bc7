"""Describing: for whom an announcement is, and when it goes, in words. Somebody approves it by them, so they leave nothing out."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.areas import CLOCKS, named
from bot.db import announcements
from bot.db.database import ReadSession
from bot.domain.announcement import Repeat
from bot.domain.instrument import in_language
from bot.domain.people import Language
from bot.services.announcing.drafting import Draft
from bot.services.announcing.progress import lasts
from bot.services.announcing.seeking import Reckoned, Seek
from bot.texts import say


async def whom(session: ReadSession, seek: Seek, draft: Draft, language: Language) -> str:
    """Return for whom it is: everything that narrows it."""
    audience, instrument = draft.audience, seek.instrument
    lists = await announcements.names_of_lists(session, (*audience.lists, *audience.without))

    def part(name: str, found: Iterable[str]) -> str:
        which = ", ".join(found)
        return which and say(language, f"news.whom.{name}", which=which)

    parts = (
        ", ".join(named(code) for code in audience.areas) or named(draft.row.area),
        ", ".join(in_language(one.label, language) for one in instrument.commodities if one.id in audience.commodities),
        part("standings", (say(language, f"news_standing.{one}") for one in audience.standings)),
        part("gaps", (in_language(one.short, language) for one in instrument.items if one.id in audience.gaps)),
        part("languages", (say(language, f"language.{one}") for one in audience.languages)),
        part("channels", (say(language, f"news_channel.{one}") for one in audience.channels)),
        part("seen_within", (str(audience.seen_within),) if audience.seen_within else ()),
        part("stars", map(str, audience.stars)),
        part("lists", (lists.get(one, "?") for one in audience.lists)),
        part("without", (lists.get(one, "?") for one in audience.without)),
    )
    return "; ".join(filter(None, parts)) or say(language, "news.chat.everyone")


def count(reckoned: Reckoned, language: Language) -> str:
    """Return how many get it now, and how long that takes."""
    if not reckoned.all:
        return say(language, "news.nobody")
    return f"{say(language, 'news.count', count=reckoned.all)} {lasts(language, reckoned.seconds)}"


def when(draft: Draft, language: Language) -> str:
    """Return when it goes, by the clocks that were meant, and how often."""
    due, zone, repeat = draft.row.due_at, draft.row.zone, draft.row.repeat
    first = f"{due.astimezone(ZoneInfo(zone)):%d-%m-%Y %H.%M} {CLOCKS.get(zone, '')}".strip() if due else say(language, "news.chat.as_soon")
    return first if repeat is Repeat.NEVER else f"{first}, {say(language, f'news_repeat.{repeat}')}"
