"""A new instrument while an assessment is open: what was begun goes on as it was begun."""

import pytest
from sqlalchemy import select, update

from bot.db.assessment_models import AssessmentRow, GivenRow, InstrumentRow
from bot.db.database import Database
from bot.domain.people import Address, Channel
from bot.domain.screens import Action, Screen
from tests.fakes import FixedClock
from tests.filling import SHIPPED, Forms

SITI = Address(Channel.TELEGRAM, "5001")
OLD = SHIPPED.read_text(encoding="utf-8")
NEW = OLD.replace("Apakah sentra tempat usaha ini sudah punya SK", "Kini, apakah sentra ini sudah punya SK")


async def press(forms: Forms, place: str, verb: str, value: str = "", form: int = 0) -> Screen:
    show = await forms.filling.assess.press(SITI, Action(form, place, verb, value), None)
    async with forms.database.writing() as session:
        return await show(session)


async def begin(forms: Forms) -> Screen:
    async with forms.database.writing() as session:
        return await forms.filling.assess.begin(session, SITI, None)


@pytest.fixture
async def begun(database: Database, clock: FixedClock) -> Forms:
    """Return the forms of the old instrument, with a draft that stands at the first item."""
    assert NEW != OLD
    forms = Forms(database, clock)
    await press(forms, "@start", "agree")
    await press(forms, "@commodity", "pick", "batik")
    for place in ("@name", "@business", "@commodity", "@area", "@sentra", "@since"):
        await press(forms, place, "skip", form=1)
    return forms


async def test_an_open_draft_goes_on_with_the_instrument_it_was_begun_with(begun: Forms) -> None:
    newer = Forms(begun.database, begun.clock, begun.folder, NEW)

    screen = await begin(newer)

    assert screen.text.startswith("Apakah sentra tempat usaha ini")


async def test_a_new_run_uses_the_new_one(begun: Forms) -> None:
    newer = Forms(begun.database, begun.clock, begun.folder, NEW)
    await press(newer, "@result", "again", "yes", form=1)
    for place in ("@name", "@business", "@commodity", "@area", "@sentra", "@since"):
        screen = await press(newer, place, "skip", form=2)

    assert screen.text.startswith("Kini, apakah sentra ini")
    async with begun.database.reading() as session:
        versions = list(await session.scalars(select(AssessmentRow.instrument).order_by(AssessmentRow.id)))
    assert len(set(versions)) == 2


async def test_where_the_old_one_can_no_longer_be_read_what_fits_is_kept_and_that_is_said(begun: Forms) -> None:
    await press(begun, "sk-sentra", "pick", "ada", form=1)
    async with begun.database.writing() as session:
        await session.execute(update(InstrumentRow).values(text="format: 99"))
        session.add(GivenRow(assessment_id=1, item="sudah-hilang", option="ya", words="", given_at=begun.clock.now()))
    newer = Forms(begun.database, begun.clock, begun.folder, NEW)

    screen = await begin(newer)

    assert "sudah diperbarui" in screen.notice
    async with begun.database.reading() as session:
        assert list(await session.scalars(select(GivenRow.item))) == ["sk-sentra"]
