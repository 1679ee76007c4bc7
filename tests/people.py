"""People of tests with something in every table that hangs on people."""

from datetime import datetime

from bot.db.announcement_models import AnnouncementRow, ListedRow, NoticeRow, RecipientRow, SavedListRow, StarsRow
from bot.db.assessment_models import (
    AssessmentRow,
    ChangeRow,
    ConsentRow,
    CountedRow,
    EvidenceRow,
    ExportRow,
    GivenRow,
    HeldRow,
    LookRow,
    ProfileRow,
    RevisionRow,
    SecondOpinionRow,
    SettlementRow,
)
from bot.db.database import Database, WriteSession
from bot.db.models import AnswerRow, ChoiceRow, CitationRow, ConversationRow, PersonRow, QuestionRow, RatingRow
from bot.db.staff_models import StaffRow
from bot.db.waiting_models import WaitingRow
from bot.domain.announcement import Fate, Repeat, Stage
from bot.domain.answer import Outcome, Rating
from bot.domain.assessment import Purpose, Sentra, State
from bot.domain.people import Address, Language
from bot.domain.waiting import Reason


async def a_person(database: Database, address: Address, now: datetime) -> int:
    """Add a person of whom nothing else is known; return their id."""
    async with database.writing() as session:
        row = PersonRow(
            channel=address.channel, external_id=address.id, language=None, created_at=now, seen_at=now, unreachable_since=None
        )
        session.add(row)
        await session.flush()
        return row.id


async def talked(database: Database, person: int, now: datetime, words: str = "apa itu OVOP?") -> None:
    """Add a question with its answer, source, choice and thumb."""
    async with database.writing() as session:
        talk = ConversationRow(person_id=person, started_at=now, closed_at=None)
        session.add(talk)
        await session.flush()
        key = f"k{person}{words}"[:64]
        asked = QuestionRow(conversation_id=talk.id, person_id=person, key=key, text=words, followed=None, asked_at=now)
        session.add(asked)
        await session.flush()
        said = AnswerRow(
            question_id=asked.id, token=f"t{asked.id}", outcome=Outcome.ANSWERED, language=Language.INDONESIAN, text=words,
            thinking_ms=1, incident=None, answered_at=now,
        )  # fmt: skip
        session.add(said)
        await session.flush()
        session.add(CitationRow(answer_id=said.id, position=0, passage="p", label="l", title="t", status="s", locator="", quote="", url=""))
        session.add(ChoiceRow(answer_id=said.id, position=0, token="c", label="l"))
        session.add(RatingRow(answer_id=said.id, value=Rating.UP, rated_at=now))
        session.add(
            WaitingRow(question_id=asked.id, reason=Reason.DISLIKED, came_at=now, group_id=None, answer_id=None, heard_at=None)
        )


async def a_draft(session: WriteSession, person: int, now: datetime, **given: object) -> AssessmentRow:
    """Add a draft, with whatever is given otherwise."""
    row = AssessmentRow(
        **{
            "person_id": person, "code": f"K{person}-{now:%d%H%M%S}", "instrument": "i", "state": State.DRAFT, "place": "@name",
            "back_to": "", "is_paused": False, "revision": 0, "reminded": 0, "wants_reminders": True, "started_at": now,
            "touched_at": now, "closed_at": None, **given,
        }
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def assessed(database: Database, person: int, now: datetime, words: str = "Bu Siti", **given: object) -> int:
    """Add an assessment with all that belongs to one; return its id."""
    async with database.writing() as session:
        row = await a_draft(session, person, now, **given)
        session.add(
            ProfileRow(
                person_id=person, owner_name=words, business_name=words, commodity="keripik", area="35.07", sentra=Sentra.YES, since=2015
            )
        )
        session.add(
            CountedRow(
                person_id=person, area="35", commodity="", assessment_id=row.id, revision=1, amounts='{"percent": [1, 5]}', counted_at=now
            )
        )
        for purpose in Purpose:
            session.add(ConsentRow(person_id=person, purpose=purpose, is_given=True, version="id:1", how="button", decided_at=now))
        session.add(GivenRow(assessment_id=row.id, item="sk-sentra", option="ada", words=words, given_at=now))
        session.add(
            RevisionRow(
                assessment_id=row.id, number=1, made_at=now, percent=50.0, profile="{}", answers="{}", chart=f"c{row.id}",
                report=f"r{row.id}",
            )
        )  # fmt: skip
        session.add(ChangeRow(assessment_id=row.id, state=row.state, actor="owner", note="", changed_at=now))
        session.add(
            EvidenceRow(
                assessment_id=row.id, item="sk-sentra", key="k", digest=f"e{row.id}", media_type="image/jpeg", size=1, album="",
                added_at=now, removed_at=None,
            )
        )  # fmt: skip
        session.add(
            HeldRow(
                assessment_id=row.id, item="sk-sentra", key="h", digest=f"h{row.id}", media_type="image/jpeg", size=1, album="",
                added_at=now,
            )
        )  # fmt: skip
        session.add(
            SecondOpinionRow(
                assessment_id=row.id, revision=1, item="sk-sentra", staff_id=1, option="belum", comment="belum terlihat", given_at=now
            )
        )
        session.add(
            SettlementRow(assessment_id=row.id, revision=1, item="sk-sentra", staff_id=3, option="belum", how="third", settled_at=now)
        )
        session.add(LookRow(person_id=person, actor="dinas-1", what="assessment", looked_at=now))
        session.add(ExportRow(person_id=person, digest=f"x{row.id}", media_type="application/json", made_at=now))
        return row.id


async def announced(database: Database, person: int, now: datetime) -> int:
    """Add an announcement that reached a person on the page, and a list that they are on; return its id."""
    async with database.writing() as session:
        author = StaffRow(chat="", name="Petugas", office="Dinas", joined_at=now, ended_at=None)
        session.add(author)
        await session.flush()
        row = AnnouncementRow(
            stage=Stage.FINISHED, author=author.id, area="", title="Pameran", content="{}", audience="{}", listens="", due_at=now,
            zone="Asia/Jakarta", repeat=Repeat.NEVER, follows=None, approver=None, note="", prepared_to=0, made_at=now, changed_at=now,
            began_at=now, ended_at=now,
        )  # fmt: skip
        saved = SavedListRow(name=f"Daftar {person}", area="", author=author.id, made_at=now)
        session.add_all([row, saved])
        await session.flush()
        session.add(RecipientRow(announcement_id=row.id, person_id=person, fate=Fate.SENT, round=0, reason="", ended_at=now))
        session.add(NoticeRow(person_id=person, key=f"n{row.id}", announcement_id=row.id, made_at=now, seen_at=None))
        session.add(ListedRow(list_id=saved.id, person_id=person))
        session.add(StarsRow(person_id=person, stars=3, staff_id=1, noted_at=now))
        return row.id
