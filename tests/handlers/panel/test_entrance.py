"""Signing in to the panel: bound to the browser that asked, without a password, and nobody else gets in."""

from datetime import timedelta

import pytest

from bot.db import audit
from bot.db.database import Database
from bot.domain.errors import CodeGone, LastAdmin, NotAllowed
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from tests.fakes import FixedClock
from tests.handlers.panel.stage import ADMIN, Desk


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return Desk(database, clock)


async def test_whoever_is_not_signed_in_is_led_to_the_way_in(desk: Desk) -> None:
    async with desk.browser() as browser:
        response = await browser.get("/panel/")

    assert (response.status_code, response.headers["location"]) == (303, "/panel/masuk")


async def test_the_browser_that_shows_the_digits_is_let_in_once_they_are_picked(desk: Desk) -> None:
    member = await desk.member(ADMIN)
    async with desk.browser() as browser, desk.browser() as other:
        page = await browser.post("/panel/masuk", data={"number": str(member.id)})
        digits = page.text.partition('class="digits" aria-live="polite">')[2][:2]
        ((address, screen),) = desk.told
        assert digits in {button.label for row in screen.rows for button in row}
        assert (await browser.post("/panel/masuk/tunggu")).status_code == 204

        async with desk.database.writing() as session:
            assert await desk.staffing.choose(session, address, digits)
        stranger = await other.post("/panel/masuk/tunggu")
        entered = await browser.post("/panel/masuk/tunggu")

        assert stranger.status_code == 204
        assert entered.headers["hx-redirect"] == "/panel/"
        assert (await browser.get("/panel/")).status_code == 200


async def test_a_wrong_number_ends_the_attempt(desk: Desk) -> None:
    member = await desk.member(ADMIN)
    async with desk.browser() as browser:
        await browser.post("/panel/masuk", data={"number": str(member.id)})
        ((address, _),) = desk.told
        async with desk.database.writing() as session:
            assert not await desk.staffing.choose(session, address, "00")

        assert (await browser.post("/panel/masuk/tunggu")).status_code == 204
        async with desk.database.writing() as session:
            with pytest.raises(CodeGone):
                await desk.staffing.choose(session, address, "11")


async def test_nobody_learns_who_is_staff(desk: Desk) -> None:
    async with desk.browser() as browser:
        page = await browser.post("/panel/masuk", data={"number": "4711"})

    assert 'class="digits"' in page.text
    assert desk.told == []


async def test_a_code_works_once_and_not_for_long(desk: Desk) -> None:
    member = await desk.member(ADMIN)
    first, late = await desk.staffing.code(member.id), await desk.staffing.code(member.id)
    async with desk.browser() as browser:
        assert (await browser.post("/panel/masuk/kode", data={"code": first})).status_code == 303
        assert (await browser.post("/panel/masuk/kode", data={"code": first})).status_code == 403
        desk.clock.pass_by(timedelta(minutes=6))
        assert (await browser.post("/panel/masuk/kode", data={"code": late})).status_code == 403


async def test_a_session_ends_by_itself_and_everywhere_at_once(desk: Desk) -> None:
    member = await desk.member(ADMIN)
    one, other = await desk.signed_in(member), await desk.signed_in(member)
    await one.post("/panel/keluar", data={"csrf": one.csrf})
    assert (await other.get("/panel/")).status_code == 303

    again = await desk.signed_in(member)
    desk.clock.pass_by(timedelta(hours=13))
    assert (await again.get("/panel/")).status_code == 303


async def test_a_form_without_its_token_or_from_elsewhere_is_refused(desk: Desk) -> None:
    browser = await desk.signed_in(await desk.member(ADMIN))
    fields = {"name": "X", "office": "Y", "role": "admin", "area": ""}

    without = await browser.post("/panel/petugas", data=fields)
    elsewhere = await browser.post("/panel/petugas", data=fields | {"csrf": browser.csrf}, headers={"origin": "http://evil.test"})

    assert (without.status_code, elsewhere.status_code) == (403, 403)
    assert len((await browser.get("/panel/petugas")).text.partition("<tbody")[2].split("<tr")) == 2


async def test_roles_are_read_anew_on_each_request(desk: Desk) -> None:
    boss, other = await desk.member(ADMIN), await desk.member(ADMIN)
    browser = await desk.signed_in(other)
    assert (await browser.get("/panel/petugas")).status_code == 200

    await desk.staffing.revoke(boss, other.id, ADMIN)

    assert (await browser.get("/panel/petugas")).status_code == 403


async def test_nobody_raises_their_own_role_and_the_last_admin_stays(desk: Desk) -> None:
    boss, local = await desk.member(ADMIN), await desk.member(Grant(Role.ADMIN, "35"))

    with pytest.raises(NotAllowed):
        await desk.staffing.invite(local, "saya", "Dinas", ADMIN)
    with pytest.raises(NotAllowed):
        await desk.staffing.revoke(boss, boss.id, ADMIN)
    with pytest.raises(NotAllowed):
        await desk.staffing.end(local, boss.id, "")


async def test_of_two_admins_who_end_each_other_at_once_one_stays(desk: Desk) -> None:
    one, other = await desk.member(ADMIN), await desk.member(ADMIN)

    await desk.staffing.end(one, other.id, "pindah tugas")
    with pytest.raises(LastAdmin):
        await desk.staffing.end(other, one.id, "pindah tugas")


async def test_an_invitation_is_taken_once_and_on_telegram_only(desk: Desk) -> None:
    code = await desk.staffing.invite(None, "Ani", "Dinas", ADMIN)
    async with desk.database.writing() as session:
        with pytest.raises(CodeGone):
            await desk.staffing.redeem(session, Address(Channel.WEB, "x"), code)
    async with desk.database.writing() as session:
        await desk.staffing.redeem(session, Address(Channel.TELEGRAM, "5"), code.lower())
    async with desk.database.writing() as session:
        with pytest.raises(CodeGone):
            await desk.staffing.redeem(session, Address(Channel.TELEGRAM, "6"), code)


async def test_a_row_of_the_audit_that_was_changed_or_is_missing_shows(desk: Desk) -> None:
    for _ in range(3):
        await desk.member(ADMIN)
    async with desk.database.writing() as session:
        rows = list(reversed(await audit.latest(session)))
        assert await audit.broken(session) is None
        rows[2].why = "lain"
    async with desk.database.writing() as session:
        assert await audit.broken(session) == rows[2].id
        await session.delete(await session.merge(rows[2]))
    async with desk.database.reading() as session:
        assert await audit.broken(session) == rows[3].id
