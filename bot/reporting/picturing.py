"""Which sides of a business the radar shows, and by what names."""

from bot.domain.instrument import Aspect, Instrument, Named, in_language
from bot.domain.people import Language
from bot.domain.scoring import Score, Share
from bot.reporting.report import Axis

FEWEST, MOST = 3, 12


def axes(instrument: Instrument, score: Score, language: Language) -> tuple[Axis, ...]:
    """Return the parts of the aspects where a radar can show them, else the aspects themselves."""
    return tuple(Axis(name_of(instrument, share.id, language), share.percent) for share in _shares(score))


def earlier(score: Score, previous: Score | None) -> tuple[float, ...] | None:
    """Return the percents of the time before, along the same axes; none where it had other axes."""
    before = {share.id: share.percent for share in (*previous.aspects, *previous.parts)} if previous else {}
    found = [before[share.id] for share in _shares(score) if share.id in before]
    return tuple(found) if found and len(found) == len(_shares(score)) else None


def name_of(instrument: Instrument, name: str, language: Language) -> str:
    """Return the label of an aspect, a part or a direction, else its id."""
    parts = [part for aspect in instrument.aspects for part in aspect.parts]
    named: list[Named | Aspect] = [*instrument.directions, *parts, *instrument.aspects]
    known = {one.id: one.label for one in named}
    return in_language(known[name], language) if name in known else name


def _shares(score: Score) -> tuple[Share, ...]:
    return score.parts if FEWEST <= len(score.parts) <= MOST else score.aspects
