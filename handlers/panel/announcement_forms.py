"""Reads the form of an announcement: buttons, audience, time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from bot.areas import CLOCKS, WESTERN
from bot.domain.announcement import STARS, Audience, Link, Plan, Repeat, Standing
from bot.domain.errors import ContentWrong, Wrong
from bot.services.announcing.content import LONGEST_QUESTION, MOST_LINKS
from bot.services.announcing.seeking import areas_in
from handlers.panel.pages import number_of

LONGEST_ADDRESS = 500


def links_in(form: FormData) -> tuple[Link, ...]:
    """Return the buttons that were filled in: a label with an address, or with a question."""
    found = []
    for number in range(1, MOST_LINKS + 1):
        label, url, question = (_text(form, f"{name}_{number}") for name in ("label", "url", "question"))
        if label or url or question:
            found.append(Link(label[:100], "" if question else url[:LONGEST_ADDRESS], question[: LONGEST_QUESTION + 1]))
    return tuple(found)


def audience_in(form: FormData) -> Audience:
    """Return for whom it is. Raises `ContentWrong` for an area that nobody knows."""
    standings = tuple(Standing(one) for one in _chosen(form, "standings") if one in set(Standing))
    stars = tuple(one for one in _numbers(form, "stars") if one in STARS)
    return Audience(
        areas=areas_in(_text(form, "areas")), commodities=_chosen(form, "commodities"), languages=_known(form, "languages", "id", "en"),
        channels=_known(form, "channels", "telegram", "web"), standings=standings, gaps=_chosen(form, "gaps"),
        seen_within=number_of(form.get("seen_within", ""), 4), stars=stars,
        lists=_numbers(form, "lists"), without=_numbers(form, "without"),
    )  # fmt: skip


def plan_in(form: FormData) -> Plan:
    """Return when it goes. Raises `ContentWrong` for a date that is none."""
    zone, repeat = _text(form, "zone"), _text(form, "repeat")
    zone = zone if zone in CLOCKS else WESTERN
    return Plan(_moment(_text(form, "due_at"), zone), zone, Repeat(repeat) if repeat in set(Repeat) else Repeat.NEVER)


def _moment(text: str, zone: str) -> datetime | None:
    """Return the moment of a local date and hour ("2026-11-25T08:00"); None for nothing."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ContentWrong(Wrong.WHEN) from None


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _chosen(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(value[:64] for value in form.getlist(name) if isinstance(value, str) and value)


def _known(form: FormData, name: str, *known: str) -> tuple[str, ...]:
    return tuple(value for value in _chosen(form, name) if value in known)


def _numbers(form: FormData, name: str) -> tuple[int, ...]:
    return tuple(found for value in _chosen(form, name) if (found := number_of(value)))
