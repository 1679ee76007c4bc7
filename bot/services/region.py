"""Region: what the assessments of an area tell together, from the country down to a commodity, and never of a few owners."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.areas import WESTERN
from bot.db import audit, region
from bot.db.audit import Entry
from bot.db.database import Database
from bot.db.region import Told
from bot.domain.cohorts import Place, summed
from bot.domain.errors import NotAllowed
from bot.domain.ports import Clock
from bot.domain.region import Span, Summary, summarise
from bot.domain.staff import NATIONAL, Deed, Staff, covers
from bot.services.authorize import areas
from bot.services.form.questionnaires import Questionnaires
from bot.services.gather import Gather
from bot.services.staffing import by


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen at a place. `summary` is None where no cohort is counted; `below` has the places right below that have one.

    `path` leads here from the widest area of the actor; `choices` are those that they have to pick one of, where they have several.
    """

    place: Place
    span: Span
    path: Sequence[Place]
    summary: Summary | None = None
    below: Mapping[Place, Summary] = field(default_factory=dict)
    choices: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """Tells what cohorts of owners add up to. Every page, file and message takes its figures from here, and here they come from cohorts."""

    database: Database
    clock: Clock
    questionnaires: Questionnaires

    async def __call__(self, actor: Staff, place: Place, span: Span, copy: str = "") -> Look:
        """Return what an actor sees at a place; a `copy` is a row of the audit. Raises `NotAllowed` outside of their areas."""
        roots = roots_of(areas(actor, Deed.SEE_REGION))
        if place == Place() and NATIONAL not in roots:
            if len(roots) > 1:
                return Look(place, span, (place,), choices=[Place(root) for root in roots])
            place = Place(*roots)
        root = next((one for one in roots if covers(one, place.area)), None)
        if root is None:
            raise NotAllowed
        if copy:
            async with self.database.writing() as session:
                entry = Entry(by(actor), f"export {copy}", f"region:{place.area}:{place.commodity}")
                await audit.noted(session, entry, self.clock.now())
        await self.gather()
        return await self.seen(Place(root), place, span, self.today())

    async def gather(self) -> int:
        """Count what can be counted by now; return how many cohorts that are."""
        return await Gather(self.database, self.clock, self.questionnaires)()

    def today(self) -> date:
        """Return the day that it is in the west of the country, where the ministry is."""
        return _day(self.clock.now())

    async def seen(self, root: Place, place: Place, span: Span, day: date) -> Look:
        """Return what is seen at a place by whoever sees all of `root`, as of the end of a day."""
        async with self.database.reading() as session:
            cohorts = [one for one in await region.told(session, root.area, place) if _day(one.told_at) <= day]
        first, inside = span.begins(day), dict[Place, list[Told]]()
        for one in cohorts:
            if (name := place.below(one.place)) is not None:
                inside.setdefault(name, []).append(one)
        below = {name: _summary(inside[name], first) for name in sorted(inside)}
        return Look(place, span, path_of(root, place), _summary(cohorts, first) if cohorts else None, below)


def roots_of(given: Iterable[str]) -> tuple[str, ...]:
    """Return the widest of some areas: those that lie in no other."""
    given = tuple(given)
    return tuple(one for one in given if not any(other != one and covers(other, one) for other in given))


def path_of(root: Place, place: Place) -> tuple[Place, ...]:
    """Return the places from `root` down to `place`."""
    steps = reversed(place.ways())
    return tuple(dict.fromkeys(step for step in steps if covers(root.area, step.area) and (step.area or root.area == NATIONAL)))


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(WESTERN)).date()


def _summary(cohorts: Sequence[Told], first: date) -> Summary:
    """Return what cohorts tell; the change is that since the day before `first`."""
    return summarise(summed(one.amounts for one in cohorts), summed(one.amounts for one in cohorts if _day(one.told_at) < first))
