"""Announcements in the panel: written, checked, watched, accounted for."""

from io import BytesIO

import httpx
import openpyxl
import pytest

from bot.db.database import Database
from bot.domain.announcement import Stage
from bot.domain.delivery import OutboxState
from bot.domain.people import Language
from bot.domain.staff import Grant, Role
from bot.texts import say
from handlers.panel.announcements import News
from tests.announcing import Newsroom, Owner
from tests.fakes import FixedClock
from tests.handlers.panel.stage import Desk
from tests.pictures import photo

NEWS = "/panel/kabar"


@pytest.fixture
def room(sqlite_database: Database, clock: FixedClock) -> Newsroom:
    return Newsroom(sqlite_database, clock)


@pytest.fixture
def desk(room: Newsroom) -> Desk:
    return Desk(room.database, room.clock, (News(room.announcing),))


async def begun(browser: httpx.AsyncClient) -> str:
    """Return the address of a new draft."""
    response = await browser.post(NEWS, data={"csrf": browser.csrf})
    assert response.status_code == 303
    return response.headers["location"].removesuffix("/ubah")


async def kept(browser: httpx.AsyncClient, address: str, **fields: object) -> httpx.Response:
    return await browser.post(f"{address}/ubah", data={"csrf": browser.csrf, "text": "*Pameran* di alun-alun", **fields})


async def test_an_announcement_goes_from_the_form_to_everybody(desk: Desk, room: Newsroom) -> None:
    await room.owners(Owner("1"), Owner("2", commodity="anyaman"), Owner("3", area="11.01"))
    author, other = [await desk.member(Grant(Role.BROADCASTER, "35")) for _ in range(2)]
    writing, approving = await desk.signed_in(author), await desk.signed_in(other)
    address = await begun(writing)

    buttons = {"label_1": "Daftar", "url_1": "https://dinas.go.id/daftar", "label_2": "Tanya soal ini", "question_2": "Apa itu OVOP?"}
    saved = await kept(writing, address, areas="kab malang", commodities=["batik"], **buttons)
    assert saved.status_code == 303, saved.text
    page = await writing.get(address)
    assert "<b>Pameran</b> di alun-alun" in page.text
    assert "Penerima saat ini: 1 orang" in page.text
    assert (await writing.post(f"{address}/ajukan", data={"csrf": writing.csrf})).status_code == 303
    assert (await writing.post(f"{address}/setujui", data={"csrf": writing.csrf})).status_code == 403
    version = (await approving.get(address)).text.partition('name="version" value="')[2].partition('"')[0]
    for expected in (303, 400):  # a second click changes nothing
        assert (await approving.post(f"{address}/setujui", data={"csrf": approving.csrf, "version": version})).status_code == expected
    await room.rounds()

    page = await approving.get(address)
    assert "selesai" in page.text
    table = openpyxl.load_workbook(BytesIO((await approving.get(f"{address}/penerima.xlsx")).content)).active
    rows = [row[1:5] for row in table.iter_rows(values_only=True)]
    assert rows[1:] == [("Telegram", "Kabupaten Malang, Jawa Timur", "batik", "terkirim")]


async def test_what_was_typed_is_not_lost_where_something_is_wrong(desk: Desk) -> None:
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "")))
    address = await begun(browser)

    button = {"label_1": "Daftar", "url_1": "https://evil.example/"}
    response = await kept(browser, address, areas="entah di mana", due_at="2026-12-01T08:00", **button)

    assert response.status_code == 400
    assert "entah di mana" in response.text
    for typed in ("*Pameran* di alun-alun", "https://evil.example/", "2026-12-01T08:00", 'value="Daftar"'):
        assert typed in response.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label_1": "x", "url_1": "https://evil.example/"}, "belum diizinkan"),
        ({"text": " "}, "masih kosong"),
        ({"text": "x" * 5000}, "kelebihan"),
        ({"due_at": "besok"}, "tidak terbaca"),
        ({"due_at": "2020-01-01T08:00"}, "sudah lewat"),
        ({"areas": "qqqqq"}, "tidak ketemu"),
    ],
)
async def test_what_is_wrong_is_said_in_words(desk: Desk, fields: dict[str, str], words: str) -> None:
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "")))
    response = await kept(browser, await begun(browser), **fields)

    assert (response.status_code, words in response.text) == (400, True)


async def test_a_photo_goes_along_and_is_shown(desk: Desk, room: Newsroom) -> None:
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "")))
    address = await begun(browser)
    fields = {"csrf": browser.csrf, "text": "Lihat"}
    saved = await browser.post(f"{address}/ubah", data=fields, files={"files": ("../a.jpg", photo(), "image/jpeg")})
    assert saved.status_code == 303, saved.text

    page = (await browser.get(address)).text
    source = page.partition('<img src="')[2].partition('"')[0]
    shown = await browser.get(source)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    refused = await browser.post(f"{address}/ubah", data=fields, files={"files": ("a.jpg", b"MZ not a photo", "image/jpeg")})
    assert refused.status_code == 400


@pytest.mark.parametrize("damage", [None, b"not what was put"])
async def test_a_photo_that_is_gone_or_damaged_is_told_in_words(desk: Desk, room: Newsroom, damage: bytes | None) -> None:
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "")))
    address = await begun(browser)
    await browser.post(f"{address}/ubah", data={"csrf": browser.csrf, "text": "x"}, files={"files": ("a.jpg", photo(), "image/jpeg")})
    source = (await browser.get(address)).text.partition('<img src="')[2].partition('"')[0]
    room.forms.spoil(damage)

    page = await browser.get(source)

    assert (page.status_code, say(Language.INDONESIAN, "error.file_gone") in page.text) == (400, True)


