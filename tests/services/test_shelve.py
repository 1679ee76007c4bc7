"""An officer's answer becomes a passage: a second person publishes it, and only where nothing else suffers."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db import audit, shelving
from bot.db.database import Database
from bot.db.waiting_models import OfficerAnswerRow
from bot.domain.errors import Flaw, GroupGone, PassageMoved, PassageWrong, SecondPerson
from bot.domain.people import Address, Channel
from bot.domain.screens import Screen
from bot.domain.staff import Grant, Role, Staff
from bot.domain.waiting import Shelving
from bot.services.shelve import GIVEN_UP, Shelve
from bot.services.staffing import Staffing
from knowledge.passages import Status
from tests.fakes import FixedClock
from tests.services.test_reply import JEMBER, MALANG, SITI, Scene
from tests.waiting import OVOP, UNFINDABLE, a_shelf

ADMIN = Staff(9, "Ibu Kepala", "Kementerian Perindustrian", (Grant(Role.ADMIN),))
FAR_ADMIN = Staff(8, "Pak Kepala", "Provinsi Jawa Barat", (Grant(Role.ADMIN, "32"),))
TITLE, TEXT = "Berapa biaya ikut OVOP?", "Ikut OVOP tidak dipungut biaya. Cukup datang ke dinas membawa NIB."


class Desk:
    """Officers of a scene in which one answered."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.shelve = scene, scene.shelve
        self.answer = 0

    async def drafted(self, title: str = TITLE, text: str = TEXT, asked: str = "") -> int:
        await self.scene.asks(SITI, "biaya ikut berapa", "35.07")
        await self.scene.reply.answer(MALANG, (await self.scene.matter(MALANG)).alike.id, TEXT)
        async with self.scene.database.reading() as session:
            self.answer = (await session.scalars(select(OfficerAnswerRow.id).order_by(OfficerAnswerRow.id.desc()))).first() or 0
        return await self.shelve.draft(MALANG, self.answer, title, text, asked)

    async def published(self, number: int, actor: Staff = ADMIN) -> Shelving:
        await self.shelve.publish(actor, number)
        await asyncio.gather(*self.shelve.checks)
        return (await self.shelve.look(ADMIN, number)).state

    def answered(self, question: str) -> list[str]:
        return [cited.passage.id for cited in self.shelve.answerer.answer(question).citations]


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return Desk(Scene(database, clock))


async def test_a_published_answer_is_a_source_marked_as_words_of_that_office(desk: Desk) -> None:
    number = await desk.drafted(asked="ongkosnya brp\n\nbayar ga")
    assert desk.answered(TITLE) == []

    assert await desk.published(number) is Shelving.LIVE

    reply = desk.shelve.answerer.answer("bayar ga")
    [cited] = reply.citations
    assert (reply.text, cited.label, cited.passage.status) == (TEXT, MALANG.office, Status.OFFICER)
    assert cited.title.startswith("Jawaban petugas")
    async with desk.scene.database.reading() as session:
        assert {"draft a passage", "publish a passage"} <= {row.deed for row in await audit.latest(session)}


async def test_the_author_does_not_publish_nor_does_an_admin_of_elsewhere(desk: Desk) -> None:
    number = await desk.drafted()
    both = replace(MALANG, grants=(*MALANG.grants, Grant(Role.ADMIN, "35")))

    with pytest.raises(SecondPerson):
        await desk.shelve.publish(both, number)
    with pytest.raises(GroupGone):
        await desk.shelve.publish(FAR_ADMIN, number)
    with pytest.raises(GroupGone):
        await desk.shelve.publish(MALANG, number)
    assert (await desk.shelve.look(ADMIN, number)).state is Shelving.DRAFT


async def test_where_a_test_question_is_answered_worse_it_is_refused_and_nothing_changes(desk: Desk) -> None:
    number = await desk.drafted(asked=OVOP)

    assert await desk.published(number) is Shelving.FELL
    assert await desk.shelve.worse(await desk.shelve.look(ADMIN, number)) == [OVOP]
    assert desk.answered(OVOP) == ["ovop.arti"]
    await desk.shelve.rewrite(MALANG, number, TITLE, TEXT)
    assert await desk.published(number) is Shelving.LIVE


async def test_what_its_own_title_does_not_find_is_not_published(desk: Desk) -> None:
    assert await desk.published(await desk.drafted(title=f"biaya {UNFINDABLE}")) is Shelving.UNFOUND


