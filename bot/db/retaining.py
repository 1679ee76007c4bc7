"""How long what is kept of people is kept: one deletion for each kind. Each may run again at any time."""

from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select

from bot.db.announcement_models import AnnouncementRow
from bot.db.assessment_models import AssessmentRow, ExportRow, HeldRow, ProfileRow
from bot.db.database import WriteSession
from bot.db.models import ConversationRow, PersonRow, QuestionRow
from bot.db.staff_models import InviteRow, SessionRow, SignInRow
from bot.domain.announcement import Stage
from bot.domain.assessment import State


async def old_talk(session: WriteSession, before: datetime) -> int:
    """Forget questions, with their answers, that were asked before then, and conversations in which none is left."""
    gone = await session.scalars(delete(QuestionRow).where(QuestionRow.asked_at < before).returning(QuestionRow.id))
    count = len(gone.all())
    asked = exists().where(QuestionRow.conversation_id == ConversationRow.id)
    await session.execute(delete(ConversationRow).where(ConversationRow.started_at < before, ~asked))
    return count


async def old_drafts(session: WriteSession, before: datetime) -> int:
    """Forget assessments that were not handed in and that nobody touched since then."""
    drafts = AssessmentRow.state == State.DRAFT
    gone = await session.scalars(delete(AssessmentRow).where(drafts, AssessmentRow.touched_at < before).returning(AssessmentRow.id))
    await _forget_businesses(session)
    return len(gone.all())


async def old_assessments(session: WriteSession, before: datetime) -> int:
    """Forget every assessment that nothing was done on since then."""
    gone = await session.scalars(delete(AssessmentRow).where(AssessmentRow.touched_at < before).returning(AssessmentRow.id))
    await _forget_businesses(session)
    return len(gone.all())


async def _forget_businesses(session: WriteSession) -> None:
    """Forget names and businesses of people of whom no assessment is left: they were given for that only."""
    assessed = exists().where(AssessmentRow.person_id == ProfileRow.person_id)
    await session.execute(delete(ProfileRow).where(~assessed))


async def old_exports(session: WriteSession, before: datetime) -> int:
    """Forget copies of their data that people asked for before then."""
    gone = await session.scalars(delete(ExportRow).where(ExportRow.made_at < before).returning(ExportRow.id))
    return len(gone.all())


async def old_sign_ins(session: WriteSession, before: datetime) -> int:
    """Forget attempts to sign in, sessions and invitations of the staff that ended by then: the audit keeps what matters of them."""
    count = 0
    for gone in (
        delete(SignInRow).where(SignInRow.expires_at < before).returning(SignInRow.id),
        delete(SessionRow).where(SessionRow.seen_at < before).returning(SessionRow.id),
        delete(InviteRow).where(or_(InviteRow.expires_at < before, InviteRow.used_at < before)).returning(InviteRow.id),
    ):
        count += len((await session.scalars(gone)).all())
    return count


async def old_held(session: WriteSession, before: datetime) -> None:
    """Forget files that came before then and of which nobody said that they may be kept."""
    await session.execute(delete(HeldRow).where(HeldRow.added_at < before))


async def old_announcements(session: WriteSession, before: datetime) -> int:
    """Forget announcements, and who got them, that ended or were left lying before then."""
    lie = AnnouncementRow.stage.in_((Stage.DRAFT, Stage.DROPPED, Stage.STOPPED, Stage.FINISHED))
    old = func.coalesce(AnnouncementRow.ended_at, AnnouncementRow.changed_at) < before
    gone = await session.scalars(delete(AnnouncementRow).where(lie, old).returning(AnnouncementRow.id))
    return len(gone.all())


async def strangers(session: WriteSession, before: datetime) -> int:
    """Forget people who were not seen since then and of whom neither a question nor an assessment is left."""
    asked = select(QuestionRow.id).where(QuestionRow.person_id == PersonRow.id).exists()
    assessed = select(AssessmentRow.id).where(AssessmentRow.person_id == PersonRow.id).exists()
    gone = await session.scalars(delete(PersonRow).where(PersonRow.seen_at < before, ~asked, ~assessed).returning(PersonRow.id))
    return len(gone.all())
