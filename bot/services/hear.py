"""Hear: the owner of an assessment hears of each change of its state, once, with what the officer says of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.db import assessments, audit
from bot.db.assessment_models import AssessmentRow
from bot.db.audit import Entry
from bot.db.database import Database, WriteSession
from bot.domain.assessment import Change, State
from bot.domain.errors import AssessmentGone, StateMoved
from bot.domain.instrument import in_language
from bot.domain.people import Address
from bot.domain.ports import Clock
from bot.domain.screens import Action, Button, Screen
from bot.services.carrying import Carry, carried
from bot.services.form.form import REVIEW
from bot.services.form.opening import Opening
from bot.texts import say

MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.SUBMITTED: frozenset({State.IN_REVIEW}),
        State.IN_REVIEW: frozenset({State.RETURNED, State.REVIEWED}),
    }
)
"""What the staff may do; all else is the owner's: to send it, to send it again, to take it back."""

Check = Callable[[WriteSession, AssessmentRow], Awaitable[None]]
"""Raises what speaks against a change of an assessment, in the transaction of the change itself."""


@dataclass(frozen=True, slots=True)
class Hear:
    """Changes the state of an assessment for the staff, and tells its owner in the same transaction."""

    database: Database
    clock: Clock
    opening: Opening
    carry: Carry

    async def __call__(
        self, assessment_id: int, change: Change, item: str = "", entry: Entry | None = None, unless: Check | None = None
    ) -> None:
        """Make a change: its actor is the id of whoever makes it. Raises `AssessmentGone`, `StateMoved`, and what `unless` raises.

        `item` is the one that the owner is led to, and back from it to the summary; `entry` is kept in the audit with the change.
        """
        async with self.database.writing() as session:
            found = await assessments.owner(session, assessment_id)
            if found is None:
                raise AssessmentGone
            row, address = found
            if change.state not in MOVES.get(row.state, frozenset()):
                raise StateMoved
            number = await assessments.moved(session, row.id, row.state, change, self.clock.now())
            if number is None:
                raise StateMoved  # another one was quicker
            if unless is not None:
                await unless(session, row)
            if item:
                row.place, row.back_to, row.is_paused = item, REVIEW, False
            if entry is not None:
                await audit.noted(session, entry, self.clock.now())
            await self._tell(session, row, address, change, f"heard:{number}", item)

    async def _tell(  # noqa: PLR0913, PLR0917 - what is told of what, to whom
        self, session: WriteSession, row: AssessmentRow, address: Address, change: Change, key: str, item: str
    ) -> None:
        language = await self.opening.language(session, address, None)
        words = say(language, "form.state.heard", code=row.code, state=say(language, f"form.state.{change.state}"))
        asked = (await self.opening.questionnaires.of(session, row.instrument)).item(item) if item else None
        if asked is not None:
            words = f"{words}\n\n{say(language, 'form.state.item', item=in_language(asked.short, language))}"
        if change.note:
            words = f"{words}\n\n{say(language, 'form.state.note', note=change.note)}"
        rows = ((Button(Action(row.id, row.place, "here"), say(language, "form.see")),),)
        await carried(session, self.carry, address, Screen(language, words, rows), key)
