"""The queue of what the bot could not answer, page by page."""

import asyncio
from dataclasses import dataclass

import pytest

from bot.db.database import Database
from bot.domain.answer import Rating
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from handlers.panel.passages import Passages
from handlers.panel.questions import Questions
from tests.fakes import FakeThought, FixedClock
from tests.handlers.panel.stage import Desk
from tests.services.test_reply import Scene

MALANG, JEMBER, ADMIN = Grant(Role.ASSESSOR, "35.07"), Grant(Role.ASSESSOR, "35.09"), Grant(Role.ADMIN, "35")
PATH = "/panel/pertanyaan"


@dataclass
class Office(Desk):
    """The panel with the queue, and people who ask."""

    def __post_init__(self) -> None:
        self.scene = Scene(self.database, self.clock)
        self.parts = (Questions(self.scene.reply, self.scene.shelve), Passages(self.scene.shelve))
        Desk.__post_init__(self)

    async def asks(self, number: int, words: str, area: str = "35.07") -> None:
        await self.scene.asks(Address(Channel.TELEGRAM, str(number)), words, area)


@pytest.fixture
def office(sqlite_database: Database, clock: FixedClock) -> Office:
    return Office(sqlite_database, clock)


async def test_an_empty_queue_says_what_would_appear_there(office: Office) -> None:
    browser = await office.signed_in(await office.member(MALANG))

    assert "Tidak ada pertanyaan yang cocok" in (await browser.get(PATH)).text


