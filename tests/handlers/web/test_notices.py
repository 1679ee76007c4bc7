"""Announcements on the web page: shown to whom they are for when they come, and to nobody else."""

import httpx
import pytest

from bot.db.database import Database
from bot.domain.announcement import Attached, Content, Link
from bot.domain.people import Channel
from handlers.web.visit import Visitor
from tests.announcing import Newsroom, Owner
from tests.fakes import FixedClock, ScriptedThinker
from tests.handlers.telegram.stage import scripted
from tests.handlers.web.stage import site_on
from tests.pictures import photo

SESSION = "s" * 32


@pytest.fixture
def room(sqlite_database: Database, clock: FixedClock) -> Newsroom:
    return Newsroom(sqlite_database, clock)


def browser(room: Newsroom, session: str = SESSION) -> httpx.AsyncClient:
    thinker: ScriptedThinker = scripted()
    app = site_on(room.database, thinker, forms=room.forms)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web.test", cookies={"ovop": session})


def address_of(session: str) -> str:
    return Visitor(session, is_new=False).sender.id


async def announced(room: Newsroom) -> int:
    await room.owners(Owner(address_of(SESSION), channel=Channel.WEB))
    author, other = await room.pair()
    number = await room.drafted(author)
    file = Attached(await room.forms.vault.put(photo()), "image/jpeg", "a.jpg")
    links = (Link("Daftar", "https://dinas.go.id/"), Link("Tanya soal ini", question="sentra itu apa?"))
    await room.write.keep(author, number, Content("<b>Pelatihan</b> &lt;gratis&gt;", (file,), links))
    await room.write.submit(author, number)
    await room.write.approve(other, number)
    await room.rounds()
    return number


async def test_it_is_new_once_and_stays_to_be_read(room: Newsroom) -> None:
    await announced(room)
    async with browser(room) as client:
        first, second = (await client.get("/")).text, (await client.get("/")).text

    for page in (first, second):
        assert "<b>Pelatihan</b> &lt;gratis&gt;" in page
        assert "Buka halaman Privasi" in page
        assert 'href="https://dinas.go.id/"' in page
        assert 'name="text" value="sentra itu apa?"' in page
    assert ('class="notice new"' in first, 'class="notice new"' in second) == (True, False)


async def test_its_photo_is_for_those_whom_it_is_for(room: Newsroom) -> None:
    await announced(room)
    async with browser(room) as client, browser(room, "t" * 32) as stranger:
        source = (await client.get("/")).text.partition('<img src="')[2].partition('"')[0]
        mine, theirs, none = await client.get(source), await stranger.get(source), await client.get(source[:-64] + "0" * 64)
        page = (await stranger.get("/")).text

    assert (mine.status_code, mine.headers["content-type"]) == (200, "image/jpeg")
    assert theirs.status_code == none.status_code == 404
    assert "Pelatihan" not in page


async def test_the_question_under_it_is_answered_on_the_page(room: Newsroom) -> None:
    await announced(room)
    async with browser(room) as client:
        fields = {"key": "k1", "text": "sentra itu apa?"}
        response = await client.post("/messages", data=fields, headers={"origin": "http://web.test"}, follow_redirects=True)

    assert "lima usaha" in response.text
