"""The region: what assessments tell together, and never of a few owners, be it directly or by subtraction."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.db import audit
from bot.db.database import Database
from bot.domain.region import FEWEST, Span, told
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


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8))
def test_what_is_left_out_is_no_small_group_and_not_one_alone(counts: dict[str, int]) -> None:
    shown = told(counts)

    left = [count for name, count in counts.items() if count and name not in shown]
    assert all(counts[name] >= FEWEST for name in shown)
    assert not left or not shown or (len(left) > 1 and sum(left) >= FEWEST)


def test_periods_begin_with_their_month_or_quarter() -> None:
    assert Span.MONTH.begins(date(2026, 11, 24)) == date(2026, 11, 1)
    assert Span.QUARTER.begins(date(2026, 11, 24)) == date(2026, 10, 1)
    assert Span.MONTH.before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert Span.QUARTER.before(date(2026, 1, 1)) == date(2025, 10, 1)
    assert Span.QUARTER.before(date(2026, 10, 1)) == date(2026, 7, 1)


async def test_few_owners_are_not_told_of(office: Office) -> None:
    await office.hands(FEWEST - 1)
    browser = await office.officer("35.07")
    few = (await browser.get(REGION)).text

    await office.hands(1)
    enough = (await browser.get(REGION)).text

    assert "Belum cukup usaha" in few
    assert "Kabupaten Malang" in few
    assert "5 usaha sudah mengirim penilaian" in enough


async def test_only_what_may_be_shared_and_is_handed_in_counts_once_for_each_owner(office: Office) -> None:
    await office.hands(6)
    await office.hands(3, shares=False)
    browser = await office.officer("35.07")

    assert "6 usaha sudah" in (await browser.get(REGION)).text


async def test_a_group_that_could_be_had_by_subtraction_is_closed_with_its_page(office: Office) -> None:
    for commodity, many in (("batik", 9), ("pangan", 6), ("tenun", 2)):
        await office.hands(many, commodity=commodity)
    browser = await office.officer("35.07")

    page = (await browser.get(REGION)).text

    assert "area=35.07&amp;produk=batik" in page
    assert "produk=pangan" not in page
    assert "produk=tenun" not in page
    assert page.count("kurang dari 5") >= 2
    for commodity, seen in (("batik", True), ("pangan", False), ("tenun", False), ("xyz", False)):
        assert ("usaha sudah mengirim" in (await browser.get(f"{REGION}?area=35.07&produk={commodity}")).text) is seen


async def test_nothing_small_is_had_by_going_down_either(office: Office) -> None:
    await office.hands(12, area="35.07")
    await office.hands(6, area="32.04")
    await office.hands(3, area="33.01")
    browser = await office.officer("")

    country = (await browser.get(REGION)).text

    assert "area=35&amp;" in country
    assert "area=32" not in country
    assert "area=33" not in country
    assert "Belum cukup usaha" in (await browser.get(f"{REGION}?area=32")).text
    assert "Belum cukup usaha" in (await browser.get(f"{REGION}?area=32.04")).text
    assert "Belum cukup usaha" in (await browser.get(f"{REGION}?area=35&produk=batik")).text
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
    assert "usaha sudah mengirim" not in choice
    assert "7 usaha sudah" in (await both.get(f"{REGION}?area=32")).text


async def test_means_gaps_must_haves_and_the_change_are_told(office: Office) -> None:
    now = office.clock.now()
    await office.hands(5, at=now - timedelta(days=30))
    await office.hands(5, at=now, answers=STRONG)
    browser = await office.officer("35.07")

    page = (await browser.get(REGION)).text

    assert "Tiga arah pembinaan" in page
    assert "Paling kuat" in page
    assert "pada 10 dari 10 usaha" in page
    assert '<svg class="chart long"' in page
    directions = page.partition('id="b-directions"')[2].partition("</table>")[0]
    assert "<div>+" in directions
    quarter = (await browser.get(f"{REGION}?span=quarter")).text.partition('id="b-directions"')[2].partition("</table>")[0]
    assert "<div>+" not in quarter


async def test_a_change_is_not_told_where_a_period_has_few_or_the_rest_is_few(office: Office) -> None:
    now = office.clock.now()
    await office.hands(5, at=now - timedelta(days=30))
    await office.hands(5, at=now, answers=STRONG)
    await office.hands(2, at=now - timedelta(days=90))
    browser = await office.officer("35.07")

    assert "<div>+" not in (await browser.get(REGION)).text


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
