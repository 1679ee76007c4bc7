"""The files that prove an owner's answers, as rows; their bytes lie in the vault."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, union, update

from bot.db.assessment_models import AssessmentRow, EvidenceRow, RevisionRow
from bot.db.database import ReadSession, WriteSession
from bot.db.models import PersonRow
from bot.domain.assessment import Attachment
from bot.domain.people import Address


async def of(session: ReadSession, assessment_id: int) -> list[EvidenceRow]:
    """Return what is attached to an assessment at present, oldest first."""
    found = await session.scalars(
        select(EvidenceRow).where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.removed_at.is_(None)).order_by(EvidenceRow.id)
    )
    return list(found)


async def attached(session: WriteSession, assessment_id: int, item: str, key: str, attachment: Attachment) -> bool:
    """Attach a file to an item; return whether it is new (the channel's `key` came before: it is not)."""
    known = await session.scalar(select(EvidenceRow.id).where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.key == key))
    if known is None:
        session.add(
            EvidenceRow(
                assessment_id=assessment_id, item=item, key=key, digest=attachment.digest, media_type=attachment.media_type,
                size=attachment.size, album=attachment.album, added_at=attachment.added_at, removed_at=None,
            )
        )  # fmt: skip
    return known is None


async def removed(session: WriteSession, assessment_id: int, evidence_id: int, now: datetime) -> EvidenceRow | None:
    """Take a file away; return its row, None where it was not there."""
    row: EvidenceRow | None = await session.scalar(
        update(EvidenceRow)
        .where(EvidenceRow.id == evidence_id, EvidenceRow.assessment_id == assessment_id, EvidenceRow.removed_at.is_(None))
        .values(removed_at=now)
        .returning(EvidenceRow)
    )
    return row


async def mine(session: ReadSession, address: Address, digest: str) -> str | None:
    """Return the media type of a file of the person at `address`: evidence, chart or report."""
    row = await session.scalar(
        select(EvidenceRow.media_type)
        .join(AssessmentRow, AssessmentRow.id == EvidenceRow.assessment_id)
        .join(PersonRow, PersonRow.id == AssessmentRow.person_id)
        .where(
            PersonRow.channel == address.channel,
            PersonRow.external_id == address.id,
            EvidenceRow.digest == digest,
            EvidenceRow.removed_at.is_(None),
        )
        .limit(1)
    )
    if row is not None:
        return row
    made = await session.execute(
        select(RevisionRow.chart, RevisionRow.report)
        .join(AssessmentRow, AssessmentRow.id == RevisionRow.assessment_id)
        .join(PersonRow, PersonRow.id == AssessmentRow.person_id)
        .where(
            PersonRow.channel == address.channel,
            PersonRow.external_id == address.id,
            or_(RevisionRow.chart == digest, RevisionRow.report == digest),
        )
        .limit(1)
    )
    found = made.one_or_none()
    if found is None:
        return None
    return "image/png" if found.chart == digest else "application/pdf"


async def named(session: ReadSession) -> set[str]:
    """Return the digests of all files that a row names: what else lies in the vault is nobody's."""
    everything = union(
        select(EvidenceRow.digest).where(EvidenceRow.removed_at.is_(None)), select(RevisionRow.chart), select(RevisionRow.report)
    )
    return {digest for digest in await session.scalars(everything) if digest}


async def digests_of(session: ReadSession, person_id: int) -> Sequence[str]:
    """Return the digests of all files of a person."""
    ours = select(AssessmentRow.id).where(AssessmentRow.person_id == person_id).scalar_subquery()
    everything = union(
        select(EvidenceRow.digest).where(EvidenceRow.assessment_id.in_(ours)),
        select(RevisionRow.chart).where(RevisionRow.assessment_id.in_(ours)),
        select(RevisionRow.report).where(RevisionRow.assessment_id.in_(ours)),
    )
    return [digest for digest in await session.scalars(everything) if digest]
