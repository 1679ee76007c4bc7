"""Opine: an assessor says what they think of one answer; where two differ, a third one's view settles it."""

import json
from dataclasses import dataclass

from bot.db import audit, intake, settlements
from bot.db.assessment_models import AssessmentRow, SecondOpinionRow, SettlementRow
from bot.db.audit import Entry
from bot.db.database import ReadSession, WriteSession
from bot.domain.assessment import State
from bot.domain.errors import ItemSettled, StateMoved, ViewsDiffer
from bot.domain.ports import Clock
from bot.domain.reviewing import View, differ, settled
from bot.domain.staff import Staff
from bot.services.staffing import by


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an assessor says of the answer to `item` in a revision."""

    assessment_id: int
    revision: int
    item: str
    option: str
    comment: str

    @property
    def thing(self) -> str:
        """Return how the audit names what it is of."""
        return f"assessment:{self.assessment_id}:{self.item}"


async def opine(session: WriteSession, clock: Clock, actor: Staff, said: Opinion) -> None:
    """Keep a view, and settle the answer where it is the third one. Raises `StateMoved` and `ItemSettled`.

    An answer that was settled stays so: only the one who settled it may change their view. Views on one assessment are taken one
    after the other, so that of two who come third at once, one is.
    """
    now = clock.now()
    if await settlements.locked(session, said.assessment_id) is not State.IN_REVIEW:
        raise StateMoved
    before = await settlements.one(session, said.assessment_id, said.revision, said.item)
    if before is not None and before.staff_id != actor.id:
        raise ItemSettled
    row = SecondOpinionRow(
        assessment_id=said.assessment_id, revision=said.revision, item=said.item, staff_id=actor.id, option=said.option,
        comment=said.comment, given_at=now,
    )  # fmt: skip
    await intake.opined(session, row)
    await audit.noted(session, Entry(by(actor), "assess", said.thing, said.comment), now)
    await _settle(session, clock, actor, said)


async def _settle(session: WriteSession, clock: Clock, actor: Staff, said: Opinion) -> None:
    found = settled(await settlements.views(session, said.assessment_id, said.revision, said.item), actor.id)
    if found is None:
        await settlements.dropped(session, said.assessment_id, said.revision, said.item)
        return
    option, how = found
    row = SettlementRow(
        assessment_id=said.assessment_id, revision=said.revision, item=said.item, staff_id=actor.id, option=option, how=how,
        settled_at=clock.now(),
    )  # fmt: skip
    await settlements.kept(session, row)
    await audit.noted(session, Entry(by(actor), "settle", said.thing, f"{option} ({how})"), clock.now())


async def all_settled(session: ReadSession, assessment_id: int, revision: int) -> None:
    """Raise `ViewsDiffer` where assessors differ on an answer of the revision and nobody settled it."""
    if open_ := await open_items(session, assessment_id, revision):
        raise ViewsDiffer(count=len(open_))


async def taken_over(session: WriteSession, row: AssessmentRow) -> None:
    """Let what assessors said, and what was settled, hold on for answers that the owner left as they were, evidence and all.

    So whoever sent one item back has that one to look at again, not all of them.
    """
    number = await intake.assessed_before(session, row.id, row.revision)
    before, now = [await intake.revision(session, row.id, one) for one in (number or 0, row.revision)]
    if before is None or now is None:
        return
    old, new = json.loads(before.answers), json.loads(now.answers)
    moved = await intake.proven_anew(session, row.id, before.made_at) | {item for item in {*old, *new} if old.get(item) != new.get(item)}
    await settlements.repeated(session, row.id, before.number, row.revision, moved)


async def open_items(session: ReadSession, assessment_id: int, revision: int) -> list[str]:
    """Return the items on which assessors differ and that nobody settled."""
    closed = {row.item for row in await settlements.of(session, assessment_id, revision)}
    given = await intake.opinions(session, assessment_id, revision)
    views = {item: [View(row.staff_id, row.option) for row in given if row.item == item] for item in {row.item for row in given}}
    return sorted(item for item, said in views.items() if item not in closed and differ(said))
