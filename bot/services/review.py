"""Review: assessors look at what was handed in, say what they think of each answer, send one item back, or accept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.db import audit, evidence, intake, settlements
from bot.db.assessment_models import AssessmentRow, ChangeRow, EvidenceRow, SecondOpinionRow, SettlementRow
from bot.db.audit import Entry
from bot.db.database import Database, ReadSession, WriteSession
from bot.db.intake import Handed, Sought
from bot.domain.assessment import Change, State
from bot.domain.errors import AssessmentGone, FileGone, PanelOnly, WordsWanted
from bot.domain.instrument import Instrument, Item
from bot.domain.listing import Found, Listing
from bot.domain.people import Channel
from bot.domain.ports import Clock
from bot.domain.scoring import score
from bot.domain.staff import Deed, Staff
from bot.services.authorize import areas
from bot.services.browse import Browse
from bot.services.form.opening import Opening
from bot.services.hear import Hear
from bot.services.opine import Opinion, all_settled, open_items, opine, taken_over
from bot.services.staffing import by
from bot.vault.vault import Vault

RETURN, MOST_DEEDS = "return ", 500
"""How the audit begins to say that an item was sent back, and in how many of the latest rows of an assessment that is looked up."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that an assessor sees of one assessment: the owner's answers, the assessors' views, evidence and history.

    `before` are the answers of the revision before this one. `open` are the items on which assessors differ and that nobody settled
    yet; `settlements` are those that somebody did. `returned` names the item that each return of the history was of.
    """

    handed: Handed
    instrument: Instrument
    answers: Mapping[str, str] = field(repr=False)
    before: Mapping[str, str] = field(repr=False)
    opinions: Sequence[SecondOpinionRow]
    settlements: Mapping[str, SettlementRow]
    open: Sequence[str]
    evidence: Sequence[EvidenceRow]
    history: Sequence[ChangeRow]
    returned: Mapping[int, str]

    @property
    def held(self) -> Mapping[str, str]:
        """Return the answers as the assessors see them: what was settled, else what they say, else the owner's."""
        views = {one.item: one.option for one in self.opinions}
        return {**self.answers, **views, **{item: one.option for item, one in self.settlements.items()}}

    @property
    def assessed(self) -> int | None:
        """Return the percentage by what the assessors say; None where they said nothing, or differ."""
        return round(score(self.instrument, self.handed.commodity, self.held).percent) if self.opinions and not self.open else None


