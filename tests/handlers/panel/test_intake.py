"""The intake: an owner sends, an assessor of the area looks, sends one item back, and closes the review; the owner hears each step."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from bot.db import audit
from bot.db.assessment_models import AssessmentRow, ChangeRow, EvidenceRow, LookRow
from bot.db.database import Database
from bot.domain.assessment import State
from bot.domain.people import Address, Channel
from bot.domain.screens import Action, Screen
from bot.domain.staff import Grant, Role
from bot.services.hear import Hear
from bot.services.review import Review
from handlers.panel.intake import Intake
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handlers.panel.stage import Desk
from tests.pictures import photo

SITI = Address(Channel.TELEGRAM, "5001")
MALANG, JEMBER = Grant(Role.ASSESSOR, "35.07"), Grant(Role.ASSESSOR, "35.09")


@dataclass
class Office(Desk):
    """The panel with the intake, and an owner who fills in a form. `heard` is what owners were told."""

    heard: list[Screen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.forms = Forms(self.database, self.clock)

        def carry(_address: Address, screen: Screen, _key: str) -> tuple[()]:
            self.heard.append(screen)
            return ()

        hear = Hear(self.database, self.clock, self.forms.filling.opening, carry)
        self.parts = (Intake(Review(self.database, self.clock, self.forms.filling.opening, self.forms.vault, hear)),)
        Desk.__post_init__(self)

    async def does(self, place: str, verb: str, value: str = "", form: int = 1) -> Screen:
        show = await self.forms.filling.assess.press(SITI, Action(form, place, verb, value), None)
        async with self.database.writing() as session:
            return await show(session)

    async def handed_in(self) -> None:
        """Have the owner begin, answer one item, finish, and ask for a review."""
        await self.does("@start", "agree", form=0)
        for place, value in (("@commodity", "batik"), ("@area", "35.07"), ("sk-sentra", "ada")):
            await self.does(place, "pick", value)
        await self.does("@result", "edit")
        await self.does("@review", "finish")
        await self.does("@result", "send", "yes")


@pytest.fixture
async def office(database: Database, clock: FixedClock) -> Office:
    made = Office(database, clock)
    await made.handed_in()
    return made


async def state(office: Office) -> State:
    async with office.database.reading() as session:
        return (await session.scalars(select(AssessmentRow.state))).one()


async def test_an_assessor_sees_the_queue_of_their_own_area_only(office: Office) -> None:
    near, far = await office.signed_in(await office.member(MALANG)), await office.signed_in(await office.member(JEMBER))

    assert "Kabupaten Malang" in (await near.get("/panel/antrean")).text
    assert "Kabupaten Malang" not in (await far.get("/panel/antrean")).text
    assert (await near.get("/panel/antrean/1")).status_code == 200
    assert (await far.get("/panel/antrean/1")).status_code == 400
    assert (await far.post("/panel/antrean/1/mulai", data={"csrf": far.csrf})).status_code == 400
    assert await state(office) is State.SUBMITTED


async def test_one_item_is_sent_back_fixed_and_the_review_closed(office: Office) -> None:
    browser = await office.signed_in(await office.member(MALANG))

    async def post(what: str, **fields: str) -> None:
        response = await browser.post(f"/panel/antrean/1/{what}", data={"csrf": browser.csrf, **fields})
        assert response.status_code == 303, response.text

    await post("mulai")
    await post("nilai", item="sk-sentra", option="belum", comment="SK belum terlihat")
    await post("kembalikan", item="sk-sentra", comment="Mohon foto SK <halaman 1>")
    assert await state(office) is State.RETURNED
    assert "Mohon foto SK" in office.heard[-1].text
    assert "Butirnya: SK sentra." in office.heard[-1].text

    screen = await office.does("sk-sentra", "here")
    assert "SK dari bupati" in screen.text
    await office.does("sk-sentra", "pick", "belum")
    await office.does("@review", "finish")
    assert await state(office) is State.SUBMITTED
    await post("mulai")
    await post("terima", comment="Layak diusulkan setelah SK terbit")

    assert await state(office) is State.REVIEWED
    page = (await browser.get("/panel/antrean/1")).text
    assert "Layak diusulkan setelah SK terbit" in page
    assert "Mohon foto SK &lt;halaman 1&gt;" in page
    async with office.database.reading() as session:
        states = list(await session.scalars(select(ChangeRow.state).order_by(ChangeRow.id)))
        looks = list(await session.scalars(select(LookRow.actor)))
        assert await audit.broken(session) is None
        deeds = [row.deed for row in await audit.latest(session)]
    assert states == [
        State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.SUBMITTED, State.IN_REVIEW, State.REVIEWED,
    ]  # fmt: skip
    assert set(looks) == {"staff:1"}
    assert {"begin review", "assess", "return sk-sentra", "accept"} <= set(deeds)
    assert len(office.heard) == 4


async def test_the_owners_answer_and_the_assessors_view_stand_side_by_side(office: Office) -> None:
    first, second = [await office.signed_in(await office.member(MALANG)) for _ in range(2)]
    await first.post("/panel/antrean/1/mulai", data={"csrf": first.csrf})
    for browser, option in ((first, "belum"), (second, "ada")):
        fields = {"csrf": browser.csrf, "item": "sk-sentra", "option": option, "comment": f"kata {option}"}
        await browser.post("/panel/antrean/1/nilai", data=fields)

    page = (await first.get("/panel/antrean/1")).text

    assert "Ya, SK-nya sudah ada" in page
    assert "kata belum" in page
    assert "kata ada" in page
    assert page.count("Berbeda dari jawaban pemilik.") == 1


async def test_an_assessor_begins_at_the_owners_answer_and_later_at_their_own(office: Office) -> None:
    first, second = [await office.signed_in(await office.member(MALANG)) for _ in range(2)]
    await first.post("/panel/antrean/1/mulai", data={"csrf": first.csrf})
    before = (await first.get("/panel/antrean/1")).text
    fields = {"csrf": first.csrf, "item": "sk-sentra", "option": "belum", "comment": "kata belum"}
    await first.post("/panel/antrean/1/nilai", data=fields)

    own, others = (await first.get("/panel/antrean/1")).text, (await second.get("/panel/antrean/1")).text

    for page, option, comment in ((before, "ada", ""), (own, "belum", "kata belum"), (others, "ada", "")):
        form = page.partition('id="o-sk-sentra"')[2].partition("</form>")[0]
        assert f'<option value="{option}" selected>' in form
        assert f'rows="4">{comment}</textarea>' in form


async def test_what_is_no_option_or_has_no_comment_is_refused(office: Office) -> None:
    browser = await office.signed_in(await office.member(MALANG))
    await browser.post("/panel/antrean/1/mulai", data={"csrf": browser.csrf})

    for what, fields in (
        ("nilai", {"item": "sk-sentra", "option": "xyz"}),
        ("kembalikan", {"item": "tidak-ada", "comment": "x"}),
        ("kembalikan", {"item": "sk-sentra", "comment": " "}),
    ):
        response = await browser.post(f"/panel/antrean/1/{what}", data={"csrf": browser.csrf, **fields})
        assert response.status_code == 400, what
    assert await state(office) is State.IN_REVIEW


async def test_evidence_is_shown_beside_what_it_proves_and_each_look_is_kept(office: Office) -> None:
    digests = [await office.forms.vault.put(photo(colour)) for colour in ("teal", "brown")]
    async with office.database.writing() as session:
        for number, (digest, kind) in enumerate(zip(digests, ("image/jpeg", "application/pdf"), strict=True)):
            session.add(
                EvidenceRow(
                    assessment_id=1, item="sk-sentra", key=f"k{number}", digest=digest, media_type=kind, size=1, album="",
                    added_at=office.clock.now(), removed_at=None,
                )
            )  # fmt: skip
    near, far = await office.signed_in(await office.member(MALANG)), await office.signed_in(await office.member(JEMBER))

    first, second = [(await near.get(f"/panel/antrean/1/lihat/{digest}")).text for digest in digests]
    file = await near.get(f"/panel/antrean/1/bukti/{digests[0]}")

    assert f'<img src="/panel/antrean/1/bukti/{digests[0]}"' in first
    assert f'href="/panel/antrean/1/lihat/{digests[1]}" rel="next"' in first
    assert "Ya, SK-nya sudah ada" in first
    assert "Unduh dokumen" in second
    assert 'rel="next"' not in second
    assert file.content[:3] == b"\xff\xd8\xff"
    for path in (f"lihat/{digests[0]}", f"bukti/{digests[0]}"):
        assert (await far.get(f"/panel/antrean/1/{path}")).status_code == 400
    assert (await near.get("/panel/antrean/1/lihat/abc")).status_code == 400
    async with office.database.reading() as session:
        looks = list(await session.scalars(select(LookRow.what)))
    assert sum(what.startswith("evidence of ") for what in looks) == 1


async def test_a_review_is_not_closed_without_a_word(office: Office) -> None:
    browser = await office.signed_in(await office.member(MALANG))
    await browser.post("/panel/antrean/1/mulai", data={"csrf": browser.csrf})

    there = {"referer": "http://panel.test/panel/antrean/1"}
    refused = await browser.post("/panel/antrean/1/terima", data={"csrf": browser.csrf, "comment": " "}, headers=there)

    assert refused.status_code == 400
    assert "Tulis dulu catatannya" in refused.text
    assert '<a href="/panel/antrean/1">Kembali ke halaman tadi</a>' in refused.text
    assert await state(office) is State.IN_REVIEW
