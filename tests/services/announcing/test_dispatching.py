"""Sending an announcement: to whom it goes, what becomes of it, and that nobody gets it twice."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from bot.db import announcements, consents, staff
from bot.db.announcement_models import AnnouncementRow, NoticeRow
from bot.db.database import Database
from bot.db.models import OutboxRow
from bot.domain.announcement import Audience, Content, Fate, Plan, Repeat, Stage, Standing
from bot.domain.assessment import Decision, Purpose, State
from bot.domain.delivery import OutboxState
from bot.domain.errors import ContentWrong, NotAllowed, StageMoved
from bot.domain.people import Address, Channel, Language
from bot.domain.staff import Grant, Role
from bot.services.announcing.dispatching import following
from tests.announcing import Newsroom, Owner
from tests.fakes import FixedClock
from tests.people import a_draft


@pytest.fixture
def room(database: Database, clock: FixedClock) -> Newsroom:
    return Newsroom(database, clock)


async def test_it_goes_to_those_who_agree_and_can_be_reached_on_both_channels(room: Newsroom) -> None:
    author, other = await room.pair()
    wanted = await room.owners(Owner("1"), Owner("2", area="11.01"), Owner("web-3", channel=Channel.WEB))
    await room.owners(Owner("4", agrees=None), Owner("5", agrees=False), Owner("6", blocked=True))
    number = await room.approved(author, other)

    await room.rounds()

    assert await room.fates(number) == dict.fromkeys(wanted, Fate.SENT)
    assert await room.stage(number) is Stage.FINISHED
    assert list(await room.bulk()) == ["1", "2"]
    async with room.database.reading() as session:
        assert list(await session.scalars(select(NoticeRow.person_id))) == [wanted[2]]


@pytest.mark.parametrize(
    ("audience", "found"),
    [
        (Audience(), "abcd"),
        (Audience(areas=("35",)), "abd"),
        (Audience(areas=("35.07", "11.01")), "ac"),
        (Audience(commodities=("anyaman",)), "b"),
        (Audience(languages=("en",)), "d"),
        (Audience(languages=("id",)), "abc"),
        (Audience(channels=("web",)), "c"),
        (Audience(seen_within=7), "acd"),
        (Audience(standings=(Standing.NONE,)), "bcd"),
        (Audience(standings=(Standing.HANDED_IN, Standing.DRAFT)), "a"),
        (Audience(standings=(Standing.REVIEWED,)), ""),
    ],
)
async def test_an_audience_is_who_fits_all_of_it(room: Newsroom, audience: Audience, found: str) -> None:
    actor = await room.member(Grant(Role.BROADCASTER, ""))
    people = await room.owners(
        Owner("a"), Owner("b", area="35.08", commodity="anyaman", seen_days_ago=9), Owner("c", area="11.01", channel=Channel.WEB),
        Owner("d", area="35.78", language=Language.ENGLISH),
    )  # fmt: skip
    async with room.database.writing() as session:
        await a_draft(session, people[0], room.clock.now(), state=State.SUBMITTED)

    reckoned = await room.seek.reckon(actor, audience, "")

    assert reckoned.all == len(found)
    assert sum(reckoned.counts.values()) == len(reckoned.sample) or not found


async def test_a_saved_list_holds_who_fitted_then_and_can_be_left_out(room: Newsroom) -> None:
    actor = await room.member(Grant(Role.BROADCASTER, "35"))
    await room.owners(Owner("a"), Owner("b", commodity="anyaman"), Owner("c", area="11.01", commodity="anyaman"))
    await room.seek.save(actor, "Anyaman", "35", Audience(commodities=("anyaman",)))
    (kept,) = await room.seek.lists(actor)

    assert (await room.seek.reckon(actor, Audience(lists=(kept.id,)), "35")).all == 1
    assert (await room.seek.reckon(actor, Audience(without=(kept.id,)), "35")).all == 1


async def test_who_withdraws_before_their_turn_is_left_out(room: Newsroom) -> None:
    author, other = await room.pair()
    first, second, third = await room.owners(Owner("1"), Owner("2"), Owner("3"))
    room.dispatch.window = 1
    number = await room.approved(author, other)
    while not await room.bulk():
        await room.dispatch.round()

    async with room.database.writing() as session:
        no = Decision(Purpose.ANNOUNCEMENTS, is_given=False, version="id:1", how="/berhenti")
        for person in (first, second):  # one waits in the outbox, one here
            consents.decided(session, person, no, room.clock.now())
            await session.flush()
            await announcements.withdrawn(session, person, room.clock.now())
    await room.rounds()

    assert await room.fates(number) == {first: Fate.LEFT_OUT, second: Fate.LEFT_OUT, third: Fate.SENT}
    assert list(await room.bulk()) == ["3"]


async def test_a_pause_takes_back_what_waits_and_going_on_sends_it_once(room: Newsroom) -> None:
    author, other = await room.pair()
    people = await room.owners(*(Owner(str(number)) for number in range(10)))
    room.dispatch.window = 4
    number = await room.approved(author, other)
    while not await room.bulk():
        await room.dispatch.round()

    await room.steer.pause(other, number)
    assert list(await room.bulk()) == []
    await room.dispatch.round()
    assert list(await room.bulk()) == []
    with pytest.raises(StageMoved):
        await room.steer.pause(other, number)
    await room.steer.go_on(other, number)
    await room.rounds()

    assert await room.fates(number) == dict.fromkeys(people, Fate.SENT)
    assert sorted(await room.bulk()) == sorted(str(number) for number in range(10))


async def test_what_is_stopped_ends_with_a_fate_for_everybody(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(*(Owner(str(number)) for number in range(10)))
    room.dispatch.window = 4
    number = await room.approved(author, other)
    while not await room.bulk():
        await room.dispatch.round()
    await room.delivered()

    await room.steer.stop(author, number)
    await room.rounds()

    fates = list((await room.fates(number)).values())
    assert (fates.count(Fate.SENT), fates.count(Fate.LEFT_OUT)) == (4, 6)
    assert await room.stage(number) is Stage.STOPPED


async def test_holders_of_stars_are_those_that_the_staff_recorded(room: Newsroom) -> None:
    actor = await room.member(Grant(Role.BROADCASTER, "35"))
    people = await room.owners(Owner("a"), Owner("b", area="11.01"), Owner("c"))
    async with room.database.writing() as session:
        drafts = [await a_draft(session, one, room.clock.now(), state=State.REVIEWED) for one in people]
        codes = " ".join(draft.code for draft in drafts[:2])

    assert await room.seek.award(actor, "35", codes, 3) == 1  # the other is not theirs to record
    assert (await room.seek.reckon(actor, Audience(stars=(3, 4)), "35")).all == 1
    assert (await room.seek.reckon(actor, Audience(stars=(4,)), "35")).all == 0
    await room.seek.award(actor, "35", codes, 4)
    assert (await room.seek.reckon(actor, Audience(stars=(4,)), "35")).all == 1
    await room.seek.award(actor, "35", codes, 0)
    assert (await room.seek.reckon(actor, Audience(stars=(3, 4)), "35")).all == 0
    with pytest.raises(ContentWrong):
        await room.seek.award(actor, "35", "ABCD-1234", 3)
    with pytest.raises(NotAllowed):
        await room.seek.award(actor, "11", codes, 3)


@pytest.mark.parametrize(
    ("ended", "fate"), [(OutboxState.BLOCKED, Fate.BLOCKED), (OutboxState.FAILED, Fate.FAILED), (OutboxState.UNKNOWN, Fate.UNKNOWN)]
)
async def test_what_became_of_each_is_taken_over(room: Newsroom, ended: OutboxState, fate: Fate) -> None:
    author, other = await room.pair()
    (person,) = await room.owners(Owner("1"))
    number = await room.approved(author, other)
    while not await room.delivered(ended):
        await room.dispatch.round()
    await room.rounds()

    assert await room.fates(number) == {person: fate}
    assert await room.stage(number) is Stage.FINISHED


async def test_it_is_sent_again_to_the_failed_only(room: Newsroom) -> None:
    author, other = await room.pair()
    first, second = await room.owners(Owner("1"), Owner("2"))
    room.dispatch.window = 1
    number = await room.approved(author, other)
    while not await room.delivered(OutboxState.FAILED):
        await room.dispatch.round()
    await room.rounds()
    assert await room.fates(number) == {first: Fate.FAILED, second: Fate.SENT}

    assert await room.steer.again(author, number, (Fate.FAILED,)) == 1
    with pytest.raises(StageMoved):
        await room.steer.again(author, number, (Fate.FAILED,))  # a second click
    await room.rounds()

    assert await room.fates(number) == {first: Fate.SENT, second: Fate.SENT}
    assert list(await room.bulk()) == ["1", "2", "1"]


async def test_only_what_did_not_arrive_for_certain_can_be_sent_again(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"))
    number = await room.approved(author, other)
    await room.rounds()

    for fates in ((Fate.SENT,), (Fate.BLOCKED,), ()):
        with pytest.raises(StageMoved):
            await room.steer.again(author, number, fates)


async def test_doubled_rounds_of_two_workers_send_once(room: Newsroom) -> None:
    author, other = await room.pair()
    people = await room.owners(*(Owner(str(number)) for number in range(20)))
    number = await room.approved(author, other)
    second = Newsroom(room.database, room.clock)
    second.dispatch.owner = room.dispatch.owner  # as where the lease runs out in the middle of a round

    for _ in range(6):
        await asyncio.gather(room.dispatch.round(), second.dispatch.round())
        await room.delivered()

    assert await room.fates(number) == dict.fromkeys(people, Fate.SENT)
    assert len(await room.bulk()) == 20


async def test_only_one_worker_holds_the_lease(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"))
    await room.approved(author, other)
    second = Newsroom(room.database, room.clock)

    assert await room.dispatch.round()
    assert not await second.dispatch.round()


async def test_what_repeats_leaves_its_next_time_behind(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"))
    number = await room.drafted(author)
    due = room.clock.now() + timedelta(hours=1)
    await room.write.keep(author, number, plan=Plan(due, "Asia/Jayapura", Repeat.WEEKLY))
    await room.write.submit(author, number)
    await room.write.approve(other, number)

    assert not await room.dispatch.round()
    room.clock.pass_by(timedelta(hours=1))
    await room.rounds()

    async with room.database.reading() as session:
        rows = list(await session.scalars(select(AnnouncementRow).order_by(AnnouncementRow.id)))
    assert [(row.stage, row.due_at) for row in rows] == [(Stage.FINISHED, due), (Stage.SCHEDULED, due + timedelta(days=7))]
    assert (rows[1].follows, rows[1].approver) == (number, other.id)


async def test_what_comes_far_too_late_goes_back_to_its_author(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"))
    number = await room.approved(author, other)
    room.clock.pass_by(timedelta(hours=13))

    await room.rounds()

    assert await room.stage(number) is Stage.DRAFT
    assert list(await room.bulk()) == []
    assert "tidak jadi dikirim" in room.told[-1][1]


async def test_the_author_sees_how_far_it_is_and_how_it_ended(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"), Owner("2"))
    await room.approved(author, other)
    await room.rounds()

    heard = [text for chat, text in room.told if chat == "501"]
    assert "Terkirim 2 dari 2" in heard[-1]
    assert "selesai" in heard[-1]


async def test_who_erases_everything_is_no_recipient_any_more(room: Newsroom) -> None:
    author, other = await room.pair()
    gone, stays = await room.owners(Owner("1"), Owner("2"))
    number = await room.approved(author, other)
    while not await room.bulk():
        await room.dispatch.round()

    async with room.database.writing() as session:
        await room.forms.own._erased(session, Address(Channel.TELEGRAM, "1"), None)
    await room.rounds()

    assert await room.fates(number) == {stays: Fate.SENT}
    assert gone not in await room.fates(number)


async def test_a_row_that_is_gone_from_the_outbox_leaves_nobody_without_a_fate(room: Newsroom) -> None:
    author, other = await room.pair()
    (person,) = await room.owners(Owner("1"))
    number = await room.approved(author, other)
    while not await room.bulk():
        await room.dispatch.round()
    async with room.database.writing() as session:
        await session.execute(delete(OutboxRow))

    await room.rounds()

    assert await room.fates(number) == {person: Fate.LEFT_OUT}


async def test_the_frame_is_in_the_language_of_each(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"), Owner("2", language=Language.ENGLISH))
    await room.approved(author, other)
    await room.rounds()

    async with room.database.reading() as session:
        payloads = list(await session.scalars(select(func.lower(OutboxRow.payload)).where(OutboxRow.kind == "bulk").order_by(OutboxRow.id)))
    assert "pengumuman dari" in payloads[0]
    assert "announcement from" in payloads[1]


@pytest.mark.parametrize(
    ("due", "repeat", "now", "expected"),
    [
        ("2026-01-31T01:00", Repeat.MONTHLY, "2026-01-31T01:00", "2026-02-28T01:00"),
        ("2026-01-31T01:00", Repeat.MONTHLY, "2026-03-01T00:00", "2026-03-31T01:00"),
        ("2026-01-01T01:00", Repeat.DAILY, "2026-01-05T02:00", "2026-01-06T01:00"),
        ("2026-12-30T01:00", Repeat.WEEKLY, "2026-12-30T01:00", "2027-01-06T01:00"),
    ],
)
def test_the_next_time_is_the_same_hour_of_the_day(due: str, repeat: Repeat, now: str, expected: str) -> None:
    moment, until, wanted = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (due, now, expected))
    assert following(moment, "Asia/Jakarta", repeat, until) == wanted


async def test_the_office_signs_also_where_its_author_has_left(room: Newsroom) -> None:
    author, other = await room.pair()
    await room.owners(Owner("1"))
    await room.approved(author, other)
    async with room.database.writing() as session:
        await staff.ended(session, author.id, room.clock.now())
    await room.rounds()

    async with room.database.reading() as session:
        assert "Pengumuman dari Dinas Perindustrian" in await session.scalar(select(OutboxRow.payload).where(OutboxRow.kind == "bulk"))


async def test_an_empty_audience_is_finished_at_once(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.approved(author, other)
    await room.rounds()

    assert await room.fates(number) == {}
    assert await room.stage(number) is Stage.FINISHED


async def test_a_test_goes_to_nobody_but_its_author(room: Newsroom) -> None:
    author, _ = await room.pair()
    await room.owners(Owner("1"))
    number = await room.drafted(author)

    assert await room.write.test(author, number)

    async with room.database.reading() as session:
        assert list(await session.scalars(select(OutboxRow.chat))) == ["501"]
    assert (await room.write.keep(author, number, Content("lagi"))) is None
