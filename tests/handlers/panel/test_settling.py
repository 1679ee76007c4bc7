"""Two assessors on one assessment: they see where they differ, and a third one's view settles it."""

import asyncio
from typing import Any

import pytest

from bot.db import audit, intake, settlements
from bot.db.database import Database
from bot.domain.assessment import State
from bot.domain.errors import ItemSettled, StateMoved
from bot.domain.reviewing import How, View, settled
from bot.domain.staff import Grant, Role, Staff
from tests.fakes import FixedClock
from tests.handlers.panel.test_intake import MALANG, Office, state

ITEM = "pasokan"
A, B, C = "setahun", "tiga-tahun", "lama"


@pytest.fixture
async def office(database: Database, clock: FixedClock) -> Office:
    made = Office(database, clock)
    await made.handed_in()
    return made


async def three(office: Office) -> list[Any]:
    browsers = [await office.signed_in(await office.member(MALANG)) for _ in range(4)]
    await browsers[0].post("/panel/antrean/1/mulai", data={"csrf": browsers[0].csrf})
    return browsers


async def says(browser: Any, option: str, item: str = ITEM) -> int:
    fields = {"csrf": browser.csrf, "item": item, "option": option, "comment": f"kata {option}"}
    status: int = (await browser.post("/panel/antrean/1/nilai", data=fields)).status_code
    return status


async def accepts(browser: Any) -> int:
    fields = {"csrf": browser.csrf, "comment": "Layak diusulkan"}
    status: int = (await browser.post("/panel/antrean/1/terima", data=fields)).status_code
    return status


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((A,), None),
        ((A, B), None),
        ((A, A, A), None),
        ((A, B, A), (A, How.SHARED)),
        ((A, B, B), (B, How.SHARED)),
        ((A, A, B), (A, How.SHARED)),
        ((A, B, C), (C, How.THIRD)),
    ],
)
def test_two_of_three_hold_else_the_third(options: tuple[str, ...], found: tuple[str, How] | None) -> None:
    assert settled([View(number, option) for number, option in enumerate(options, 1)], len(options)) == found


@pytest.mark.parametrize(("third", "holds", "why"), [(A, A, How.SHARED), (B, B, How.SHARED), (C, C, How.THIRD)])
async def test_while_two_differ_it_cannot_be_closed_and_a_third_view_settles(office: Office, third: str, holds: str, why: How) -> None:
    one, other, last, _ = await three(office)
    await says(one, A)
    await says(other, B)

    page = (await one.get("/panel/antrean/1")).text
    assert "Penilai berbeda pendapat" in page
    assert "menunggu penilai ketiga" in page
    assert "/terima" not in page
    assert await accepts(one) == 400
    assert await state(office) is State.IN_REVIEW

    assert await says(last, third) == 303
    async with office.database.reading() as session:
        row = await settlements.one(session, 1, 1, ITEM)
        trail = [(entry.actor, entry.deed, entry.why) for entry in await audit.latest(session, 1)]
    assert row is not None
    assert (row.option, row.how, row.staff_id) == (holds, why, 3)
    assert trail == [("staff:3", "settle", f"{holds} ({why})")]
    assert "No. 3" in (await one.get("/panel/antrean/1")).text
    assert await accepts(other) == 303
    assert await state(office) is State.REVIEWED


async def test_what_was_settled_stays_unless_the_one_who_settled_says_otherwise(office: Office) -> None:
    one, other, last, fourth = await three(office)
    for browser, option in ((one, A), (other, B), (last, C)):
        await says(browser, option)

    assert await says(one, C) == 400
    assert await says(fourth, A) == 400
    assert ItemSettled.text_key
    assert await says(last, A) == 303
    async with office.database.reading() as session:
        row = await settlements.one(session, 1, 1, ITEM)
    assert row is not None
    assert (row.option, row.how) == (A, How.SHARED)


async def test_two_who_come_to_agree_need_no_third(office: Office) -> None:
    one, other, *_ = await three(office)
    await says(one, A)
    await says(other, B)
    await says(other, A)

    assert await accepts(one) == 303


async def test_views_of_two_who_come_third_at_once_leave_one_settlement(office: Office) -> None:
    one, other, last, fourth = await three(office)
    await says(one, A)
    await says(other, B)

    answers = await asyncio.gather(says(last, C), says(fourth, C))

    assert sorted(answers) == [303, 400]


async def test_nobody_says_what_they_think_of_what_is_not_in_review(office: Office) -> None:
    one, *_ = await three(office)
    await accepts(one)
    member = Staff(1, "x", "y", (Grant(Role.ASSESSOR, "35.07"),))

    assert await says(one, A) == 400
    with pytest.raises(StateMoved):
        await office.parts[0].review.opine(member, 1, ITEM, A, "")  # type: ignore[attr-defined]


async def test_the_owners_answer_and_the_bots_points_stay_beside_what_officers_say(office: Office) -> None:
    one, other, last, _ = await three(office)
    before = (await one.get("/panel/antrean/1")).text.partition("Nilai dari pemilik: ")[2].partition("<")[0]
    for browser in (one, other, last):
        await says(browser, "belum" if browser is one else "ada", "sk-sentra")

    page = (await one.get("/panel/antrean/1")).text

    row = page.partition('<tr role="row" id="sk-sentra">')[2].partition("</tr>")[0]
    assert "Ya, SK-nya sudah ada" in row.split("<td ")[1]
    assert page.partition("Nilai dari pemilik: ")[2].partition("<")[0] == before


async def test_views_hold_on_for_what_the_owner_left_and_only_what_was_sent_back_is_looked_at_again(office: Office) -> None:
    first, second, third, _ = await three(office)
    for browser, option in ((first, A), (second, B), (third, B)):
        await says(browser, option)
        await says(browser, "belum", item="sk-sentra")
    fields = {"csrf": first.csrf, "item": "sk-sentra", "comment": "Mohon foto SK"}
    await first.post("/panel/antrean/1/kembalikan", data=fields)

    await office.does("sk-sentra", "here")
    await office.does("sk-sentra", "pick", "belum")
    await office.does("@review", "finish")
    await first.post("/panel/antrean/1/mulai", data={"csrf": first.csrf})

    page = (await first.get("/panel/antrean/1")).text
    row = page.partition('<tr role="row" id="sk-sentra"')[2].partition("</tr>")[0]
    assert "Sebelumnya: Ya, SK-nya sudah ada" in row
    assert "Mohon foto SK" in row
    assert "(No. " not in row
    settled_row = page.partition(f'<tr role="row" id="{ITEM}"')[2].partition("</tr>")[0]
    assert settled_row.count("(2/3)") == 3
    assert settled_row.count("(1/3)") == 1
    assert "Nilai menurut penilai: " in page
    async with office.database.reading() as session:
        assert [view.item for view in await intake.opinions(session, 1, 2)] == [ITEM, ITEM, ITEM]
        assert [row.item for row in await settlements.of(session, 1, 2)] == [ITEM]
    assert await accepts(first) == 303
