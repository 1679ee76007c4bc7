"""What the bot could not answer waits for officers, grouped, in their areas; each asker hears their answer once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from bot.db import asked_alike, audit, owned, retaining
from bot.db.asked_alike import Wanted
from bot.db.assessment_models import ProfileRow
from bot.db.database import Database, WriteSession
from bot.db.models import OutboxRow
from bot.db.waiting_models import GroupRow, WaitingRow
from bot.domain.answer import Answer, Outcome, Rating
from bot.domain.delivery import OutboxState, Outgoing
from bot.domain.errors import AnswerGone, GroupGone, NothingWaits
from bot.domain.listing import Listing
from bot.domain.messages import Message
from bot.domain.people import Address, Channel
from bot.domain.screens import Screen
from bot.domain.staff import Grant, Role, Staff
from bot.domain.waiting import Arrival, Reason
from bot.services.ask import Ask
from bot.services.rate import Rate
from bot.services.recall import Recall
from bot.services.reply import Matter, Reply
from bot.services.sort import Sort
from bot.services.staffing import Staffing
from bot.services.tell_unreached import TellUnreached
from bot.services.wait import Wait
from tests.fakes import FakeThinker, FakeThought, FixedClock
from tests.waiting import a_shelf, by_words

SITI, BUDI, WATI = (Address(Channel.TELEGRAM, str(number)) for number in (11, 12, 13))
VISITOR = Address(Channel.WEB, "v")
MALANG = Staff(1, "Rini", "Dinas Perindustrian Kab. Malang", (Grant(Role.ASSESSOR, "35.07"),))
JEMBER = Staff(2, "Eko", "Dinas Perindustrian Kab. Jember", (Grant(Role.ASSESSOR, "35.09"),))
NATION = Staff(3, "Ayu", "Kementerian Perindustrian", (Grant(Role.ASSESSOR),))
REFUSAL = FakeThought("Belum ada di bahan saya.", Outcome.NOT_IN_INDEX, citations=(), choices=())


@dataclass
class Scene:
    """People who ask, and officers; `told` is what went into chats."""

    database: Database
    clock: FixedClock
    told: list[tuple[Address, Screen, str]] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.thinker = FakeThinker(REFUSAL)
        self.ask = Ask(self.database, self.thinker, self.clock)
        self.rate, self.wait = Rate(self.database, self.clock), Wait(self.database, self.clock)
        self.sort = Sort(self.database, self.clock, by_words)
        self.shelve = a_shelf(self.database, self.clock)
        self.reply = Reply(self.database, self.clock, self.sort, self.carry)

    async def asks(self, who: Address, words: str, area: str = "") -> Answer:
        self.count += 1
        answer = await self.ask(Message(who, words, f"k{self.count}"))
        if area:
            async with self.database.writing() as session:
                person = await owned.person_id(session, who)
                await session.merge(_business(person or 0, area))
        return answer

    async def queue(self, actor: Staff, wanted: Wanted | None = None) -> list[tuple[str, int, int]]:
        leaf = await self.reply.queue(actor, wanted or Wanted(), Listing())
        return [(row.lead, row.asked, row.waiting) for row in leaf.found.rows]

    async def matter(self, actor: Staff, place: int = 0, wanted: Wanted | None = None) -> Matter:
        leaf = await self.reply.queue(actor, wanted or Wanted(is_waiting=None), Listing())
        return await self.reply.look(actor, leaf.found.rows[place].id)

    def carry(self, address: Address, screen: Screen, key: str) -> Sequence[Outgoing]:
        if address.channel is not Channel.TELEGRAM:
            return ()
        self.told.append((address, screen, key))
        return (Outgoing("telegram:1", address.id, "sendMessage", {"text": screen.text}),)


def _business(person: int, area: str) -> ProfileRow:
    return ProfileRow(person_id=person, owner_name="", business_name="", commodity="", area=area, sentra=None, since=None)


@pytest.fixture
def scene(database: Database, clock: FixedClock) -> Scene:
    return Scene(database, clock)


async def waiting(database: Database) -> list[WaitingRow]:
    async with database.reading() as session:
        return list(await session.scalars(select(WaitingRow).order_by(WaitingRow.question_id)))


async def test_a_refusal_waits_and_an_answer_does_not(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa")
    scene.thinker.thought = FakeThought()
    await scene.asks(SITI, "apa itu sentra")

    assert [row.reason for row in await waiting(scene.database)] == [Reason.REFUSED]


async def test_a_thumb_down_waits_until_it_is_turned_and_who_wants_an_officer_waits_all_the_same(scene: Scene) -> None:
    scene.thinker.thought = FakeThought()
    first, second = [await scene.asks(SITI, f"apa itu sentra {number}") for number in range(2)]
    for answer in (first, second):
        await scene.rate(SITI, answer.token, Rating.DOWN)
    await scene.wait(SITI, second.token)

    assert [row.reason for row in await waiting(scene.database)] == [Reason.DISLIKED, Reason.ASKED]
    for answer in (first, second):
        await scene.rate(SITI, answer.token, Rating.UP)
    assert [row.reason for row in await waiting(scene.database)] == [Reason.ASKED]


async def test_nobody_passes_on_what_another_asked(scene: Scene) -> None:
    answer = await scene.asks(SITI, "biaya ikut berapa")

    with pytest.raises(AnswerGone):
        await scene.wait(BUDI, answer.token)
    assert [row.reason for row in await waiting(scene.database)] == [Reason.REFUSED]


async def test_what_asks_the_same_is_one_group_for_each_area(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    await scene.asks(BUDI, "ongkos ikut OVOP", "35.07")
    await scene.asks(WATI, "biaya daftar", "35.09")
    await scene.asks(VISITOR, "mesin apa yang bagus")

    assert await scene.queue(MALANG) == [("biaya ikut berapa", 2, 2)]
    assert await scene.queue(JEMBER) == [("biaya daftar", 1, 1)]
    assert len(await scene.queue(NATION)) == 3
    assert await scene.queue(NATION, Wanted(topic="other")) == []
    assert await scene.queue(NATION, Wanted(area="35.09")) == [("biaya daftar", 1, 1)]


async def test_each_asker_hears_the_answer_once_and_later_ones_wait_again(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    await scene.asks(SITI, "dipungut biaya tidak", "35.07")
    await scene.asks(BUDI, "ongkos ikut OVOP", "35.07")
    matter = await scene.matter(MALANG)

    assert await scene.reply.answer(MALANG, matter.alike.id, "Ikut OVOP tidak dipungut biaya.") == 2

    assert [address for address, _, _ in scene.told] == [SITI, BUDI]
    for _, screen, _ in scene.told:
        assert MALANG.office in screen.heading
        assert "Ikut OVOP tidak dipungut biaya." in screen.text
    with pytest.raises(NothingWaits):
        await scene.reply.answer(MALANG, matter.alike.id, "Sekali lagi.")
    assert await scene.queue(MALANG) == []
    assert await scene.queue(MALANG, Wanted(is_waiting=False)) == [("biaya ikut berapa", 3, 0)]

    await scene.asks(WATI, "biaya daftar", "35.07")
    assert await scene.queue(MALANG) == [("biaya ikut berapa", 4, 1)]
    assert await scene.reply.answer(MALANG, matter.alike.id, "Tidak ada biaya.") == 1
    assert [address for address, _, _ in scene.told] == [SITI, BUDI, WATI]
    async with scene.database.reading() as session:
        assert [row.deed for row in await audit.latest(session)] == ["answer questions"] * 2


async def test_another_areas_questions_are_not_there(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    group = (await scene.matter(MALANG)).alike.id

    with pytest.raises(GroupGone):
        await scene.reply.look(JEMBER, group)
    with pytest.raises(GroupGone):
        await scene.reply.answer(JEMBER, group, "Halo")
    with pytest.raises(GroupGone):
        await scene.reply.assign(MALANG, group, JEMBER.id)
    with pytest.raises(GroupGone):
        await scene.reply.part(JEMBER, group, 1)
    assert scene.told == []


async def test_who_asks_without_an_area_is_seen_by_the_country_and_by_whom_it_hands_it_to(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa")
    group = (await scene.matter(NATION)).alike.id
    async with scene.database.writing() as session:
        await asked_alike.assigned(session, group, JEMBER.id)

    assert [(asked, waits) for _, asked, waits in await scene.queue(JEMBER)] == [(1, 1)]
    assert await scene.queue(MALANG) == []
    with pytest.raises(GroupGone):
        await scene.reply.answer(MALANG, group, "Halo")
    for grants in ((), (Grant(Role.ADMIN, "35.09"),), (Grant(Role.BROADCASTER, "35.09"),)):
        with pytest.raises(GroupGone):
            await scene.reply.answer(replace(JEMBER, grants=grants), group, "Halo")
    assert await scene.reply.answer(JEMBER, group, "Tidak ada biaya.") == 1
    assert [address for address, _, _ in scene.told] == [SITI]


async def test_what_has_an_area_is_not_there_for_who_is_of_another_even_if_it_was_handed_to_them(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    group = (await scene.matter(MALANG)).alike.id
    async with scene.database.writing() as session:
        await asked_alike.assigned(session, group, JEMBER.id)

    assert await scene.queue(JEMBER) == []
    with pytest.raises(GroupGone):
        await scene.reply.look(JEMBER, group)


@pytest.mark.parametrize(
    ("state", "comes"),
    [
        (OutboxState.WAITING, Arrival.ON_ITS_WAY), (OutboxState.CLAIMED, Arrival.ON_ITS_WAY), (OutboxState.SENT, Arrival.REACHED),
        (OutboxState.BLOCKED, Arrival.BLOCKED), (OutboxState.FAILED, Arrival.FAILED), (OutboxState.UNKNOWN, Arrival.DOUBTFUL),
        (None, Arrival.OLD),
    ],
)  # fmt: skip
async def test_what_became_of_an_answer_is_told_of_each_asker(scene: Scene, state: OutboxState | None, comes: Arrival) -> None:
    for who in (SITI, BUDI):
        await scene.asks(who, "biaya ikut berapa", "35.07")
    await scene.asks(SITI, "ongkos ikut OVOP", "35.07")
    group = (await scene.matter(MALANG)).alike.id
    assert (await scene.reply.look(MALANG, group)).arrivals == {}
    await scene.reply.answer(MALANG, group, "Tidak ada biaya.")
    async with scene.database.writing() as session:
        of_siti = OutboxRow.chat == SITI.id
        await session.execute(delete(OutboxRow).where(of_siti) if state is None else update(OutboxRow).where(of_siti).values(state=state))

    assert (await scene.reply.look(MALANG, group)).arrivals == {1: comes, 2: Arrival.ON_ITS_WAY, 3: comes}


async def test_an_answer_on_the_page_waits_until_its_asker_comes_back(scene: Scene) -> None:
    await scene.asks(VISITOR, "biaya ikut berapa", "35.07")
    group = (await scene.matter(MALANG)).alike.id
    await scene.reply.answer(MALANG, group, "Tidak ada biaya.")
    before = (await scene.reply.look(MALANG, group)).arrivals
    await scene.wait.unheard(VISITOR)

    assert (before, (await scene.reply.look(MALANG, group)).arrivals) == ({1: Arrival.ON_THE_PAGE}, {1: Arrival.REACHED})


async def test_an_officer_hears_once_whom_their_answer_did_not_reach(scene: Scene) -> None:
    staffing = Staffing(scene.database, scene.clock)
    code = await staffing.invite(None, "Rini", "Dinas", Grant(Role.ASSESSOR, "35.07"))
    async with scene.database.writing() as session:
        await staffing.redeem(session, Address(Channel.TELEGRAM, "99"), code)
    for who in (SITI, BUDI, WATI):
        await scene.asks(who, "biaya ikut berapa, NIK saya 3507111203800001", "35.07")
    await scene.reply.answer(MALANG, (await scene.matter(MALANG)).alike.id, "Tidak ada biaya.")
    tell = TellUnreached(scene.database, scene.clock, scene.carry)
    assert await tell() == 0
    scene.told.clear()

    for who, state in ((SITI, OutboxState.BLOCKED), (BUDI, OutboxState.SENT)):
        async with scene.database.writing() as session:
            await session.execute(update(OutboxRow).where(OutboxRow.chat == who.id).values(state=state))
        await tell()
    async with scene.database.reading() as session:
        [row] = await session.scalars(select(OutboxRow).where(OutboxRow.chat == "99"))

    assert row.key.startswith("unreached:1:1")
    assert "tidak sampai ke 1 penanya" in scene.told[0][1].text
    assert "3507111203800001" not in scene.told[0][1].text
    scene.clock.pass_by(timedelta(days=3))
    assert await tell() == 0


async def test_a_question_that_asks_something_else_is_parted_and_hears_nothing(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    await scene.asks(BUDI, "biaya mesin jahit", "35.07")
    matter = await scene.matter(MALANG)

    await scene.reply.part(MALANG, matter.alike.id, matter.wordings[1].id)
    await scene.reply.answer(MALANG, matter.alike.id, "Tidak ada biaya.")

    assert [address for address, _, _ in scene.told] == [SITI]
    assert await scene.queue(MALANG) == [("biaya mesin jahit", 1, 1)]


async def test_what_may_ask_the_same_is_offered_and_joined_by_an_officer_of_the_area_only(scene: Scene) -> None:
    for who, words, area in ((SITI, "pasar lelang desa bulan ini", "35.07"), (BUDI, "pasar lelang desa minggu depan", "35.07"),
                             (WATI, "pasar lelang desa bulan ini", "35.09")):  # fmt: skip
        await scene.asks(who, words, area)
    matter = await scene.matter(MALANG)
    other, far = matter.near[0].id, (await scene.matter(JEMBER)).alike.id

    for actor, group, wrong in ((MALANG, matter.alike.id, far), (JEMBER, matter.alike.id, other), (MALANG, other, other)):
        with pytest.raises(GroupGone):
            await scene.reply.join(actor, group, wrong)
    with pytest.raises(GroupGone):
        await scene.reply.join(NATION, matter.alike.id, far)
    await scene.reply.join(MALANG, matter.alike.id, other)

    assert [(asked, waits) for _, asked, waits in await scene.queue(MALANG)] == [(2, 2)]
    assert (await scene.reply.look(MALANG, matter.alike.id)).near == []


async def test_a_number_of_a_person_is_covered_even_if_it_was_stored(scene: Scene) -> None:
    await scene.asks(SITI, "biaya, NIK saya 3507111203800001", "35.07")

    matter = await scene.matter(MALANG)

    assert "3507111203800001" not in matter.wordings[0].text
    assert "3507111203800001" not in (await scene.queue(MALANG))[0][0]


async def test_on_a_page_the_answer_stands_under_the_question_and_is_told_once(scene: Scene) -> None:
    answer = await scene.asks(VISITOR, "biaya ikut berapa")
    await scene.wait(VISITOR, answer.token)
    matter = await scene.matter(NATION)
    assert await scene.wait.unheard(VISITOR) == []
    await scene.reply.answer(NATION, matter.alike.id, "Tidak ada biaya.")

    assert [tuple(one) for one in await scene.wait.unheard(VISITOR)] == [(answer.token, NATION.office)]
    assert await scene.wait.unheard(VISITOR) == []
    [turn] = await Recall(scene.database)(VISITOR)
    assert turn.answer.is_passed_on
    assert turn.officer is not None
    assert (turn.officer.office, turn.officer.text) == (NATION.office, "Tidak ada biaya.")


async def test_whoever_is_erased_leaves_no_word_in_the_queue(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    await scene.asks(BUDI, "ongkos ikut OVOP", "35.07")
    await scene.sort()
    async with scene.database.writing() as session:
        await owned.erased(session, SITI)

    assert await scene.queue(MALANG) == [("ongkos ikut OVOP", 1, 1)]
    async with scene.database.writing() as session:
        await owned.erased(session, BUDI)
    assert await scene.queue(MALANG) == []
    assert (await scene.sort.tidy(), await scene.sort.tidy()) == (1, 0)
    assert await _groups(scene) == 0


async def test_what_is_kept_too_long_leaves_the_queue_and_an_officers_answer_stays(scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    await scene.reply.answer(MALANG, (await scene.matter(MALANG)).alike.id, "Tidak ada biaya.")
    async with scene.database.writing() as session:
        await _forgotten(session, scene)

    assert await waiting(scene.database) == []
    assert await scene.sort.tidy() == 0
    assert await _groups(scene) == 1


async def _forgotten(session: WriteSession, scene: Scene) -> None:
    scene.clock.moment = scene.clock.moment.replace(year=2030)
    await retaining.old_talk(session, scene.clock.now())


async def _groups(scene: Scene) -> int:
    async with scene.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(GroupRow)) or 0
