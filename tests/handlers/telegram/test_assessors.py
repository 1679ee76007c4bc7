"""An assessor with a phone: the whole review in a chat, by the same services as the panel, and nobody of another area."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select, update

from bot.db import audit
from bot.db.assessment_models import AssessmentRow, LookRow, SecondOpinionRow
from bot.db.models import PersonRow
from bot.domain.assessment import State
from bot.domain.people import Channel, Language
from bot.domain.staff import Grant, Role
from bot.services.staffing import Staffing
from bot.texts import say
from handlers.telegram.replying import FIRST_LINE
from tests.botapi import Sent
from tests.filling import Forms
from tests.handing import Handing
from tests.handlers.telegram.stage import Stage
from tests.pictures import photo

OWNER, RINI, EKO = 11, 701, 702
BUSINESS = ("Bu Siti", "Keripik Mbok Siti", "bikin keripik singkong", "kab malang", "iya di sentra", "2015")
COMMENT, OUTCOME = "Foto NIB belum terbaca. Mohon difoto ulang.", "Siap diusulkan lewat sentra."


def words(key: str, **values: str | int) -> str:
    return say(Language.INDONESIAN, key, **values)


@dataclass
class Office:
    """Officers of Malang and Jember, who came by `/staf`, and what people do by the words on buttons."""

    stage: Stage

    async def joins(self, person: int, grant: Grant) -> None:
        code = await Staffing(self.stage.database, self.stage.clock).invite(None, f"Petugas {person}", "Dinas", grant)
        (said,) = await self.stage.say(f"/staf {code}", person=person)
        assert f"Petugas {person}" in said.text

    async def taps(self, under: Sent, label: str, person: int = RINI) -> Sent:
        """Tap the button that begins so; return the message that shows what comes of it."""
        data = next(data for shown, data in under.buttons.items() if shown.removeprefix("✓ ").startswith(label))
        new = await self.stage.press(under, data, person=person)
        return next((one for one in new if one.chat_id == person), under)

    async def replies(self, to: Sent, text: str, person: int = RINI) -> Sent:
        (sure,) = await self.stage.say(text, person=person, reply_to_message=to.message)
        return sure

    async def opens(self, person: int = RINI) -> Sent:
        (queue,) = await self.stage.say("/antrean", person=person)
        return await self.taps(queue, await self.code(), person)

    async def code(self) -> str:
        async with self.stage.database.reading() as session:
            return (await session.scalars(select(AssessmentRow.code))).one()

    async def state(self) -> State:
        async with self.stage.database.reading() as session:
            return (await session.scalars(select(AssessmentRow.state))).one()

    async def hands_in(self) -> None:
        """Fill in the form with a photo for its first item, and ask for a review."""
        (intro,) = await self.stage.say("/nilai", person=OWNER)
        await self.taps(intro, words("form.agree"), OWNER)
        for said in BUSINESS:
            shown = (await self.stage.say(said, person=OWNER))[-1]
        await self.taps(shown, words("form.proof.button"), OWNER)
        await self.taps(shown, words("form.proof.agree"), OWNER)
        shown = (await self.stage.say(person=OWNER, **self.stage.api.upload(photo("teal"))))[-1]
        while picks := [label for label, data in shown.buttons.items() if ".pick." in data]:
            shown = await self.taps(shown, picks[0], OWNER)
        await self.sends(shown)

    async def sends(self, summary: Sent) -> None:
        await self.stage.press(summary, summary.data(next(d for d in summary.buttons.values() if ".finish" in d)), person=OWNER)
        last = self.heard(OWNER)[-1]
        if words("form.result.send") in last.buttons:
            shown = await self.taps(last, words("form.result.send"), OWNER)
            await self.taps(shown, words("form.send.agree"), OWNER)

    def heard(self, person: int) -> list[Sent]:
        return [one for one in self.stage.api.sent if one.chat_id == person]


@pytest.fixture
async def office(stage: Stage) -> Office:
    made = Office(stage)
    await made.joins(RINI, Grant(Role.ASSESSOR, "35.07"))
    await made.joins(EKO, Grant(Role.ASSESSOR, "35.09"))
    return made


async def test_one_item_goes_back_from_a_phone_comes_again_and_is_accepted(office: Office) -> None:
    stage = office.stage
    await office.hands_in()

    shown = await office.opens()
    assert "Kabupaten Malang" in shown.text
    await office.taps(shown, words("panel.begin_review"))
    assert await office.state() is State.IN_REVIEW
    await office.taps(shown, words("form.result.gates"))
    assert "SK sentra: Ya, SK-nya sudah ada 📎1" in shown.text
    await office.taps(shown, "SK sentra")
    picture = await office.taps(shown, "📎")
    assert picture.file
    assert picture.file.content[:3] == b"\xff\xd8\xff"
    assert picture.parameters["protect_content"]
    assert words("desk.pick") in shown.text
    await office.taps(shown, "Ada sentra, SK belum ada")
    assert "✓ Ada sentra, SK belum ada" in shown.buttons

    asks = await office.taps(shown, words("panel.give_back"))
    sure = await office.replies(asks, COMMENT)
    assert COMMENT not in "".join(one.text for one in office.heard(OWNER))
    done = await office.taps(sure, words("desk.send"))
    assert done.text == words("desk.returned")
    told = office.heard(OWNER)[-1]
    assert words("form.state.note", note=COMMENT) in told.text

    question = await office.taps(told, words("form.see"), OWNER)
    summary = await office.taps(question, words("form.unknown"), OWNER)
    await office.sends(summary)
    assert await office.state() is State.SUBMITTED

    again = await office.opens()
    assert words("desk.changed", items="SK sentra") in again.text
    await office.taps(again, words("panel.begin_review"))
    asks = await office.taps(again, words("panel.accept"))
    sure = await office.replies(asks, OUTCOME)
    done = await office.taps(sure, words("desk.send"))

    assert done.text == words("desk.accepted")
    assert await office.state() is State.REVIEWED
    assert words("form.state.note", note=OUTCOME) in office.heard(OWNER)[-1].text
    async with stage.database.reading() as session:
        deeds = [row.deed for row in await audit.latest(session) if row.object.startswith("assessment")]
        looks = set(await session.scalars(select(LookRow.what)))
        assert await audit.broken(session) is None
    assert deeds == ["accept", "begin review", "return sk-sentra", "assess", "begin review"]
    assert looks == {f"assessment {await office.code()}", f"evidence of {await office.code()}"}


async def test_an_officer_of_another_area_gets_nowhere_by_any_button_or_reply(office: Office) -> None:
    await office.hands_in()
    (queue,) = await office.stage.say("/antrean", person=EKO)
    assert queue.text == words("desk.nothing")
    shown = await office.opens()
    await office.taps(shown, words("panel.begin_review"))
    asks = await office.taps(shown, words("panel.accept"))
    sure = await office.replies(asks, OUTCOME)
    before = len(office.stage.api.alerts)

    tried = ("case", "begin", "part.0", "item.0", "proof.1", "pick.1.0.0", "words.1", "return.1.0", "accept.1")
    for verb in tried:
        await office.stage.press(sure, f"f:1.@staff.{verb}", person=EKO)
    refused = await office.replies(asks, OUTCOME, EKO)

    gone = words("error.assessment_gone")
    assert [alert["text"] for alert in office.stage.api.alerts[before:]] == [gone] * len(tried)
    assert gone in refused.text
    assert await office.state() is State.IN_REVIEW
    async with office.stage.database.reading() as session:
        assert {look.actor for look in await session.scalars(select(LookRow))} == {"staff:1"}
        assert (await session.scalars(select(SecondOpinionRow))).all() == []


async def test_what_was_decided_of_an_earlier_revision_is_not_done(office: Office) -> None:
    await office.hands_in()
    shown = await office.opens()
    await office.taps(shown, words("panel.begin_review"))
    asks = await office.taps(shown, words("panel.accept"))
    sure = await office.replies(asks, OUTCOME)
    async with office.stage.database.writing() as session:
        await session.execute(update(AssessmentRow).values(revision=2))

    await office.taps(sure, words("desk.send"))

    assert office.stage.api.alerts[-1]["text"] == words("error.state_moved")
    assert await office.state() is State.IN_REVIEW


async def test_what_an_owner_of_the_page_filled_in_does_not_go_through_telegram(office: Office) -> None:
    stage = office.stage
    hand = Handing(stage.database, Forms(stage.database, stage.clock).filling.opening.questionnaires)
    number = await hand(stage.clock.now(), business="Keripik Mbok Siti")
    async with stage.database.writing() as session:
        row = await session.get_one(AssessmentRow, number)
        await session.execute(update(PersonRow).where(PersonRow.id == row.person_id).values(channel=Channel.WEB))

    (queue,) = await stage.say("/antrean", person=RINI)
    await stage.press(queue, f"f:{number}.@staff.case", person=RINI)

    assert words("desk.on_page") in queue.text
    assert queue.buttons == {}
    assert stage.api.alerts[-1]["text"] == words("desk.panel_only")
    assert "Keripik" not in "".join(one.text for one in office.heard(RINI))


async def test_buttons_that_lead_nowhere_say_so(office: Office) -> None:
    await office.hands_in()
    shown = await office.opens()
    await office.taps(shown, words("panel.begin_review"))
    asks = await office.taps(shown, words("panel.accept"))
    sure = await office.replies(asks, OUTCOME)
    before = len(office.stage.api.alerts)

    data = ("part", "part.x", "part.99", "item.99", "proof.9", "pick.1", "pick.1.0.9", "pick.2.0.0", "words.1.99", "return.1", "nothing")
    for one in data:
        await office.stage.press(sure, f"f:1.@staff.{one}", person=RINI)

    assert [alert["is_alert"] for alert in office.stage.api.alerts[before:]] == [True] * len(data)
    assert await office.state() is State.IN_REVIEW


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("key", ["desk.returns", "desk.accepts", "news.chat.reject_why", "news.chat.again_why"])
def test_what_a_reply_is_for_is_known_again_by_the_first_line(key: str, language: Language) -> None:
    found = FIRST_LINE.match(say(language, key, code="K7QM-3F9P", number="12.1.5", title="x") + "\n\nx")

    assert found is not None
    assert (found[2], found[3]) == ("12", ".1.5")