async def test_the_preview_and_the_count_follow_what_is_typed(desk: Desk, room: Newsroom) -> None:
    await room.owners(Owner("1"), Owner("2", area="11.01"))
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "")))
    address = await begun(browser)
    asks = {"hx-request": "true"}

    preview = await browser.post(f"{address}/pratinjau", data={"csrf": browser.csrf, "text": "*Baru* <script>"}, headers=asks)
    count = await browser.post(f"{address}/hitung", data={"csrf": browser.csrf, "areas": "aceh"}, headers=asks)
    wrong = await browser.post(f"{address}/pratinjau", data={"csrf": browser.csrf, "text": "[x](https://evil.example)"}, headers=asks)
    nobody = await browser.post(f"{address}/hitung", data={"csrf": browser.csrf, "areas": "bali"}, headers=asks)

    assert "<b>Baru</b> &lt;script&gt;" in preview.text
    assert "belum diizinkan" in wrong.text
    assert "Penerima saat ini: 1 orang" in count.text
    assert "Belum ada penerima" in nobody.text


async def test_a_pause_a_stop_and_sending_again_from_the_panel(desk: Desk, room: Newsroom) -> None:
    await room.owners(*(Owner(str(number)) for number in range(4)))
    room.dispatch.window = 2
    author, other = [await desk.member(Grant(Role.BROADCASTER, "")) for _ in range(2)]
    browser = await desk.signed_in(other)
    number = await room.approved(author, other)
    while not await room.delivered(OutboxState.UNKNOWN):
        await room.dispatch.round()
    address = f"{NEWS}/{number}"

    async def press(path: str, **fields: str) -> int:
        return (await browser.post(f"{address}/{path}", data={"csrf": browser.csrf, **fields})).status_code

    assert [await press("jeda"), await press("jeda"), await press("lanjut"), await press("henti")] == [303, 400, 303, 303]
    await room.rounds()
    assert await room.stage(number) is Stage.STOPPED
    piece = await browser.get(address, headers={"hx-request": "true"})
    assert piece.headers["hx-refresh"] == "true"
    assert "Kirim lagi ke yang belum pasti (2)" in (await browser.get(address)).text
    assert [await press("ulang", fate="unknown"), await press("ulang", fate="sent")] == [400, 400]
    assert await press("ulang", fate="unknown", sure="yes") == 303
    await room.rounds()
    assert sorted(fate for fate in (await room.fates(number)).values()) == ["left_out", "left_out", "sent", "sent"]


async def test_the_page_of_a_running_one_asks_again_by_itself(desk: Desk, room: Newsroom) -> None:
    await room.owners(*(Owner(str(number)) for number in range(4)))
    author, other = [await desk.member(Grant(Role.BROADCASTER, "")) for _ in range(2)]
    browser = await desk.signed_in(author)
    number = await room.approved(author, other)
    while not await room.bulk():
        await room.dispatch.round()

    piece = (await browser.get(f"{NEWS}/{number}", headers={"hx-request": "true"})).text

    assert piece.strip().startswith('<div id="progress" hx-get=')
    assert "sedang dikirim" in piece


async def test_the_list_is_narrowed_sorted_and_copied_within_ones_areas(desk: Desk, room: Newsroom) -> None:
    everywhere = await desk.member(Grant(Role.BROADCASTER, ""))
    await room.drafted(everywhere, "=HYPERLINK(1)", "35.07")
    await room.drafted(everywhere, "Batik", "35.07")
    await room.drafted(everywhere, "Aceh", "11.01")
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "35")))

    rising, gone = await browser.get(f"{NEWS}?sort=title"), await browser.get(f"{NEWS}?state=finished")
    text, book = await browser.get(f"{NEWS}?berkas=csv"), await browser.get(f"{NEWS}?berkas=xlsx")

    assert rising.text.index("HYPERLINK") < rising.text.index(">Batik<")
    assert "Aceh" not in rising.text + text.text
    assert "Tidak ada pengumuman yang cocok" in gone.text
    assert "'=HYPERLINK(1)" in text.text
    table = openpyxl.load_workbook(BytesIO(book.content)).active
    assert [(row[0].value, row[0].data_type) for row in table.iter_rows(min_row=2)] == [("Batik", "s"), ("=HYPERLINK(1)", "s")]


async def test_lists_are_kept_and_offered(desk: Desk, room: Newsroom) -> None:
    await room.owners(Owner("1"))
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "35")))
    address = await begun(browser)

    fields = {"csrf": browser.csrf, "text": "x", "list_name": "Batik Malang", "commodities": "batik"}
    kept_list = await browser.post(f"{address}/daftar", data=fields)
    again = await browser.post(f"{address}/daftar", data=fields)
    codes = await browser.post(f"{address}/daftar", data={**fields, "list_name": "Kode", "list_codes": "ABCD-1234"})

    stars = await browser.post(f"{address}/bintang", data={**fields, "star_codes": "ABCD-1234", "star_count": "3"})
    held = await browser.post(f"{address}/hitung", data={"csrf": browser.csrf, "stars": "3"}, headers={"hx-request": "true"})

    assert (stars.status_code, "Tidak ada kode" in stars.text) == (400, True)
    assert "Belum ada penerima" in held.text
    assert "Daftar tersimpan" in kept_list.text
    assert "Batik Malang" in (await browser.get(f"{address}/ubah")).text
    assert (again.status_code, "Sudah ada daftar" in again.text) == (400, True)
    assert (codes.status_code, "Tidak ada kode" in codes.text) == (400, True)