async def test_a_check_that_breaks_off_changes_nothing_and_can_be_begun_anew(desk: Desk) -> None:
    number = await desk.drafted()
    desk.shelve.stopping.set()
    assert await desk.published(number) is Shelving.FAILED
    assert desk.answered(TITLE) == []

    desk.shelve.stopping.clear()
    assert await desk.published(number) is Shelving.LIVE


async def test_a_check_that_died_with_its_process_is_begun_anew_after_a_while(desk: Desk, clock: FixedClock) -> None:
    number = await desk.drafted()
    async with desk.scene.database.writing() as session:
        await shelving.moved(session, number, {Shelving.DRAFT}, Shelving.CHECKING, clock.now())

    with pytest.raises(PassageMoved):
        await desk.shelve.publish(ADMIN, number)
    clock.pass_by(GIVEN_UP + timedelta(seconds=1))
    assert desk.shelve.is_given_up(await desk.shelve.look(ADMIN, number))
    assert await desk.published(number) is Shelving.LIVE


async def test_another_worker_and_a_next_start_answer_from_it_too_until_it_is_withdrawn(desk: Desk, clock: FixedClock) -> None:
    database = desk.scene.database
    other: Shelve = a_shelf(database, clock)
    number = await desk.drafted()
    await desk.published(number)
    url = database.engine.url.render_as_string(hide_password=False)

    assert (await other.refresh(), await other.refresh()) == (True, False)
    assert other.answerer.answer(TITLE).text == TEXT
    assert [one.title for one in shelving.live_at(url)] == [TITLE]
    await other.withdraw(ADMIN, number)
    assert await desk.shelve.refresh()
    assert desk.answered(TITLE) == []
    assert shelving.live_at(url) == []
    with pytest.raises(PassageMoved):
        await desk.shelve.withdraw(ADMIN, number)


async def test_an_answer_has_one_draft_and_a_live_passage_is_not_rewritten(desk: Desk) -> None:
    number = await desk.drafted()
    with pytest.raises(PassageMoved):
        await desk.shelve.draft(MALANG, desk.answer, TITLE, TEXT)
    await desk.published(number)

    with pytest.raises(PassageMoved):
        await desk.shelve.rewrite(MALANG, number, TITLE, TEXT)
    with pytest.raises(GroupGone):
        await desk.shelve.draft(JEMBER, desk.answer, TITLE, TEXT)
    with pytest.raises(GroupGone):
        await desk.shelve.look(JEMBER, number)


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Biaya?", TEXT, Flaw.LENGTH),
        (TITLE, "Gratis.", Flaw.LENGTH),
        (TITLE, "x" * 1001, Flaw.LENGTH),
        (TITLE, f"{TEXT} Lihat Pasal 5 Permenperin 78/2007.", Flaw.ARTICLE),
        (TITLE, f"{TEXT} Pasti dapat bintang tiga.", Flaw.PROMISE),
    ],
)
async def test_what_the_bot_must_not_say_is_no_passage(desk: Desk, title: str, text: str, why: Flaw) -> None:
    with pytest.raises(PassageWrong) as raised:
        await desk.drafted(title, text)

    assert raised.value.text_key == f"passage_wrong.{why}"


def test_a_database_that_is_not_there_has_no_passages() -> None:
    assert shelving.live_at("sqlite+aiosqlite:////nowhere/at/all.db") == []


async def test_what_came_of_the_check_is_told_to_its_author_and_to_whoever_began_it(desk: Desk) -> None:
    staffing, told = Staffing(desk.scene.database, desk.scene.clock), dict[str, str]()
    for chat, grant in (("801", MALANG.grants[0]), ("802", ADMIN.grants[0])):
        code = await staffing.invite(None, f"Petugas {chat}", "Dinas", grant)
        async with desk.scene.database.writing() as session:
            await staffing.redeem(session, Address(Channel.TELEGRAM, chat), code)

    def carry(address: Address, screen: Screen, _key: str) -> tuple[()]:
        told[address.id] = screen.text
        return ()

    desk.shelve = replace(desk.shelve, carry=carry)
    number = await desk.drafted(asked=OVOP)
    await desk.published(number, replace(ADMIN, id=2))

    assert set(told) == {"801", "802"}
    assert f"Bahan “{TITLE}”: Belum bisa terbit." in told["801"]
    assert "Persempit judul" in told["802"]
