"""What an answer does to a form: the profile or the answers change, and the form goes on to the next place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.areas import area
from bot.db import assessments
from bot.db.database import WriteSession
from bot.domain.assessment import Profile, Sentra
from bot.services.form.drawing import short, shown
from bot.services.form.form import PROFILE, RESULT, REVIEW
from bot.services.form.opening import Opened
from bot.texts import say

YEAR = 4
"""Digits of a year."""


async def filled(session: WriteSession, opened: Opened, place: str, value: str, now: datetime) -> str | None:
    """Keep `value` as the answer at `place`, go on, and return what to say of it; None where it is no answer there.

    An answer at another place than the present one changes only that one, and the form stays where it is.
    """
    known = _profile_with(opened, place, value) if place in PROFILE else None
    if known is None and not _is_option(opened, place, value):
        return None
    before = shown(opened.form, place)
    if known is not None:
        await _keep_profile(session, opened, known)
    else:
        await keep_answers(session, opened, {place: value}, "", now)
    return _went_on(opened, place, before)


async def keep_answers(session: WriteSession, opened: Opened, options: Mapping[str, str], words: str, now: datetime) -> None:
    """Keep options by item, and the words that were typed for them."""
    await assessments.answered(session, opened.row.id, options, words, now)
    opened.form = replace(opened.form, answers={**opened.form.answers, **options})


def recorded(opened: Opened, *places: str) -> str:
    """Return what was noted, in words."""
    form = opened.form
    return recorded_of(opened, *places) if len(places) > 1 else say(form.language, "form.recorded", answer=shown(form, places[0]))


def recorded_of(opened: Opened, *places: str) -> str:
    """Return what was noted at each place, by its name."""
    form = opened.form
    listed = "; ".join(f"{short(form, place)}: {shown(form, place)}" for place in places)
    return say(form.language, "form.recorded_more", answers=listed)


def _went_on(opened: Opened, place: str, before: str) -> str:
    form = opened.form
    if place == form.place:
        said = recorded(opened, place)
        opened.goes(form.after(place))
        return said
    if form.place == RESULT:
        opened.goes(REVIEW)
    elif form.place not in form.places:
        opened.goes(form.back_to or form.next_asked)
    if shown(form, place) == before:  # tapped twice
        return recorded(opened, place)
    return say(form.language, "form.changed_old", item=short(form, place), answer=shown(form, place))


def _is_option(opened: Opened, place: str, value: str) -> bool:
    item = opened.form.asked(place)
    return item is not None and item.option(value) is not None


def _profile_with(opened: Opened, place: str, value: str) -> Profile | None:
    """Return the profile with a value from a button or of words that were read; None where it is none."""
    known: dict[str, object] = {}
    match place:
        case "@name":
            known["owner_name"] = value
        case "@business":
            known["business_name"] = value
        case "@commodity" if any(one.id == value for one in opened.form.instrument.commodities):
            known["commodity"] = value
        case "@area" if area(value) is not None:
            known["area"] = value
        case "@sentra" if value in set(Sentra):
            known["sentra"] = Sentra(value)
        case "@since" if value.isdigit() and len(value) == YEAR:
            known["since"] = int(value)
    return replace(opened.form.profile, **known) if known else None  # type: ignore[arg-type] # each of its own kind


async def _keep_profile(session: WriteSession, opened: Opened, known: Profile) -> None:
    await assessments.kept_profile(session, opened.row.person_id, known)
    opened.form = replace(opened.form, profile=known)
