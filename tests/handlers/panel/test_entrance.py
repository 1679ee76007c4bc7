"""Signing in to the panel: bound to the browser that asked, without a password, and nobody else gets in."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.db import audit, people, staff
from bot.db.database import Database
from bot.domain.errors import CodeGone, LastAdmin, NotAllowed
from bot.domain.people import Address, Channel, Language
from bot.domain.staff import Grant, Role
from bot.texts import say
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
        asks = {"hx-request": "true"}
        stranger = await other.post("/panel/masuk/tunggu", headers=asks)
        entered = await browser.post("/panel/masuk/tunggu", headers=asks)

        assert stranger.headers["hx-redirect"] == "/panel/masuk?habis=1"
        assert entered.headers["hx-redirect"] == "/panel/"
        assert (await browser.get("/panel/")).status_code == 200


async def test_a_page_that_waits_is_told_when_its_time_is_over(desk: Desk) -> None:
    await desk.member(ADMIN)
    async with desk.browser() as browser:
        await browser.post("/panel/masuk", data={"number": "1"})
        assert (await browser.post("/panel/masuk/tunggu")).status_code == 204
        desk.clock.pass_by(timedelta(minutes=6))

        led = await browser.post("/panel/masuk/tunggu")

        assert (led.status_code, led.headers["location"]) == (303, "/panel/masuk?habis=1")
        assert "Waktunya habis" in (await browser.get("/panel/masuk?habis=1")).text


async def test_a_session_ends_though_its_page_asks_all_the_time(desk: Desk) -> None:
    browser = await desk.signed_in(await desk.member(ADMIN))
    for _ in range(14):
        assert (await browser.get("/panel/")).status_code == 200
        desk.clock.pass_by(timedelta(hours=11, minutes=59))
    desk.clock.pass_by(timedelta(minutes=20))

    assert (await browser.get("/panel/")).status_code == 303


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


@pytest.mark.parametrize(("where", "said"), [("kab malang", "/staf "), ("99", "tidak ketemu"), ("entah", "tidak ketemu"), ("35", "/staf ")])
async def test_an_area_is_named_as_people_name_it(desk: Desk, where: str, said: str) -> None:
    browser = await desk.signed_in(await desk.member(ADMIN))

    fields = {"csrf": browser.csrf, "name": "Ani", "office": "Dinas", "role": "assessor", "area": where}
    assert said in (await browser.post("/panel/petugas", data=fields)).text


@pytest.mark.parametrize("act", ["UPDATE audit SET why = 'lain'", "DELETE FROM audit"])
async def test_the_audit_is_only_added_to(desk: Desk, act: str) -> None:
    await desk.member(ADMIN)

    with pytest.raises(DBAPIError, match="append-only"):
        async with desk.database.engine.begin() as connection:
            await connection.execute(text(act))


async def test_a_row_of_the_audit_that_was_changed_or_is_missing_shows(desk: Desk) -> None:
    for _ in range(3):
        await desk.member(ADMIN)
    async with desk.database.engine.begin() as connection:  # whoever owns the database can
        where = " ON audit" if connection.dialect.name == "postgresql" else ""
        for name in ("audit_is_not_changed", "audit_is_not_shortened"):
            await connection.execute(text(f"DROP TRIGGER {name}{where}"))
    async with desk.database.writing() as session:
        rows = list(reversed(await audit.latest(session)))
        assert await audit.broken(session) is None
        rows[2].why = "lain"
    async with desk.database.writing() as session:
        assert await audit.broken(session) == rows[2].id
        await session.delete(await session.merge(rows[2]))
    async with desk.database.reading() as session:
        assert await audit.broken(session) == rows[3].id


async def test_without_telegram_an_invitation_is_taken_on_the_panel_once(database: Database, clock: FixedClock) -> None:
    desk = Desk(database, clock, has_telegram=False)
    code = await desk.staffing.invite(None, "Ani", "Dinas", ADMIN)
    async with desk.browser() as browser, desk.browser() as other:
        page = (await browser.get("/panel/masuk")).text
        entered = await browser.post("/panel/masuk/kode", data={"code": f" {code.lower()} "})
        home = (await browser.get("/panel/")).text
        again = await other.post("/panel/masuk/kode", data={"code": code})

    assert "Kode undangan sekaligus mendaftarkan" in page
    assert "Lewat Telegram" not in page
    assert (entered.status_code, entered.headers["location"]) == (303, "/panel/")
    assert "Selamat datang, Ani" in home
    assert again.status_code == 403
    async with desk.database.reading() as session:
        assert [(row.actor, row.deed) for row in await audit.latest(session, 1)] == [("staff:1", "redeem")]


async def test_a_member_without_a_chat_takes_one_more_role_on_the_panel(database: Database, clock: FixedClock) -> None:
    desk = Desk(database, clock, has_telegram=False)
    browser = desk.browser()
    for grant in (ADMIN, Grant(Role.ASSESSOR, "35.07")):
        code = await desk.staffing.invite(None, "Ani", "Dinas", grant)
        assert (await browser.post("/panel/masuk/kode", data={"code": code})).status_code == 303
    with_telegram = Desk(database, clock)
    third = await desk.staffing.invite(None, "Ani", "Dinas", Grant(Role.BROADCASTER))
    once_there = with_telegram.browser()
    once_there.cookies = browser.cookies
    assert (await once_there.post("/panel/masuk/kode", data={"code": third})).status_code == 303

    async with desk.database.reading() as session:
        (member,) = await staff.members(session)
    assert {grant.role for grant in member.grants} == set(Role)


async def test_where_there_is_telegram_the_panel_takes_no_invitation_of_strangers_and_of_members_with_a_chat(desk: Desk) -> None:
    code = await desk.staffing.invite(None, "Ani", "Dinas", ADMIN)
    known = await desk.signed_in(await desk.member(Grant(Role.ASSESSOR)))
    async with desk.browser() as stranger:
        assert "/staf KODE" in (await stranger.get("/panel/masuk")).text
        assert (await stranger.post("/panel/masuk/kode", data={"code": code})).status_code == 403
    assert (await known.post("/panel/masuk/kode", data={"code": code})).status_code == 403

    async with desk.database.writing() as session:
        assert await desk.staffing.redeem(session, Address(Channel.TELEGRAM, "5"), code)


async def test_of_two_who_bring_an_invitation_at_once_one_is_let_in(database: Database, clock: FixedClock) -> None:
    desk = Desk(database, clock, has_telegram=False)
    code = await desk.staffing.invite(None, "Ani", "Dinas", ADMIN)

    found = await asyncio.gather(*[desk.staffing.join("", "x", code, has_telegram=False) for _ in range(5)])

    assert sum(secret is not None for secret in found) == 1


async def test_whom_a_member_invites_is_told_where_to_bring_the_code(database: Database, clock: FixedClock) -> None:
    fields = {"name": "Budi", "office": "Dinas", "role": "assessor", "area": "35.07"}
    pages = []
    for has_telegram in (True, False):
        desk = Desk(database, clock, has_telegram=has_telegram)
        browser = await desk.signed_in(await desk.member(ADMIN))
        pages.append((await browser.post("/panel/petugas", data=fields | {"csrf": browser.csrf})).text)

    assert "<code>/staf " in pages[0]
    assert "di halaman masuk panel" in pages[1]
    assert "/staf" not in pages[1]


async def test_another_language_keeps_the_page_and_its_filters(desk: Desk) -> None:
    browser = await desk.signed_in(await desk.member(ADMIN))
    page = await browser.get("/panel/petugas?urut=-name")
    here = page.text.partition('name="here" value="')[2].partition('"')[0]

    chosen = await browser.post("/panel/bahasa", data={"language": "en", "here": here})

    assert chosen.headers["location"] == "/panel/petugas?urut=-name"


async def test_another_language_after_a_refused_form_leads_to_the_page_with_the_form(desk: Desk) -> None:
    await desk.member(ADMIN)
    async with desk.browser() as browser:
        refused = await browser.post("/panel/masuk/kode", data={"code": "salah"}, headers={"referer": "http://panel.test/panel/masuk"})
        here = refused.text.partition('name="here" value="')[2].partition('"')[0]

        chosen = await browser.post("/panel/bahasa", data={"language": "en", "here": here})

        assert chosen.headers["location"] == "/panel/masuk"


async def test_the_digits_are_asked_for_in_the_language_of_the_members_chat(desk: Desk) -> None:
    member = await desk.member(ADMIN)
    async with desk.database.writing() as session:
        address = await staff.address_of(session, member.id)
        assert address
        await people.chose(session, await people.arrived(session, address, desk.clock.now()), Language.ENGLISH)
    async with desk.browser() as browser:
        page = await browser.post("/panel/masuk", data={"number": str(member.id)})

    ((_, screen),) = desk.told
    assert screen.text == say(Language.ENGLISH, "panel.pick_digits")
    assert 'href="/panel/masuk"' in page.text, "whoever got no message can begin again"