@dataclass(frozen=True, slots=True)
class Review:
    """The intake. Each look is kept; what is not in the actor's areas is not there for them."""

    database: Database
    clock: Clock
    opening: Opening
    vault: Vault
    hear: Hear

    async def queue(self, actor: Staff, sought: Sought, listing: Listing) -> Found[Handed]:
        """Return a part of what waits in the actor's areas."""
        within = areas(actor, Deed.SEE_INTAKE)
        browse = Browse(self.database, self.clock)
        return await browse(actor, "intake", listing, lambda session: intake.queue(session, within, sought, listing))

    async def look(self, actor: Staff, assessment_id: int, over: Channel | None = None) -> Case:
        """Return one, and keep that the actor looked. Raises `AssessmentGone`.

        Where the actor looks `over` a channel, and the owner does not use that: `PanelOnly`.
        """
        async with self.database.writing() as session:
            row, handed = await self._handed(session, actor, Deed.SEE_INTAKE, assessment_id)
            if over not in {None, handed.channel}:
                raise PanelOnly
            made = await intake.latest_revision(session, assessment_id)
            if made is None:
                raise AssessmentGone
            intake.looked(session, row.person_id, by(actor), f"assessment {handed.code}", self.clock.now())
            earlier, history = await intake.revision(session, assessment_id, made.number - 1), await intake.history(session, assessment_id)
            return Case(
                handed, await self.opening.questionnaires.of(session, row.instrument), json.loads(made.answers),
                json.loads(earlier.answers) if earlier else {}, await intake.opinions(session, assessment_id, made.number),
                {one.item: one for one in await settlements.of(session, assessment_id, made.number)},
                await open_items(session, assessment_id, made.number), await evidence.of(session, assessment_id),
                history, await _returned(session, assessment_id, history),
            )  # fmt: skip

    async def file(self, actor: Staff, assessment_id: int, digest: str) -> tuple[bytes, str]:
        """Return a piece of evidence, and keep that the actor looked. Raises `AssessmentGone` and `FileGone`."""
        kind = await self.shown(actor, assessment_id, digest)
        return await self.vault.give(digest), kind

    async def shown(self, actor: Staff, assessment_id: int, digest: str) -> str:
        """Keep that the actor is shown a piece of evidence, and return its media type. Raises `AssessmentGone` and `FileGone`."""
        async with self.database.writing() as session:
            row, handed = await self._handed(session, actor, Deed.SEE_INTAKE, assessment_id)
            kind = await intake.evidence_of(session, assessment_id, digest)
            if kind is None:
                raise FileGone
            intake.looked(session, row.person_id, by(actor), f"evidence of {handed.code}", self.clock.now())
        return kind

    async def begin(self, actor: Staff, assessment_id: int) -> None:
        """Take one in hand. Raises `AssessmentGone` and `StateMoved`."""
        await self._may_review(actor, assessment_id)
        entry = Entry(by(actor), "begin review", f"assessment:{assessment_id}")
        await self.hear(assessment_id, Change(State.IN_REVIEW, by(actor)), entry=entry, unless=taken_over)

    async def give_back(self, actor: Staff, assessment_id: int, item: str, comment: str) -> None:
        """Send one item back with a comment: the owner is led to that item only. Raises `AssessmentGone`, `StateMoved`, `WordsWanted`."""
        _said(comment)
        async with self.database.reading() as session:
            _, asked = await self._item(session, actor, assessment_id, item)
        entry = Entry(by(actor), f"{RETURN}{asked.id}", f"assessment:{assessment_id}", comment)
        await self.hear(assessment_id, Change(State.RETURNED, by(actor), comment), asked.id, entry)

    async def accept(self, actor: Staff, assessment_id: int, outcome: str) -> None:
        """Close the review with its outcome, in an officer's words. Raises `AssessmentGone`, `StateMoved`, `ViewsDiffer`, `WordsWanted`."""
        _said(outcome)
        await self._may_review(actor, assessment_id)
        entry = Entry(by(actor), "accept", f"assessment:{assessment_id}", outcome)
        await self.hear(assessment_id, Change(State.REVIEWED, by(actor), outcome), entry=entry, unless=_unless_open)

    async def opine(self, actor: Staff, assessment_id: int, item: str, option: str, comment: str) -> None:
        """Keep the actor's own view of one answer. Raises `AssessmentGone`, also for no option, `StateMoved` and `ItemSettled`."""
        async with self.database.writing() as session:
            handed, asked = await self._item(session, actor, assessment_id, item)
            if asked.option(option) is None:
                raise AssessmentGone
            await opine(session, self.clock, actor, Opinion(assessment_id, handed.revision, item, option, comment))

    async def _may_review(self, actor: Staff, assessment_id: int) -> None:
        async with self.database.reading() as session:
            await self._handed(session, actor, Deed.REVIEW, assessment_id)

    async def _item(self, session: ReadSession, actor: Staff, assessment_id: int, item: str) -> tuple[Handed, Item]:
        row, handed = await self._handed(session, actor, Deed.REVIEW, assessment_id)
        asked = (await self.opening.questionnaires.of(session, row.instrument)).item(item)
        if asked is None:
            raise AssessmentGone
        return handed, asked

    async def _handed(self, session: ReadSession, actor: Staff, deed: Deed, assessment_id: int) -> tuple[AssessmentRow, Handed]:
        """Return one that lies where the actor may do `deed`; any other is not there for them."""
        found = await intake.one(session, areas(actor, deed), assessment_id)
        if found is None:
            raise AssessmentGone
        return found


def _said(words: str) -> None:
    if not words.strip():
        raise WordsWanted


async def _returned(session: ReadSession, assessment_id: int, history: Sequence[ChangeRow]) -> dict[int, str]:
    """Return by change the item that was sent back with it: the audit has its name, committed with the change."""
    rows = await audit.latest(session, MOST_DEEDS, f"assessment:{assessment_id}")
    items = [row.deed.removeprefix(RETURN) for row in rows if row.deed.startswith(RETURN)]
    changes = [change.id for change in reversed(history) if change.state is State.RETURNED]
    return dict(zip(changes, items, strict=False))


async def _unless_open(session: WriteSession, row: AssessmentRow) -> None:
    await all_settled(session, row.id, row.revision)
