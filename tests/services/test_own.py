"""What people may do with their own data."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from bot.db import consents, owned
from bot.db.assessment_models import AssessmentRow, ChangeRow, ConsentRow, EvidenceRow, GivenRow
from bot.db.base import Base
from bot.db.database import Database
from bot.db.models import OutboxRow, PersonRow
from bot.domain.assessment import Purpose, State
from bot.domain.people import Address, Channel, Language
from bot.domain.screens import Action, Screen
from bot.services.own import DATA
from bot.texts import words as texts
from tests.fakes import FixedClock
from tests.filling import DAYS, Forms
from tests.people import a_person, announced, assessed, talked

SITI, BUDI = Address(Channel.TELEGRAM, "5001"), Address(Channel.TELEGRAM, "15001")
OF_STAFF = {
    "staff", "grants", "invites", "sign_ins", "sessions", "audit", "announcements", "saved_lists", "question_groups", "officer_answers",
    "officer_passages",
}  # fmt: skip
"""What is kept of the members of the staff, for as long as the trail of what they did."""
TECHNICAL = {
    "album", "amounts", "answer_id", "assessment_id", "back_to", "chart", "conversation_id", "digest", "followed", "group_id", "id",
    "incident", "key", "locator", "passage", "person_id", "place", "position", "question_id", "report", "round", "thinking_ms", "token",
}  # fmt: skip
"""Columns that tell a person nothing: they are in the copy for a computer only."""
NOT_OF_PEOPLE = {"inbox", "outbox", "leases", "instruments", "cohorts"} | OF_STAFF


@pytest.fixture
def forms(database: Database, clock: FixedClock, tmp_path: Path) -> Forms:
    return Forms(database, clock, tmp_path)


async def press(forms: Forms, sender: Address, verb: str, value: str = "") -> Screen:
    show = await forms.own.press(sender, Action(0, DATA, verb, value), "id")
    async with forms.database.writing() as session:
        screen = await show(session)
    await forms.own.clear()
    return screen


async def known(forms: Forms, sender: Address, words: str, **given: object) -> int:
    person = await a_person(forms.database, sender, forms.clock.now())
    await talked(forms.database, person, forms.clock.now(), words)
    await assessed(forms.database, person, forms.clock.now(), words, **given)
    await announced(forms.database, person, forms.clock.now())
    return person


def logged(database: Database) -> int:
    """Return how many bytes SQLite's write-ahead log has."""
    return Path(f"{database.engine.url.database}-wal").stat().st_size


async def rows(database: Database, table: type[Any]) -> list[Any]:
    async with database.reading() as session:
        return list(await session.scalars(select(table)))


async def agreed(database: Database, person: int) -> frozenset[Purpose]:
    async with database.reading() as session:
        return await consents.given(session, person)


async def test_a_copy_has_rows_of_every_table_but_those_that_are_of_nobody(forms: Forms) -> None:
    person = await known(forms, SITI, "Bu Siti")

    async with forms.database.reading() as session:
        found = await owned.everything(session, person)

    assert set(found) == set(Base.metadata.tables) - NOT_OF_PEOPLE


async def test_a_copy_comes_as_json_and_as_pdf_and_holds_nothing_of_another(forms: Forms) -> None:
    await known(forms, SITI, "Mbok Siti")
    await known(forms, BUDI, "Pak Budi")

    screen = await press(forms, SITI, "export")

    assert [file.media_type for file in screen.files] == ["application/pdf", "application/json"]
    words = (await forms.vault.get(screen.files[1].digest)).decode()
    paper = forms.folder / "data.pdf"
    paper.write_bytes(await forms.vault.get(screen.files[0].digest))
    read = "".join(page.extract_text() for page in PdfReader(paper).pages)
    for content in (words, read):
        assert "Mbok Siti" in content
        assert "dinas-1" in content
        assert "Budi" not in content
    assert json.loads(words)["looks"][0]["actor"] == "dinas-1"
    assert "1" in screen.text


@pytest.mark.parametrize("language", list(Language))
def test_every_column_has_words_or_is_but_a_technical_number(language: Language) -> None:
    columns = {column.name for name, table in Base.metadata.tables.items() if name not in NOT_OF_PEOPLE for column in table.columns}

    assert {name for name in columns if f"own.column.{name}" not in texts(language)} == TECHNICAL
    assert [name for name in set(Base.metadata.tables) - NOT_OF_PEOPLE if f"own.table.{name}" not in texts(language)] == []


