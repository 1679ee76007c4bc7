"""Region: what the assessments of an area tell together, from the country down to a commodity, and never of a few owners."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.areas import WESTERN
from bot.db import audit, region
from bot.db.audit import Entry
from bot.db.database import Database
from bot.db.region import Handed
from bot.domain.errors import NotAllowed
from bot.domain.instrument import Instrument
from bot.domain.ports import Clock
from bot.domain.region import FEWEST, Span, Summary, Taken, summarise, told
from bot.domain.scoring import score
from bot.domain.staff import NATIONAL, Deed, Staff, covers
from bot.services.authorize import areas
from bot.services.form.questionnaires import Questionnaires
from bot.services.staffing import by

PROVINCE = 2
"""Signs of a province's code."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one looks: an area, and a commodity within a kabupaten or kota."""

    area: str = NATIONAL
    commodity: str = ""

    def below(self, area: str, commodity: str) -> str:
        """Return the name of the group right below this place that an assessment is of: province, kabupaten/kota, or commodity."""
        if self.area == NATIONAL:
            return area[:PROVINCE]
        return area if len(self.area) == PROVINCE else commodity

    def child(self, name: str) -> "Place":
        """Return the place of that name right below."""
        return Place(self.area, name) if len(self.area) > PROVINCE else Place(name)


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen at a place. `summary` is None where too few owners are; `below` has None for groups that are not told of.

    `path` leads here from the widest area of the actor; `is_choice` where they have several and have to pick one.
    """

    place: Place
    span: Span
    path: Sequence[Place]
    summary: Summary | None = None
    below: Mapping[str, Summary | None] = field(default_factory=dict)
    is_choice: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Takes assessments together that were handed in and may be shared."""

    database: Database
    clock: Clock
    questionnaires: Questionnaires

    async def __call__(self, actor: Staff, place: Place, span: Span, copy: str = "") -> Look:
        """Return what an actor sees at a place; a `copy` is a row of the audit. Raises `NotAllowed` outside of their areas."""
        roots = roots_of(areas(actor, Deed.SEE_REGION))
        if place == Place() and NATIONAL not in roots:
            if len(roots) > 1:
                return Look(place, span, (place,), below=dict.fromkeys(roots), is_choice=True)
            place = Place(*roots)
        root = next((one for one in roots if covers(one, place.area)), None)
        if root is None:
            raise NotAllowed
        if copy:
            async with self.database.writing() as session:
                entry = Entry(by(actor), f"export {copy}", f"region:{place.area}:{place.commodity}")
                await audit.noted(session, entry, self.clock.now())
        return await self.seen(Place(root), place, span, self.today())

    def today(self) -> date:
        """Return the day that it is in the west of the country, where the ministry is."""
        return self.clock.now().astimezone(ZoneInfo(WESTERN)).date()

    async def seen(self, root: Place, place: Place, span: Span, day: date) -> Look:
        """Return what is seen at a place by whoever sees all of `root`, as of a day."""
        path = path_of(root, place)
        async with self.database.reading() as session:
            counts = await region.counts(session, root.area)
            if not _is_told(counts, path):
                return Look(place, span, path)
            rows = await region.handed(session, place.area, place.commodity)
            instruments = {version: await self.questionnaires.of(session, version) for version in {row[2] for row in rows}}
        return await asyncio.to_thread(_taken_together, rows, instruments, Look(place, span, path), day)


def roots_of(given: Iterable[str]) -> tuple[str, ...]:
    """Return the widest of some areas: those that lie in no other."""
    given = tuple(given)
    return tuple(one for one in given if not any(other != one and covers(other, one) for other in given))


def path_of(root: Place, place: Place) -> tuple[Place, ...]:
    """Return the places from `root` down to `place`."""
    steps = [Place(), Place(place.area[:PROVINCE]), Place(place.area), place]
    return tuple(dict.fromkeys(step for step in steps if covers(root.area, step.area) and (step.area or root.area == NATIONAL)))


def _is_told(counts: Sequence[tuple[str, str, int]], path: Sequence[Place]) -> bool:
    """Tell whether the last place of a path may be told of: it and all above it, each beside its sum."""
    if sum(count for *_, count in counts) < FEWEST:
        return False
    return all(_name(above, under) in told(_groups(counts, above)) for above, under in pairwise(path))


def _name(above: Place, under: Place) -> str:
    return above.below(under.area, under.commodity)


def _groups(counts: Iterable[tuple[str, str, int]], place: Place) -> Counter[str]:
    groups: Counter[str] = Counter()
    for area, commodity, count in counts:
        if covers(place.area, area):
            groups[place.below(area, commodity)] += count
    return groups


def _taken_together(rows: Sequence[Handed], instruments: Mapping[str, Instrument], look: Look, day: date) -> Look:
    place, zone = look.place, ZoneInfo(WESTERN)
    taken = [
        Taken(place.below(area, commodity), made.astimezone(zone).date(), score(instruments[version], commodity, json.loads(answers)))
        for area, commodity, version, answers, made in rows
    ]
    first = look.span.begins(day)
    periods = first, look.span.before(first)
    groups: dict[str, list[Taken]] = {}
    for one in taken:
        groups.setdefault(one.group, []).append(one)
    shown = told({name: len(inside) for name, inside in groups.items()})
    below = {name: summarise(groups[name], *periods) if name in shown else None for name in sorted(groups)}
    return Look(place, look.span, look.path, summarise(taken, *periods), {} if place.commodity else below)
