"""The region: what assessments tell together, and never of a few owners, be it directly or by subtraction."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.db import audit
from bot.db.database import Database
from bot.domain.cohorts import FEWEST, PATIENCE
from bot.domain.region import Span
from bot.domain.staff import Grant, Role
from bot.services.region import Region
from handlers.panel.region import RegionPages
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handing import Handing
from tests.handlers.panel.stage import Desk

REGION = "/panel/daerah"
WEAK = {"pasokan": "setahun", "jangkauan": "sekitar", "standar": "ingatan", "sk-sentra": "belum", "cerita": "belum", "merek": "terdaftar"}
STRONG = {"pasokan": "lama", "jangkauan": "dunia", "standar": "tertulis", "sk-sentra": "ada", "cerita": "ditulis", "merek": "terdaftar"}


class Office(Desk):
    """The panel with the region, and many owners who handed something in."""

    def __post_init__(self) -> None:
        questionnaires = Forms(self.database, self.clock).filling.opening.questionnaires
        self.parts = (RegionPages(Region(self.database, self.clock, questionnaires)),)
        self.hand = Handing(self.database, questionnaires)
        super().__post_init__()

    async def hands(self, many: int, area: str = "35.07", commodity: str = "batik", **given: Any) -> None:
        at = given.pop("at", self.clock.now())
        for _ in range(many):
            await self.hand(at, area=area, commodity=commodity, answers=given.get("answers", WEAK), shares=given.get("shares", True))

    async def officer(self, *areas: str) -> Any:
        return await self.signed_in(await self.member(*[Grant(Role.ASSESSOR, area) for area in areas]))


@pytest.fixture
def office(database: Database, clock: FixedClock) -> Office:
    return Office(database, clock)


def test_periods_begin_with_their_month_or_quarter() -> None:
    assert Span.MONTH.begins(date(2026, 11, 24)) == date(2026, 11, 1)
    assert Span.QUARTER.begins(date(2026, 11, 24)) == date(2026, 10, 1)


async def test_few_owners_are_not_told_of(office: Office) -> None:
    await office.hands(FEWEST - 1)
    browser = await office.officer("35.07")
    few = (await browser.get(REGION)).text

    await office.hands(1)
    enough = (await browser.get(REGION)).text

    assert "Belum ada usaha yang dihitung" in few
    assert "Kabupaten Malang" in few
    assert "5 usaha sudah dihitung" in enough


async def test_only_what_may_be_shared_and_is_handed_in_counts_once_for_each_owner(office: Office) -> None:
    await office.hands(6)
    await office.hands(3, shares=False)
    browser = await office.officer("35.07")

    assert "6 usaha sudah" in (await browser.get(REGION)).text


async def test_few_owners_of_a_product_count_with_their_kabupaten_only_and_after_a_week(office: Office) -> None:
    for commodity, many in (("batik", 9), ("pangan", 3), ("tenun", 2)):
        await office.hands(many, commodity=commodity)
    at_once = (await (await office.officer("35.07")).get(REGION)).text
    office.clock.pass_by(PATIENCE)
    browser = await office.officer("35.07")
    page = (await browser.get(REGION)).text

    assert "9 usaha sudah" in at_once
    assert "14 usaha sudah" in page
    assert "area=35.07&amp;produk=batik" in page
    assert "paling sedikit 5 sekaligus" in page
    assert "Lewat 7 hari lagi" in page
    for commodity, seen in (("batik", True), ("pangan", False), ("tenun", False), ("xyz", False)):
        assert f"produk={commodity}" in page or not seen
        assert ("usaha sudah dihitung" in (await browser.get(f"{REGION}?area=35.07&produk={commodity}")).text) is seen


async def test_one_more_owner_changes_no_page_and_no_file(office: Office) -> None:
    await office.hands(5)
    browsers = [await office.officer(area) for area in ("", "35", "35.07")]
    addresses = [f"{REGION}?{query}" for query in ("area=35.07", "area=35.07&produk=batik", "area=35.07&span=quarter")]
    before = [(await browser.get(address)).text.partition("<h1>")[2] for browser in browsers for address in addresses]
    books = await _values((await browsers[2].get(f"{REGION}?berkas=xlsx")).content)
    await office.hands(1, answers=STRONG)

    after = [(await browser.get(address)).text.partition("<h1>")[2] for browser in browsers for address in addresses]

    assert after == before
    assert "5 usaha sudah" in before[0]
    assert await _values((await browsers[2].get(f"{REGION}?berkas=xlsx")).content) == books
    assert "5 usaha sudah" in PdfReader(BytesIO((await browsers[2].get(f"{REGION}?berkas=pdf")).content)).pages[0].extract_text()


async def _values(book: bytes) -> list[object]:
    return [cell.value for sheet in load_workbook(BytesIO(book)).worksheets for row in sheet.iter_rows() for cell in row]


async def test_nobody_small_is_seen_by_going_down_either(office: Office) -> None:
    await office.hands(12, area="35.07")
    await office.hands(6, area="32.04")
    await office.hands(3, area="33.01")
    browser = await office.officer("")

    country = (await browser.get(REGION)).text

    assert "18 usaha sudah" in country
    assert "area=35&amp;" in country
    assert "area=32&amp;" in country
    assert "area=33" not in country
    assert "Belum ada usaha yang dihitung" in (await browser.get(f"{REGION}?area=33")).text
    assert "6 usaha sudah" in (await browser.get(f"{REGION}?area=32.04")).text
    assert "12 usaha sudah" in (await browser.get(f"{REGION}?area=35.07&produk=batik")).text


async def test_an_officer_sees_their_own_areas_only(office: Office) -> None:
    await office.hands(6, area="35.07")
    await office.hands(7, area="32.04")
    near, both = await office.officer("35.07"), await office.officer("35.07", "32")

    assert (await near.get(f"{REGION}?area=32.04")).status_code == 403
    assert (await near.get(f"{REGION}?area=35")).status_code == 403
    assert "6 usaha sudah" in (await near.get(REGION)).text
    choice = (await both.get(REGION)).text
    assert "Jawa Barat" in choice
    assert "usaha sudah dihitung" not in choice
    assert "7 usaha sudah" in (await both.get(f"{REGION}?area=32")).text


async def test_means_gaps_must_haves_and_the_change_are_told(office: Office) -> None:
    await office.hands(5)
    first = (await (await office.officer("35.07")).get(REGION)).text
    office.clock.pass_by(timedelta(days=31))
    await office.hands(5, answers=STRONG)
    browser = await office.officer("35.07")

    page = (await browser.get(REGION)).text

    assert "Tiga arah pembinaan" in page
    assert "Paling kuat" in page
    assert "pada 10 dari 10 usaha" in page
    assert '<svg class="chart long"' in page
    directions = page.partition('id="b-directions"')[2].partition("</table>")[0]
    assert "<div>+" in directions
    assert "<div>+" not in first
    quarter = (await browser.get(f"{REGION}?span=quarter")).text.partition('id="b-directions"')[2].partition("</table>")[0]
    assert "<div>+" not in quarter


async def test_the_region_goes_along_as_a_workbook_and_on_two_pages_of_paper(office: Office) -> None:
    for commodity in ("batik", "pangan", "tenun", "anyaman", "gerabah"):
        await office.hands(5, commodity=commodity)
    browser = await office.officer("35.07")

    paper = await browser.get(f"{REGION}?berkas=pdf")
    book = await browser.get(f"{REGION}?berkas=xlsx")

    pages = PdfReader(BytesIO(paper.content)).pages
    assert len(pages) == 2
    assert "Kabupaten Malang, Jawa Timur" in pages[0].extract_text()
    sheets = load_workbook(BytesIO(book.content)).worksheets
    assert [sheet.max_row > 1 for sheet in sheets] == [True] * 5
    assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    async with office.database.reading() as session:
        kept = [(row.deed, row.object) for row in await audit.latest(session, 2)]
    assert kept == [("export xlsx", "region:35.07:"), ("export pdf", "region:35.07:")]


async def test_addresses_that_name_nothing_show_nothing(office: Office) -> None:
    await office.hands(6)
    browser = await office.officer("")
    for query in ("area=zzz", "area=99.99", "area=35.&produk=x", "area=%00&span=%ff", "area=35.07&produk=" + "y" * 500, "berkas=exe"):
        response = await browser.get(f"{REGION}?{query}")
        assert response.status_code == 200, query
