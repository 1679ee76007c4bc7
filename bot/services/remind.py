"""Remind: who left a self-assessment half-way hears of it after one day and after seven, by day, and twice at most."""

from dataclasses import dataclass
from datetime import timedelta

from bot.db import assessments, outbox
from bot.db.assessment_models import AssessmentRow
from bot.db.database import Database
from bot.domain.people import Address
from bot.domain.ports import Clock
from bot.domain.screens import Button, Screen
from bot.services.carrying import Carry, carried
from bot.services.daylight import left_of_day
from bot.services.form.opening import Opening
from bot.texts import say

SPANS = ((timedelta(days=1), timedelta(days=6)), (timedelta(days=7), timedelta(days=30)))
"""From when until when after the last touch each is due: what could not be said in its time is not made up for, so two never meet."""
WORDS = ("form.remind.first", "form.remind.second")
KEY = "remind:"


@dataclass(frozen=True, slots=True)
class Remind:
    """Writes reminders into the outbox."""

    database: Database
    clock: Clock
    opening: Opening
    carry: Carry

    async def __call__(self) -> int:
        """Remind whoever is due, and return how many were."""
        await self._take_back()
        count, now = 0, self.clock.now()
        for number, (begin, end) in enumerate(SPANS):
            async with self.database.reading() as session:
                due = await assessments.to_be_reminded(session, number, now - end, now - begin)
            for row, address, where in due:
                if left := left_of_day(where, now):
                    count += await self._remind(row, address, number, left)
        return count

    async def _take_back(self) -> None:
        """Count what an outage held up until night as not given."""
        async with self.database.writing() as session:
            for key in await outbox.missed(session, KEY):
                assessment_id, touched, number = key.removeprefix(KEY).split(":")[:3]
                await assessments.not_reminded(session, int(assessment_id), int(touched), int(number))

    async def _remind(self, row: AssessmentRow, address: Address, number: int, left: timedelta) -> bool:
        async with self.database.writing() as session:
            opened = await self.opening.of(session, address, None)
            if opened is None or opened.row.id != row.id or not await assessments.reminded(session, row, number):
                return False
            form = opened.form
            rows = (
                (Button(form.action("here"), say(form.language, "form.resume")),),
                (Button(form.action("quiet"), say(form.language, "form.remind.quiet")),),
            )
            words = say(form.language, WORDS[number], left=form.left) if form.left else say(form.language, "form.remind.all_answered")
            screen = Screen(form.language, words, rows)
            key = f"{KEY}{row.id}:{int(row.touched_at.timestamp())}:{number}"
            return await carried(session, self.carry, address, screen, key, within=left)
