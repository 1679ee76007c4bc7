"""Gather: results become figures of their region as soon as enough owners can be counted together."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.db import region
from bot.db.database import Database
from bot.db.region import Cohort, Uncounted
from bot.domain.cohorts import Amounts, Place, Waiting, amounts, difference, ripe, summed
from bot.domain.instrument import Instrument
from bot.domain.ports import Clock
from bot.services.form.questionnaires import Questionnaires


@dataclass(frozen=True, slots=True)
class Gather:
    """Counts owners together, for good: nothing else puts anything into the figures of a region."""

    database: Database
    clock: Clock
    questionnaires: Questionnaires

    async def __call__(self) -> int:
        """Make the cohorts that can be told of now, and return how many there are; another worker may be quicker."""
        now = self.clock.now()
        async with self.database.reading() as session:
            last, found = await region.last_cohort(session), await region.uncounted(session)
            instruments = {one.instrument: await self.questionnaires.of(session, one.instrument) for one in found}
        cohorts = await asyncio.to_thread(_cohorts, found, instruments, now)
        if not cohorts:
            return 0
        async with self.database.writing() as session:
            await region.locked(session)
            if await region.last_cohort(session) != last:
                return 0
            await region.counted(session, cohorts, now)
        return len(cohorts)


def _cohorts(found: Sequence[Uncounted], instruments: Mapping[str, Instrument], now: datetime) -> list[Cohort]:
    by_owner = {one.owner: one for one in found}
    waiting = [Waiting(one.owner, one.place, one.instrument, one.made_at, one.before[0] if one.before else None) for one in found]
    return [_cohort(place, [by_owner[one.owner] for one in ones], instruments) for place, ones in ripe(waiting, now)]


def _cohort(place: Place, ones: Sequence[Uncounted], instruments: Mapping[str, Instrument]) -> Cohort:
    added, counted = list[Amounts](), list[tuple[Uncounted, Amounts]]()
    for one in ones:
        before = one.before[1] if one.before else {}
        mine = amounts(instruments[one.instrument], place, one.place.commodity, json.loads(one.answers))
        added.append(difference(mine, before))
        counted.append((one, {**before, **mine}))
    return Cohort(place, summed(added), counted)
