"""The tables of the panel: sorted, narrowed, page by page, and as a file, always in the member's areas only."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from itertools import groupby
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from bot.db import audit
from bot.db.database import Database
from bot.domain.assessment import State
from bot.domain.staff import Grant, Role
from bot.services.hear import Hear
from bot.services.review import Review
from handlers.panel.intake import Intake
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handing import Handing
from tests.handlers.panel.stage import ADMIN, Desk

QUEUE = "/panel/antrean"


class Office(Desk):
    """The panel with an intake that many owners handed something in to."""

    def __post_init__(self) -> None:
        self.forms = Forms(self.database, self.clock)
        hear = Hear(self.database, self.clock, self.forms.filling.opening, lambda _address, _screen, _key: ())
        self.parts = (Intake(Review(self.database, self.clock, self.forms.filling.opening, self.forms.vault, hear)),)
        self.hand = Handing(self.database, self.forms.filling.opening.questionnaires)
        super().__post_init__()

    async def assessor(self, area: str = "35") -> Any:
        return await self.signed_in(await self.member(Grant(Role.ASSESSOR, area)))


@pytest.fixture
def office(database: Database, clock: FixedClock) -> Office:
    return Office(database, clock)


def cells(page: httpx.Response, column: int = 1) -> list[str]:
    """Return the words of a column."""
    rows = page.text.partition("<tbody")[2].split("<tr")[1:]
    found = [re.sub(r'<span class="of".*?</span>', "", row.split("<td")[column + 1]).partition(">")[2] for row in rows]
    return [re.sub(r"<[^>]+>", "", words).strip() for words in found]


async def test_a_table_sorts_by_its_columns_both_ways_and_by_no_other_name(office: Office) -> None:
    now = office.clock.now()
    for business, percent, days in (("b Usaha", 80.0, 1), ("A Usaha", 20.0, 3), ("c Usaha", 50.0, 2)):
        await office.hand(now - timedelta(days=days), business=business, percent=percent)
    browser = await office.assessor()

    async def order(query: str) -> list[str]:
        return [words[0] for words in cells(await browser.get(f"{QUEUE}?{query}"))]

    assert await order("") == ["A", "c", "b"]
    assert await order("sort=business") == ["A", "b", "c"]
    assert await order("sort=business&turun=1") == ["c", "b", "A"]
    assert await order("sort=score") == ["A", "c", "b"]
    assert await order("sort=since&turun=1") == ["b", "c", "A"]
    assert await order("sort=owner_name") == await order("sort=id;drop table staff") == ["A", "c", "b"]
    page = (await browser.get(f"{QUEUE}?sort=score&produk=batik")).text
    assert 'aria-sort="ascending"' in page
    assert 'href="/panel/antrean?sort=score&amp;produk=batik&amp;turun=1"' in page


async def test_what_waits_for_an_officer_stands_before_what_is_done(office: Office) -> None:
    for days, state in enumerate((State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.REVIEWED, State.SUBMITTED)):
        await office.hand(office.clock.now() - timedelta(days=days), state=state, business=f"{state}-{days}")

    shown = cells(await (await office.assessor()).get(QUEUE))

    assert shown == ["submitted-4", "submitted-0", "in_review-1", "returned-2", "reviewed-3"]


async def test_every_column_of_the_queue_can_be_sorted_by(office: Office) -> None:
    await office.hand(office.clock.now())
    browser = await office.assessor()
    for link in re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', (await browser.get(QUEUE)).text):
        assert (await browser.get(link)).status_code == 200
        assert 'aria-sort="ascending"' in (await browser.get(link)).text


async def test_a_long_table_comes_page_by_page_and_keeps_its_filters(office: Office) -> None:
    for number in range(53):
        await office.hand(office.clock.now() - timedelta(minutes=number), business=f"Usaha {number:02}")
    browser = await office.assessor()

    first = await browser.get(f"{QUEUE}?sort=business&produk=batik")
    link = re.search(r'<a href="([^"]+)" rel="next"', first.text)
    assert link is not None
    second = await browser.get(link[1].replace("&amp;", "&"))

    assert cells(first) + cells(second) == [f"Usaha {number:02}" for number in range(53)]
    assert "51 sampai 53 dari 53" in second.text
    assert 'rel="next"' not in second.text
    assert "produk=batik" in link[1]
    beyond = (await browser.get(f"{QUEUE}?hal=999999")).text
    assert "Ke halaman pertama" in beyond
    assert (await browser.get(f"{QUEUE}?hal={'9' * 40}&sort=%00&turun=%ff")).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("daerah=malang", ["Malang", "Kota Malang"]),
        ("daerah=kab malang", ["Malang"]),
        ("daerah=35.09", ["Jember"]),
        ("daerah=Jawa Timur", ["Malang", "Kota Malang", "Jember"]),
        ("daerah=Provinsi jatim", ["Malang", "Kota Malang", "Jember"]),
        ("daerah=Bandung", []),
        ("daerah=xyzzy", []),
        ("umur=10", ["Malang"]),
        ("umur=0", ["Malang", "Kota Malang", "Jember"]),
        ("umur=nol", ["Malang", "Kota Malang", "Jember"]),
        ("state=in_review", ["Jember"]),
        ("state=draft", ["Malang", "Kota Malang", "Jember"]),
        ("produk=pangan", ["Kota Malang"]),
        ("nilai=0", ["Malang"]),
        ("nilai=99", ["Malang", "Kota Malang", "Jember"]),
        ("produk=pangan&state=in_review", []),
    ],
)
async def test_the_queue_is_narrowed(sqlite_database: Database, clock: FixedClock, query: str, found: list[str]) -> None:
    office, now = Office(sqlite_database, clock), clock.now()
    await office.hand(now - timedelta(days=10), area="35.07", business="Malang", percent=0.0)
    await office.hand(now - timedelta(days=2), area="35.73", business="Kota Malang", commodity="pangan", percent=99.0)
    await office.hand(now, area="35.09", business="Jember", state=State.IN_REVIEW, percent=99.0)

    page = await (await office.assessor()).get(f"{QUEUE}?{query}")

    assert (cells(page) if "<tbody" in page.text else []) == found


async def test_a_copy_holds_all_rows_of_ones_own_area_and_no_formula_and_the_audit_knows(office: Office) -> None:
    hostile = ['=HYPERLINK("http://evil.test")', "+1", "-1", "@x"]
    for number in range(60):
        await office.hand(office.clock.now() + timedelta(minutes=number), business=hostile[number] if number < 4 else "Usaha")
    await office.hand(office.clock.now(), area="32.04", business="Bandung")
    browser = await office.assessor("35.07")

    book = await browser.get(f"{QUEUE}?berkas=xlsx&hal=2")
    text = await browser.get(f"{QUEUE}?berkas=csv")

    rows = list(load_workbook(BytesIO(book.content)).worksheets[0].iter_rows())
    assert len(rows) == 61
    assert [row[1].value for row in rows[1:5]] == hostile
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert rows[1][4].value == 50
    lines = list(csv.reader(StringIO(text.content.decode("utf-8-sig"))))
    assert [line[1] for line in lines[1:5]] == [f"'{words}" for words in hostile]
    assert len(lines) == 61
    assert "Bandung" not in text.text
    assert book.headers["content-disposition"] == 'attachment; filename="antrean.xlsx"'
    assert book.headers["cache-control"] == text.headers["cache-control"] == "no-store"
    async with office.database.reading() as session:
        kept = [(row.deed, row.object, row.why) for row in await audit.latest(session, 2)]
    assert kept == [("export csv", "list:intake", "60"), ("export xlsx", "list:intake", "60")]


async def test_members_and_trail_are_sorted_and_copied_too_each_within_ones_areas(office: Office) -> None:
    boss, local = await office.member(ADMIN), await office.member(Grant(Role.ADMIN, "35"))
    await office.member(Grant(Role.ASSESSOR, "35.07"))
    await office.member(Grant(Role.ASSESSOR, "32"))
    every, near = await office.signed_in(boss), await office.signed_in(local)

    assert cells(await every.get("/panel/petugas?sort=number&turun=1"), 0) == ["4", "3", "2", "1"]
    assert cells(await near.get("/panel/petugas?sort=number"), 0) == ["2", "3"]
    lines = (await near.get("/panel/petugas?berkas=csv")).content.decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["No.", "2", "3"]
    assert "Penilai, Kabupaten Malang" in lines[2]
    trail = await every.get("/panel/jejak?sort=what")
    deeds = cells(trail, 2)
    assert len([deed for deed, _ in groupby(deeds)]) == len(set(deeds)) > 1
    assert {"mengundang", "menerima undangan"} < set(deeds)
    assert {"pengelola server", "Petugas 101"} <= set(cells(trail, 1))
    assert "peran Penilai, Kabupaten Malang, Jawa Timur" in cells(trail, 3)
    assert (await near.get("/panel/jejak?berkas=csv")).status_code == 403
    assert (await every.get("/panel/jejak?berkas=xlsx")).content[:2] == b"PK"


async def test_a_moment_is_told_by_indonesian_clocks_and_sorts_in_a_file(office: Office) -> None:
    await office.hand(datetime(2026, 11, 23, 20, 15, tzinfo=UTC))
    browser = await office.assessor()

    page, text = await browser.get(QUEUE), await browser.get(f"{QUEUE}?berkas=csv")

    assert [cell.partition("\n")[0] for cell in cells(page, 6)] == ["24-11-2026 03.15 WIB"]
    assert "2026-11-23 20:15 UTC" in text.text
