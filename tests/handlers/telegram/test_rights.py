"""One's own data on Telegram: seen, taken along, corrected, stopped and erased in private; a group is shown nothing of it."""

import errno
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from bot.db import consents
from bot.db.assessment_models import AssessmentRow, ProfileRow
from bot.db.base import Base
from bot.db.database import Database
from bot.db.models import PersonRow
from bot.domain.assessment import Purpose
from bot.domain.people import Language
from bot.services.form.consenting import decision
from bot.texts import say
from bot.vault import vault
from bot.vault.files import write_whole
from handlers.telegram import commands
from tests.botapi import BotApi, Sent
from tests.handlers.telegram.stage import Stage
from tests.services.test_own import NOT_OF_PEOPLE

ID = Language.INDONESIAN
GROUP = {"id": -1001, "type": "supergroup", "title": "IKM Lamongan"}
PERSONAL = ("/privasi", "/data", "/perbaiki", "/berhenti", "/hapus", "/nilai")


@pytest.fixture
async def stage(bot_api: BotApi, database: Database) -> AsyncIterator[Stage]:
    async with Stage(bot_api, database).running() as running:
        yield running


def tap(sent: Sent, words: str) -> str:
    """Return the data of the button with that label."""
    return next(data for label, data in sent.buttons.items() if label == words)


async def begun(stage: Stage) -> Sent:
    """Ask something, begin a form and name the business; return the last message."""
    await stage.say("berapa usaha?")
    (intro,) = await stage.say("/nilai")
    await stage.press(intro, tap(intro, say(ID, "form.agree")))
    await stage.say("Bu Siti")
    return (await stage.say("Keripik Mbok Siti"))[-1]


async def count(database: Database, table: Table) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def agreed(database: Database) -> frozenset[str]:
    async with database.reading() as session:
        person = (await session.scalars(select(PersonRow.id))).one()
        return frozenset(await consents.given(session, person))


@pytest.mark.parametrize("command", ["/privasi", "/privacy", "/privasi@ovop_bot"])
async def test_privacy_tells_what_is_kept_with_the_ways_to_see_and_erase_it(stage: Stage, command: str) -> None:
    await begun(stage)

    told = await stage.say(command)

    assert {say(ID, "own.export"), say(ID, "own.erase"), say(ID, "own.deny.assessment")} <= set(told[-1].buttons)


@pytest.mark.parametrize("purpose", Purpose)
async def test_each_consent_has_a_button_that_withdraws_it_alone(stage: Stage, purpose: Purpose) -> None:
    await begun(stage)
    async with stage.database.writing() as session:
        person = (await session.scalars(select(PersonRow.id))).one()
        for one in Purpose:
            consents.decided(session, person, decision(one, ID, "button", is_given=True), stage.clock.now())

    told = (await stage.say("/privasi"))[-1]
    await stage.press(told, tap(told, say(ID, f"own.deny.{purpose}")))

    assert await agreed(stage.database) == frozenset(Purpose) - {purpose}


async def test_a_copy_comes_as_two_files_that_are_ones_own(stage: Stage) -> None:
    await begun(stage)
    await stage.say("apa itu OVOP?", person=8)

    *files, told = await stage.say("/data")

    names = [sent.file.name for sent in files if sent.file]
    content = b"".join(sent.file.content for sent in files if sent.file)
    assert names == ["data-saya.pdf", "data-saya.json"]
    assert b"Keripik Mbok Siti" in content
    assert b'"external_id": "8"' not in content
    assert say(ID, "own.unseen") in told.text
    assert {sent.chat_id for sent in (*files, told)} == {7}


@pytest.mark.parametrize(("number", "reason"), [(0, errno.EIO), (1, errno.ENOSPC)])
async def test_whichever_file_cannot_be_written_at_first_both_come_in_the_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, number: int, reason: int
) -> None:
    await begun(stage)
    faults = [OSError(reason, "a disk") if place == number else None for place in range(number + 1)]

    def written(*given: Any) -> None:
        if faults and (fault := faults.pop(0)):
            raise fault
        write_whole(*given)

    monkeypatch.setattr(vault, "write_whole", written)
    *files, _ = await stage.say("/data")

    assert faults == []
    assert [sent.file.name for sent in files if sent.file] == ["data-saya.pdf", "data-saya.json"]