async def test_the_queue_is_narrowed_by_area_topic_and_state(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa")
    await office.asks(2, "mesin apa yang bagus", "35.09")
    browser = await office.signed_in(await office.member(Grant(Role.ASSESSOR, "35")))

    async def shown(**wanted: str) -> tuple[bool, bool]:
        page = (await browser.get(PATH, params=wanted)).text
        return "biaya ikut berapa" in page, "mesin apa yang bagus" in page

    assert await shown() == (True, True)
    assert await shown(area="35.09") == (False, True)
    assert await shown(area="32") == (False, False)
    assert await shown(topic="other") == (False, False)
    assert await shown(state="answered") == (False, False)
    assert await shown(state="all", hal="1") == (True, True)
    assert await shown(hal="2") == (False, False)


async def test_a_long_queue_has_pages_sorts_and_goes_along_as_a_file(office: Office) -> None:
    for number in range(51):
        await office.asks(number, f"{chr(97 + number % 26)} {number * 7}")
    await office.asks(60, "biaya ikut berapa")
    await office.asks(61, "=biaya")
    await office.asks(62, "ongkos ikut berapa")
    browser = await office.signed_in(await office.member(MALANG))

    first, second = (await browser.get(PATH)).text, (await browser.get(f"{PATH}?hal=2")).text
    rising, falling = [(await browser.get(f"{PATH}?sort=asked{more}")).text for more in ("", "&turun=1")]
    text = (await browser.get(f"{PATH}?berkas=csv")).content.decode("utf-8-sig")

    assert (first.count(f'href="{PATH}/'), second.count(f'href="{PATH}/')) == (50, 3)
    assert 'rel="next"' in first
    assert "biaya ikut berapa" not in rising
    assert falling.index("biaya ikut berapa") < falling.index(f'href="{PATH}/1"')
    assert len(text.splitlines()) == 54
    assert "\n'=biaya,1,1," in text
    assert "\nbiaya ikut berapa,2,2," in text


async def test_words_of_people_are_escaped_and_no_name_stands_there(office: Office) -> None:
    await office.asks(4711, "biaya <script>alert(1)</script>")
    browser = await office.signed_in(await office.member(MALANG))

    for page in ((await browser.get(PATH)).text, (await browser.get(f"{PATH}/1")).text):
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "4711" not in page


async def test_a_group_is_handed_over_parted_and_answered(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa")
    await office.asks(2, "biaya mesin jahit")
    rini, eko = await office.member(MALANG), await office.member(MALANG)
    browser = await office.signed_in(rini)
    await browser.get(PATH)

    async def post(what: str, **fields: str) -> int:
        return (await browser.post(f"{PATH}/1/{what}", data={"csrf": browser.csrf, **fields})).status_code

    assert await post("serahkan", staff=str(eko.id)) == 303
    assert eko.name in (await browser.get(PATH)).text
    assert "biaya ikut" not in (await browser.get(f"{PATH}?state=mine")).text
    address, screen, _ = office.scene.told.pop()
    assert address.id == str(eko.id + 100)
    assert f"{rini.name} menyerahkan" in screen.text
    assert [str(button.action) for row in screen.rows for button in row] == ["1.@staff.look"]
    assert await post("serahkan", staff=str(rini.id)) == 303
    assert "biaya ikut" in (await browser.get(f"{PATH}?state=mine")).text
    assert await post("serahkan", staff="0") == 303
    assert await post("pisahkan", question="2") == 303
    parted = (await browser.get(f"{PATH}/1")).text
    assert "/gabung" in parted
    assert parted.count("biaya mesin jahit") == 1
    assert await post("gabung", group="2") == 303
    assert (await browser.get(f"{PATH}/1")).text.count("biaya mesin jahit") == 1
    assert await post("pisahkan", question="2") == 303
    assert await post("jawab", text="  ") == 400
    assert await post("jawab", text="Tidak ada biaya.") == 303
    page = (await browser.get(f"{PATH}/1")).text
    assert "Tidak ada biaya." in page
    assert "Semua yang bertanya sudah dijawab." in page
    assert [address.id for address, _, _ in office.scene.told] == ["1"]


async def test_who_may_only_look_has_no_form_and_is_refused(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa")
    browser = await office.signed_in(await office.member(ADMIN))
    await browser.get(PATH)

    page = (await browser.get(f"{PATH}/1")).text
    refused = await browser.post(f"{PATH}/1/jawab", data={"csrf": browser.csrf, "text": "x"})

    assert "biaya ikut berapa" in page
    assert "/jawab" not in page
    assert refused.status_code == 403


async def test_a_question_without_an_area_is_handed_to_an_assessor_of_any_who_answers_it_and_drafts_nothing(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa", "")
    jember = await office.member(JEMBER)
    nation, near = await office.signed_in(await office.member(Grant(Role.ASSESSOR))), await office.signed_in(jember)
    await nation.get(PATH)
    assert "biaya ikut berapa" not in (await near.get(PATH)).text
    assert "boleh diserahkan kepada petugas penilai di daerah mana pun" in (await nation.get(f"{PATH}/1")).text

    await nation.post(f"{PATH}/1/serahkan", data={"csrf": nation.csrf, "staff": str(jember.id)})
    assert "biaya ikut berapa" in (await near.get(PATH)).text
    await near.post(f"{PATH}/1/jawab", data={"csrf": near.csrf, "text": "Tidak ada biaya."})
    page = (await near.get(f"{PATH}/1")).text

    assert "Tidak ada biaya." in page
    assert "masih di jalan" in page
    assert "Jadikan bahan jawaban" not in page
    assert "Jadikan bahan jawaban" in (await nation.get(f"{PATH}/1")).text


async def test_what_an_officer_wrote_is_not_lost_where_it_is_refused(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa")
    officer = await office.signed_in(await office.member(MALANG))
    await officer.get(PATH)
    await officer.post(f"{PATH}/1/jawab", data={"csrf": officer.csrf, "text": "Ikut OVOP tidak dipungut biaya apa pun."})
    words = {"answer": "1", "title": "Berapa biaya ikut OVOP?", "text": "Menurut Pasal 5 <b>tidak</b> ada biaya.", "asked": ""}

    refused = await officer.post(f"{PATH}/1/bahan", data={"csrf": officer.csrf, **words}, headers={"referer": f"http://panel.test{PATH}/1"})

    assert refused.status_code == 400
    assert "readonly>Menurut Pasal 5 &lt;b&gt;tidak&lt;/b&gt; ada biaya.</textarea>" in refused.text
    assert officer.csrf not in refused.text.partition("<textarea")[2]
    assert f'href="{PATH}/1"' in refused.text


async def test_questions_of_another_area_are_not_there(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa")
    near, far = await office.signed_in(await office.member(MALANG)), await office.signed_in(await office.member(JEMBER))
    await near.get(PATH)

    assert "biaya ikut berapa" not in (await far.get(PATH)).text
    assert (await far.get(f"{PATH}/1")).status_code == 400
    assert (await far.post(f"{PATH}/1/jawab", data={"csrf": far.csrf, "text": "x"})).status_code == 400


async def test_an_answer_becomes_a_draft_that_another_publishes_while_the_page_tells_how_far_it_is(office: Office) -> None:
    await office.asks(1, "biaya ikut berapa")
    officer, admin = [await office.signed_in(await office.member(grant)) for grant in (MALANG, Grant(Role.ADMIN))]
    await officer.get(PATH)
    await officer.post(f"{PATH}/1/jawab", data={"csrf": officer.csrf, "text": "Ikut OVOP tidak dipungut biaya apa pun."})
    assert "Jadikan bahan jawaban" in (await officer.get(f"{PATH}/1")).text

    words = {"answer": "1", "title": "Berapa biaya ikut OVOP?", "text": "Ikut OVOP tidak dipungut biaya <apa> pun.", "asked": ""}
    drafted = await officer.post(f"{PATH}/1/bahan", data={"csrf": officer.csrf, **words})
    short = await officer.post("/panel/bahan/1", data={"csrf": officer.csrf, **words, "text": "Gratis."})

    assert (drafted.status_code, drafted.headers["location"], short.status_code) == (303, "/panel/bahan/1", 400)
    assert "/panel/bahan/1" in (await officer.get(f"{PATH}/1")).text
    assert "/terbitkan" not in (await officer.get("/panel/bahan/1")).text
    page = (await admin.get("/panel/bahan/1")).text
    assert "biaya &lt;apa&gt; pun" in page
    assert "/terbitkan" in page
    async with office.scene.shelve.turn:  # so long the check waits
        published = await admin.post("/panel/bahan/1/terbitkan", data={"csrf": admin.csrf})
        piece = await admin.get("/panel/bahan/1", headers={"hx-request": "true"})
    await asyncio.gather(*office.scene.shelve.checks)

    assert published.status_code == 303
    assert piece.text.strip().startswith('<div id="check"')
    assert 'hx-trigger="every 2s"' in piece.text
    assert "Sudah terbit" in (await admin.get("/panel/bahan/1")).text
    assert "hx-trigger" not in (await admin.get("/panel/bahan/1", headers={"hx-request": "true"})).text
    assert "Berapa biaya ikut OVOP?" in (await officer.get("/panel/bahan")).text
    assert (await officer.post("/panel/bahan/1/tarik", data={"csrf": officer.csrf})).status_code == 403
    assert (await admin.post("/panel/bahan/1/tarik", data={"csrf": admin.csrf})).status_code == 303
    assert "Ditarik" in (await admin.get("/panel/bahan/1")).text


async def test_what_the_bot_answered_stands_under_a_question_whose_answer_was_disliked(office: Office) -> None:
    office.scene.thinker.thought = FakeThought("Paling sedikit lima usaha.")
    asker = Address(Channel.TELEGRAM, "1")
    answer = await office.scene.asks(asker, "sentra itu apa", "35.07")
    await office.scene.rate(asker, answer.token, Rating.DOWN)
    browser = await office.signed_in(await office.member(MALANG))
    await browser.get(PATH)

    page = (await browser.get(f"{PATH}/1")).text

    assert "Yang dijawab bot waktu itu" in page
    assert "Paling sedikit lima usaha." in page
