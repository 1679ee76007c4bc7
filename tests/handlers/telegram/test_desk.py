"""An officer with a phone: sees what waits in their area, answers a question by a reply, and nobody else can."""

import pytest

from bot.db import audit, owned
from bot.db.assessment_models import ProfileRow
from bot.domain.people import Address, Channel, Language
from bot.domain.staff import Grant, Role
from bot.services.staffing import Staffing
from bot.texts import say
from handlers.telegram.replying import FIRST_LINE
from tests.botapi import Sent
from tests.filling import Forms
from tests.handing import Handing
from tests.handlers.telegram.stage import MISSING, Stage

RINI, EKO, AYU = 701, 702, 703
OFFICE = "Dinas Perindustrian Kab. Malang"
ANSWER = "Tidak ada biaya. Silakan datang ke kantor kami."
ASKED = {21: "biaya ikut OVOP berapa?", 22: "ongkos utk gabung ovop brp ya"}


@pytest.fixture
async def malang(stage: Stage) -> Stage:
    """Officers of Malang, of Jember and one who only announces; two people of Malang ask, one hands in."""
    for person, grant in ((RINI, Grant(Role.ASSESSOR, "35.07")), (EKO, Grant(Role.ASSESSOR, "35.09")), (AYU, Grant(Role.BROADCASTER))):
        staffing = Staffing(stage.database, stage.clock)
        code = await staffing.invite(None, f"Petugas {person}", OFFICE, grant)
        await stage.say(f"/staf {code}", person=person)
    stage.thinker.script |= {"ongkos": MISSING}
    for person, words in ASKED.items():
        await stage.say(words, person=person)
        async with stage.database.writing() as session:
            row = await owned.person_id(session, Address(Channel.TELEGRAM, str(person)))
            session.add(ProfileRow(person_id=row, owner_name="", business_name="", commodity="", area="35.07", sentra=None, since=None))
    hand = Handing(stage.database, Forms(stage.database, stage.clock).filling.opening.questionnaires)
    await hand(stage.clock.now(), business="Keripik Mbok Siti")
    return stage


async def asked(stage: Stage) -> Sent:
    """Have the officer of Malang open the question that waits."""
    (queue,) = await stage.say("/antrean", person=RINI)
    (question,) = await stage.press(queue, queue.data("f:1.@staff.look"), person=RINI)
    return question


async def replies(stage: Stage, to: Sent, text: str = ANSWER, person: int = RINI) -> list[Sent]:
    return list(await stage.say(text, person=person, reply_to_message=to.message))


async def test_staf_without_a_code_tells_officers_their_number_and_owners_whom_it_is_for(malang: Stage) -> None:
    (officer,) = await malang.say("/staf", person=RINI)
    (owner,) = await malang.say("/staf", person=21)

    assert say(Language.INDONESIAN, "panel.known", name=f"Petugas {RINI}", number=1) in officer.text
    assert say(Language.INDONESIAN, "desk_can.assessor") in officer.text
    assert owner.text == say(Language.INDONESIAN, "panel.write_code")


async def test_an_officer_sees_what_waits_in_their_area(malang: Stage) -> None:
    (near,) = await malang.say("/antrean", person=RINI)
    (far,) = await malang.say("/queue", person=EKO)
    (other,) = await malang.say("/antrean", person=AYU)
    (owner,) = await malang.say("/antrean", person=21)

    assert "Penilaian: 1. Pertanyaan: 1." in near.text
    assert "Keripik Mbok Siti" in near.text
    assert list(near.buttons) == ["H00001 Keripik Mbok Siti", say(Language.INDONESIAN, "desk.times", count=2, lead=ASKED[21])]
    assert far.text == say(Language.INDONESIAN, "desk.nothing")
    assert other.text == owner.text == say(Language.INDONESIAN, "desk.not_staff")


async def test_a_reply_goes_to_all_who_asked_once_the_officer_is_sure(malang: Stage) -> None:
    question = await asked(malang)
    for words in (*ASKED.values(), "Kabupaten Malang", OFFICE):
        assert words in question.text
    (sure,) = await replies(malang, question)
    assert "2 penanya" in sure.text
    assert OFFICE in sure.text
    assert {one.chat_id for one in malang.api.sent} & set(ASKED) == set(ASKED)

    before = len(malang.api.sent)
    await malang.press(sure, sure.data("f:1.@staff.send"), person=RINI)
    await malang.press(sure, sure.data("f:1.@staff.send"), person=RINI)

    heard = malang.api.sent[before:]
    assert sorted(one.chat_id for one in heard) == [21, 22, RINI]
    for one in heard:
        if one.chat_id in ASKED:
            assert ANSWER in one.text
            assert say(Language.INDONESIAN, "officer.heading", office=OFFICE) in one.text
        else:
            assert "Dikirim kepada 2 orang" in one.text
    assert malang.api.alerts[-1]["text"] == say(Language.INDONESIAN, "error.nothing_waits")
    async with malang.database.reading() as session:
        assert [row.deed for row in await audit.latest(session, 1)] == ["answer questions"]


async def test_a_changed_reply_is_asked_about_anew_and_a_long_one_is_not_cut(malang: Stage) -> None:
    question = await asked(malang)
    (long,) = await replies(malang, question, "x" * 3_500)
    assert "3500 huruf" in long.text

    message = malang.api.message(ANSWER, person=RINI, reply_to_message=question.message)
    (sure,) = await malang.arrive(edited_message=message | {"edit_date": message["date"] + 5})

    assert "2 penanya" in sure.text


async def test_who_is_not_of_the_area_is_refused_and_anybody_elses_reply_is_a_question(malang: Stage) -> None:
    question = await asked(malang)
    (sure,) = await replies(malang, question)

    for person in (EKO, AYU, 21):
        (refused,) = await replies(malang, question, person=person)
        assert "penanya" not in refused.text
        await malang.press(sure, sure.data("f:1.@staff.send"), person=person)
    assert malang.api.sent[-1].chat_id == 21
    plain = malang.api.message("📨 Pertanyaan #1 \n\n", person=RINI)
    (answered,) = await malang.say(ASKED[21], person=RINI, reply_to_message=plain)
    assert MISSING.text in answered.text


async def test_without_the_reply_nothing_is_sent(malang: Stage) -> None:
    question = await asked(malang)
    (sure,) = await replies(malang, question)
    gone = {name: value for name, value in sure.message.items() if name != "reply_to_message"}

    await malang.press(gone, sure.data("f:1.@staff.send"), person=RINI)

    assert malang.api.alerts[-1]["text"] == say(Language.INDONESIAN, "error.choice_gone")


@pytest.mark.parametrize("language", list(Language))
def test_a_question_is_known_again_by_its_first_line(language: Language) -> None:
    found = FIRST_LINE.match(say(language, "desk.question", number=12) + "\n\nx")

    assert found is not None
    assert found[2] == "12"