async def test_a_stranger_is_told_that_nothing_is_there(stage: Stage) -> None:
    (data,) = await stage.say("/data")
    (correct,) = await stage.say("/perbaiki")

    assert data.text == say(ID, "own.nothing")
    assert correct.text == say(ID, "own.nothing_to_correct")
    assert await count(stage.database, Base.metadata.tables["people"]) == 0


async def test_what_was_given_can_be_corrected(stage: Stage) -> None:
    await begun(stage)

    (summary,) = await stage.say("/perbaiki")
    await stage.press(summary, tap(summary, say(ID, "form.short.business")))
    await stage.say("Keripik Bu Siti")

    async with stage.database.reading() as session:
        assert list(await session.scalars(select(ProfileRow.business_name))) == ["Keripik Bu Siti"]


async def test_stopping_withdraws_all_and_a_later_press_is_asked_again(stage: Stage) -> None:
    question = await begun(stage)

    (told,) = await stage.say("/berhenti")
    await stage.press(question, next(iter(question.buttons.values())))

    assert told.text == say(ID, "own.stopped")
    assert await agreed(stage.database) == frozenset()
    assert say(ID, "form.agree") in question.buttons
    async with stage.database.reading() as session:
        (row,) = await session.scalars(select(AssessmentRow))
    assert (row.is_paused, row.wants_reminders) == (True, False)


async def test_erasing_takes_a_second_press_and_leaves_nothing(stage: Stage) -> None:
    await begun(stage)
    (asked,) = await stage.say("/hapus")
    before = await count(stage.database, Base.metadata.tables["people"])

    await stage.press(asked, tap(asked, say(ID, "own.erase_yes")))

    assert before == 1
    assert stage.api.sent[-1].text == say(ID, "own.erased")
    for name, table in Base.metadata.tables.items():
        assert name in NOT_OF_PEOPLE or await count(stage.database, table) == 0, name


async def test_who_thinks_better_of_erasing_keeps_all(stage: Stage) -> None:
    await begun(stage)
    (asked,) = await stage.say("/hapus")

    (said,) = await stage.press(asked, tap(asked, say(ID, "own.erase_no")))

    assert said.text == say(ID, "own.kept")
    assert await count(stage.database, Base.metadata.tables["profiles"]) == 1


@pytest.mark.parametrize("command", [*PERSONAL, "/data@ovop_bot", "/staf ABCD"])
async def test_in_a_group_the_way_to_the_private_chat_is_told_and_nothing_else_happens(stage: Stage, command: str) -> None:
    await begun(stage)

    (told,) = await stage.say(command, chat=GROUP)

    assert told.chat_id == GROUP["id"]
    assert told.text == say(ID, "error.private_only", bot="ovop_bot")
    assert told.buttons == {}
    assert await agreed(stage.database)
    assert await count(stage.database, Base.metadata.tables["exports"]) == 0


async def test_the_buttons_of_a_form_show_nothing_in_a_group(stage: Stage) -> None:
    await begun(stage)
    (help_,) = await stage.say("/bantuan", chat=GROUP)
    words = help_.text

    for data in (tap(help_, say(ID, "form.start")), "f:0.@data.export", "f:0.@data.erase.yes", "f:0.@name.here"):
        assert list(await stage.press(help_, data)) == []

    assert [alert["text"] for alert in stage.api.alerts[-4:]] == [say(ID, "error.private_only", bot="ovop_bot")] * 4
    assert all(alert["is_alert"] for alert in stage.api.alerts[-4:])
    assert help_.text == words
    assert await count(stage.database, Base.metadata.tables["profiles"]) == 1


def test_every_personal_command_is_among_those_that_are_tried() -> None:
    tried = {command.removeprefix("/") for command in PERSONAL}

    assert tried == set(commands.PERSONAL) & {"privasi", "data", "perbaiki", "berhenti", "hapus", "nilai"}
    aliases = {"penilaian", "assess", "privacy", "mydata", "correct", "stop", "delete"}
    assert set(commands.PERSONAL) - tried == aliases.union(commands.STAFF, commands.ANNOUNCE, commands.QUEUE)