async def test_the_copy_to_read_has_the_words_that_were_shown_and_no_ids(forms: Forms) -> None:
    person = await known(forms, SITI, "Mbok Siti")
    async with forms.database.writing() as session:
        made = await session.scalar(select(AssessmentRow.id).where(AssessmentRow.person_id == person))
        given = {"legal-industri": "belum", "halal": ""}
        now = forms.clock.now()
        session.add_all(GivenRow(assessment_id=made, item=item, option=one, words="", given_at=now) for item, one in given.items())

    screen = await press(forms, SITI, "export")

    paper = forms.folder / "data.pdf"
    paper.write_bytes(await forms.vault.get(screen.files[0].digest))
    read = "\n".join(page.extract_text() for page in PdfReader(paper).pages)
    assert "Pertanyaan: Izin usaha industri\nJawaban: Belum punya NIB\n" in read
    assert "Pertanyaan: Sertifikat halal\nJawaban: dilewati\n" in read
    assert "legal-industri" not in read
    assert "Daftar pertanyaan: Penilaian Mandiri Kesiapan OVOP" in read


async def test_a_stranger_has_no_copy(forms: Forms) -> None:
    screen = await press(forms, SITI, "export")

    assert screen.files == ()
    assert not await rows(forms.database, PersonRow)


async def test_stopping_withdraws_all_at_once_and_takes_back_what_was_handed_in(forms: Forms) -> None:
    person = await known(forms, SITI, "Bu Siti", state=State.SUBMITTED)
    other = await known(forms, BUDI, "Pak Budi", state=State.SUBMITTED)

    async with forms.database.writing() as session:
        await forms.own.stop(session, SITI, "id")

    assert await agreed(forms.database, person) == frozenset()
    assert await agreed(forms.database, other) == frozenset(Purpose)
    mine, theirs = sorted(await rows(forms.database, AssessmentRow), key=lambda row: row.person_id)
    assert (mine.state, mine.wants_reminders, mine.is_paused) == (State.DRAFT, False, True)
    assert (theirs.state, theirs.wants_reminders) == (State.SUBMITTED, True)
    last = (await rows(forms.database, ChangeRow))[-1]
    assert (last.assessment_id, last.state, last.actor, last.note) == (mine.id, State.DRAFT, "owner", "/berhenti")


@pytest.mark.parametrize("act", ["stop", "asks_to_erase"])
async def test_of_a_stranger_nothing_is_told_that_is_not_there(forms: Forms, act: str) -> None:
    async with forms.database.writing() as session:
        screen = await getattr(forms.own, act)(session, SITI, "id")

    assert screen.text == texts(Language.INDONESIAN)["own.nothing_to_stop" if act == "stop" else "own.nothing"]
    assert screen.rows == ()


async def test_who_stops_hears_that_evidence_went_and_the_second_time_that_nothing_is_left_to_stop(forms: Forms) -> None:
    await known(forms, SITI, "Bu Siti")
    async with forms.database.writing() as session:
        first = await forms.own.stop(session, SITI, "id")
    async with forms.database.writing() as session:
        second = await forms.own.stop(session, SITI, "id")

    assert texts(Language.INDONESIAN)["own.stopped_evidence"] in first.text
    assert second.text == texts(Language.INDONESIAN)["own.nothing_to_stop"]
    assert not [row for row in await rows(forms.database, EvidenceRow) if row.removed_at is None]


async def test_a_closed_assessment_is_taken_back_too_and_a_reviewed_one_stays(forms: Forms, clock: FixedClock) -> None:
    person = await known(forms, SITI, "Bu Siti", state=State.REVIEWED)
    async with forms.database.writing() as session:
        first = (await session.scalars(select(AssessmentRow))).one()
        first.closed_at = clock.now()
        session.add(
            AssessmentRow(
                person_id=person, code="B", instrument="i", state=State.IN_REVIEW, place="@name", back_to="", is_paused=False, revision=1,
                reminded=0, wants_reminders=True, started_at=clock.now(), touched_at=clock.now(), closed_at=clock.now(),
            )
        )  # fmt: skip

    await press(forms, SITI, "deny", "sharing")

    assert [row.state for row in await rows(forms.database, AssessmentRow)] == [State.REVIEWED, State.DRAFT]


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_one_purpose_is_withdrawn_and_the_others_stay_and_pressing_again_changes_nothing(forms: Forms, purpose: Purpose) -> None:
    person = await known(forms, SITI, "Bu Siti", state=State.SUBMITTED)

    await press(forms, SITI, "deny", purpose)
    decided, changes = len(await rows(forms.database, ConsentRow)), len(await rows(forms.database, ChangeRow))
    await press(forms, SITI, "deny", purpose)

    assert await agreed(forms.database, person) == frozenset(Purpose) - {purpose}
    assert (len(await rows(forms.database, ConsentRow)), len(await rows(forms.database, ChangeRow))) == (decided, changes)
    (row,) = await rows(forms.database, AssessmentRow)
    assert (row.state is State.DRAFT) == (purpose is Purpose.SHARING)


