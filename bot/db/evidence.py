"""The files that prove an owner's answers, as rows; their bytes lie in the vault."""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, literal, select, true, tuple_, union, union_all, update

from bot.db.announcement_models import AnnouncementRow
from bot.db.assessment_models import AssessmentRow, EvidenceRow, ExportRow, HeldRow, RevisionRow
from bot.db.database import ReadSession, WriteSession
from bot.db.models import PersonRow
from bot.domain.assessment import Attachment
from bot.domain.people import Address

_DIGEST = re.compile(r'"digest": "([0-9a-f]{64})"')


async def of(session: ReadSession, assessment_id: int) -> list[EvidenceRow]:
    """Return what is attached to an assessment at present, oldest first."""
    found = await session.scalars(
        select(EvidenceRow).where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.removed_at.is_(None)).order_by(EvidenceRow.id)
    )
    return list(found)


async def attached(session: WriteSession, assessment_id: int, item: str, key: str, attachment: Attachment) -> bool:
    """Attach a file to an item; return whether it is new (the channel's `key` came before: it is not)."""
    return await _added(session, EvidenceRow, assessment_id, item, key, attachment)


async def count(session: ReadSession, assessment_id: int, item: str) -> int:
    """Return how many files an item has, those that are held too."""
    kept = (EvidenceRow.assessment_id == assessment_id, EvidenceRow.item == item, EvidenceRow.removed_at.is_(None))
    held = (HeldRow.assessment_id == assessment_id, HeldRow.item == item)
    return sum([await session.scalar(select(func.count()).where(*of)) or 0 for of in (kept, held)])


async def hold(session: WriteSession, assessment_id: int, item: str, key: str, attachment: Attachment) -> None:
    """Hold a file for an item until its owner says whether it may be kept; once, however often it comes."""
    await _added(session, HeldRow, assessment_id, item, key, attachment)


async def let_go(session: WriteSession, assessment_id: int) -> Sequence[tuple[str, str, Attachment]]:
    """Hold the files of an assessment no longer; return each with its item and key."""
    gone = await session.scalars(delete(HeldRow).where(HeldRow.assessment_id == assessment_id).returning(HeldRow))
    rows = sorted(gone, key=lambda row: row.id)
    return [(row.item, row.key, Attachment(row.digest, row.media_type, row.size, row.added_at, row.album)) for row in rows]


async def removed(session: WriteSession, assessment_id: int, evidence_id: int, now: datetime) -> EvidenceRow | None:
    """Take a file away; return its row, None where it was not there."""
    row: EvidenceRow | None = await session.scalar(
        update(EvidenceRow)
        .where(EvidenceRow.id == evidence_id, EvidenceRow.assessment_id == assessment_id, EvidenceRow.removed_at.is_(None))
        .values(removed_at=now)
        .returning(EvidenceRow)
    )
    return row


async def album_removed(session: WriteSession, assessment_id: int, evidence_id: int, now: datetime) -> Sequence[EvidenceRow]:
    """Take all files away that came with one, in an album; return their rows, none where they were not there."""
    one = select(EvidenceRow.album, EvidenceRow.item).where(EvidenceRow.id == evidence_id, EvidenceRow.album != "")
    together = tuple_(EvidenceRow.album, EvidenceRow.item).in_(one)
    gone = await session.scalars(
        update(EvidenceRow)
        .where(together, EvidenceRow.assessment_id == assessment_id, EvidenceRow.removed_at.is_(None))
        .values(removed_at=now)
        .returning(EvidenceRow)
    )
    return gone.all()


async def all_removed(session: WriteSession, person_id: int, now: datetime) -> set[str]:
    """Take all evidence of a person away, also that of closed assessments and what is held; return the digests."""
    ours = select(AssessmentRow.id).where(AssessmentRow.person_id == person_id)
    gone = await session.scalars(
        update(EvidenceRow)
        .where(EvidenceRow.assessment_id.in_(ours), EvidenceRow.removed_at.is_(None))
        .values(removed_at=now)
        .returning(EvidenceRow.digest)
    )
    held = await session.scalars(delete(HeldRow).where(HeldRow.assessment_id.in_(ours)).returning(HeldRow.digest))
    return {*gone, *held}


async def mine(session: ReadSession, address: Address, digest: str) -> str | None:
    """Return the media type of a file of the person at `address`: evidence, chart, report or export; None for what is none of theirs."""
    ours = select(AssessmentRow.id).join(PersonRow).where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
    me = select(PersonRow.id).where(PersonRow.channel == address.channel, PersonRow.external_id == address.id)
    found = await session.scalar(
        union_all(
            select(EvidenceRow.media_type).where(
                EvidenceRow.digest == digest, EvidenceRow.removed_at.is_(None), EvidenceRow.assessment_id.in_(ours)
            ),
            select(literal("image/png")).where(RevisionRow.chart == digest, RevisionRow.assessment_id.in_(ours)),
            select(literal("application/pdf")).where(RevisionRow.report == digest, RevisionRow.assessment_id.in_(ours)),
            select(ExportRow.media_type).where(ExportRow.digest == digest, ExportRow.person_id.in_(me)),
        ).limit(1)
    )
    return None if found is None else str(found)


async def named(session: ReadSession, among: Collection[str] | None = None) -> set[str]:
    """Return the digests that a row names, all or `among` these: what else lies in the vault is nobody's."""
    columns = (EvidenceRow.digest, HeldRow.digest, RevisionRow.chart, RevisionRow.report, ExportRow.digest)
    wanted = [select(column).where(true() if among is None else column.in_(among)) for column in columns]
    wanted[0] = wanted[0].where(EvidenceRow.removed_at.is_(None))
    found = {digest for digest in await session.scalars(union(*wanted)) if digest} | await _announced(session)
    return found if among is None else found & set(among)


async def _announced(session: ReadSession) -> set[str]:
    """Return the digests of the files of announcements."""
    texts = await session.scalars(select(AnnouncementRow.content).where(AnnouncementRow.content.contains('"digest"')))
    return {digest for text in texts for digest in _DIGEST.findall(text)}


async def digests_of(session: ReadSession, person_id: int) -> Sequence[str]:
    """Return the digests of all files of a person."""
    ours = select(AssessmentRow.id).where(AssessmentRow.person_id == person_id)
    everything = union(
        select(EvidenceRow.digest).where(EvidenceRow.assessment_id.in_(ours)),
        select(HeldRow.digest).where(HeldRow.assessment_id.in_(ours)),
        select(RevisionRow.chart).where(RevisionRow.assessment_id.in_(ours)),
        select(RevisionRow.report).where(RevisionRow.assessment_id.in_(ours)),
        select(ExportRow.digest).where(ExportRow.person_id == person_id),
    )
    return [digest for digest in await session.scalars(everything) if digest]


async def _added(  # noqa: PLR0913, PLR0917 - what is added, and to what
    session: WriteSession, row: type[EvidenceRow | HeldRow], assessment_id: int, item: str, key: str, attachment: Attachment
) -> bool:
    """Add a file under the key of its channel; return whether it is new."""
    known = await session.scalar(select(row.id).where(row.assessment_id == assessment_id, row.key == key))
    if known is None:
        session.add(row(assessment_id=assessment_id, item=item, key=key, **asdict(attachment)))
    return known is None