async def test_withdrawing_evidence_takes_the_files_at_once_but_none_that_another_has_too(forms: Forms) -> None:
    await known(forms, SITI, "Bu Siti")
    await known(forms, BUDI, "Pak Budi")
    mine, shared = await forms.vault.put(b"mine"), await forms.vault.put(b"shared")
    async with forms.database.writing() as session:
        first, second = (await session.scalars(select(EvidenceRow).order_by(EvidenceRow.id))).all()
        first.digest, second.digest = mine, shared
        session.add(
            EvidenceRow(
                assessment_id=first.assessment_id, item="i", key="k2", digest=shared, media_type="image/jpeg", size=1, album="",
                added_at=forms.clock.now(), removed_at=None,
            )
        )  # fmt: skip

    await press(forms, SITI, "deny", "evidence")

    assert await forms.vault.digests() == {shared}


async def test_a_commit_that_fails_takes_no_file(forms: Forms) -> None:
    await known(forms, SITI, "Bu Siti")
    mine = await forms.vault.put(b"mine")
    async with forms.database.writing() as session:
        (await session.scalars(select(EvidenceRow))).one().digest = mine
    show = await forms.own.press(SITI, Action(0, DATA, "erase", "yes"), "id")

    with pytest.raises(OSError, match="away"):  # noqa: PT012 - the block is what fails to commit
        async with forms.database.writing() as session:
            await show(session)
            message = "away"
            raise OSError(message)
    await forms.own.clear()

    assert await forms.vault.digests() == {mine}


async def test_erasing_takes_two_steps_and_only_ones_own(forms: Forms) -> None:
    await known(forms, SITI, "Bu Siti")
    other = await known(forms, BUDI, "Pak Budi")
    async with forms.database.writing() as session:
        for address in (SITI, BUDI):
            session.add(_waiting(address.id))

    await press(forms, SITI, "erase")
    assert len(await rows(forms.database, PersonRow)) == 2
    await press(forms, SITI, "erase", "yes")

    assert [row.id for row in await rows(forms.database, PersonRow)] == [other]
    assert [row.chat for row in await rows(forms.database, OutboxRow)] == [BUDI.id]
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_OF_PEOPLE:
            async with forms.database.reading() as session:
                left = await session.scalar(select(func.count()).select_from(table))
            assert left == (len(Purpose) if table.name == "consents" else 1), table.name


async def test_the_log_of_the_database_is_emptied_where_something_was_erased_and_only_there(
    sqlite_database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    forms = Forms(sqlite_database, clock, tmp_path)
    await known(forms, SITI, "Bu Siti")

    await press(forms, SITI, "rights")
    after_a_look = logged(sqlite_database)
    await press(forms, SITI, "erase", "yes")

    assert after_a_look > 0
    assert logged(sqlite_database) == 0


async def test_correcting_leads_to_the_summary_and_a_stranger_is_told(forms: Forms) -> None:
    async with forms.database.writing() as session:
        nothing = await forms.own.correct(session, SITI, "id")
    await known(forms, SITI, "Bu Siti")
    async with forms.database.writing() as session:
        summary = await forms.own.correct(session, SITI, "id")

    assert nothing.rows == ()
    assert "Ringkasan" in summary.heading
    assert (await rows(forms.database, AssessmentRow))[0].place == "@review"


async def test_who_withdrew_is_asked_before_the_form_goes_on(forms: Forms) -> None:
    person = await known(forms, SITI, "Bu Siti")
    await press(forms, SITI, "deny", "assessment")
    async with forms.database.writing() as session:
        asked = await forms.filling.assess.begin(session, SITI, "id")
    show = await forms.filling.assess.press(SITI, asked.rows[0][0].action, "id")
    async with forms.database.writing() as session:
        going_on = await show(session)

    assert asked.rows[0][0].action.verb == "agree"
    assert "Data usaha 1" in going_on.heading
    assert Purpose.ASSESSMENT in await agreed(forms.database, person)


async def test_the_words_name_the_days_of_the_settings(forms: Forms) -> None:
    async with forms.database.reading() as session:
        screen = await forms.own.rights(session, SITI, "id")

    spans = {7: "7 hari", 14: "14 hari", 365: "1 tahun", 730: "2 tahun", 1825: "5 tahun"}
    assert [kind for kind in DAYS.keys() - {"strangers", "sign_ins"} if spans[DAYS[kind]] not in screen.text] == []


def _waiting(chat: str) -> OutboxRow:
    return OutboxRow(
        source="telegram:1", key=f"remind:{chat}", chat=chat, kind="bulk", method="sendMessage", payload="{}", state="waiting",
        not_before=0.0, attempts=0, reason="", message_id=None, made_at=timedelta(days=1).total_seconds(), sent_at=None,
    )  # fmt: skip
