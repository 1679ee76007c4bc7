"""The page of figures: charts with a table behind each, and words where there is nothing."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.db import audit
from bot.db.database import Database
from bot.domain.answer import Rating
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from bot.services.figures import Figures
from handlers.panel.charts import columns, lines
from handlers.panel.figures import FigurePages
from tests.fakes import FakeThought, FixedClock
from tests.handlers.panel.stage import Desk
from tests.services.test_reply import NATION, SITI, VISITOR, Scene

PATH = "/panel/angka"


@pytest.fixture
def scene(sqlite_database: Database, clock: FixedClock) -> Scene:
    return Scene(sqlite_database, clock)


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene.database, scene.clock, (FigurePages(Figures(scene.database, scene.clock, {}.get)),))


async def test_an_empty_time_is_said_in_words(desk: Desk) -> None:
    browser = await desk.signed_in(await desk.member(Grant(Role.BROADCASTER, "35")))

    page = (await browser.get(PATH)).text

    assert "Belum ada pertanyaan dari daerah ini" in page
    assert "<svg" not in page


async def test_each_chart_has_its_table(desk: Desk, scene: Scene) -> None:
    scene.thinker.thought = FakeThought()
    answer = await scene.asks(VISITOR, "sentra itu apa")
    await scene.rate(VISITOR, answer.token, Rating.DOWN)
    await scene.reply.answer(NATION, (await scene.matter(NATION)).alike.id, "Begini.")
    browser = await desk.signed_in(await desk.member(Grant(Role.ADMIN)))

    for span in ("week", "month", "zzz"):
        page = (await browser.get(PATH, params={"span": span})).text
        assert page.count('<svg class="chart') == page.count("<details>") == 5
        assert len(re.findall(r'<svg class="chart[^>]*role="img" aria-label="[^"]+"', page)) == 5
        assert "style=" not in page


@pytest.mark.parametrize(("language", "hours", "name"), [("id", "1,5", "Bahasa Inggris"), ("en", "1.5", "English")])
async def test_numbers_and_languages_are_in_the_words_of_the_page(desk: Desk, scene: Scene, language: str, hours: str, name: str) -> None:
    await scene.asks(VISITOR, "biaya ikut berapa")
    group = (await scene.matter(NATION)).alike.id
    scene.clock.pass_by(timedelta(minutes=90))
    await scene.reply.answer(NATION, group, "Begini.")
    browser = await desk.signed_in(await desk.member(Grant(Role.ADMIN)))

    page = (await browser.get(PATH, headers={"accept-language": language})).text

    assert f"<strong>{hours}</strong>" in page
    assert f"<td>{hours}</td>" in page
    assert f'<th scope="row">{name}</th>' in page


async def test_a_small_count_of_an_area_is_not_told(desk: Desk, scene: Scene) -> None:
    await scene.asks(SITI, "biaya ikut berapa", "35.07")
    browser = await desk.signed_in(await desk.member(Grant(Role.ASSESSOR, "35.07")))

    page = (await browser.get(PATH)).text

    assert "<strong>di bawah 5</strong>" in page
    assert '<rect class="k1" x' not in page
    assert "Jumlah di bawah 5 tidak ditampilkan" in page


def test_pieces_stand_on_each_other_and_what_is_not_told_has_no_bar() -> None:
    chart = columns(["a", "b"], [[("x", 3), ("y", 1)], [("x", None), ("y", 0)]])

    assert [(bar.y, bar.height, bar.words) for bar in chart.bars] == [(50.0, 150.0, "a, x: 3"), (0.0, 50.0, "a, y: 1")]
    assert [mark.words for mark in chart.marks] == ["a", "b"]


def test_bars_from_the_left_are_as_long_as_their_counts() -> None:
    chart = lines([("x", 4), ("y", 2), ("z", None)])

    assert [bar.width for bar in chart.bars] == [420.0, 210.0]
    assert [mark.words for mark in chart.marks] == ["x", "y", "z"]
    assert lines([]).bars == []


async def test_figures_of_an_area_by_its_name_go_along_as_a_file_and_the_audit_knows(desk: Desk, scene: Scene) -> None:
    for number in range(6):
        await scene.asks(Address(Channel.TELEGRAM, str(100 + number)), f"biaya {number}", "35.07")
    browser = await desk.signed_in(await desk.member(Grant(Role.ADMIN)))

    page = (await browser.get(f"{PATH}?area=kab+malang")).text
    file = await browser.get(f"{PATH}?area=kab+malang&berkas=xlsx")

    assert "Kabupaten Malang" in page
    assert "<strong>6</strong>" in page
    assert f'href="{PATH}?span=week&amp;area=kab+malang&amp;berkas=xlsx"' in page
    book = load_workbook(BytesIO(file.content))
    assert [sheet.title for sheet in book.worksheets] == [
        "Pertanyaan dan hasilnya", "Topik", "Bahasa jawaban", "Penilaian jawaban", "Jam sampai dijawab petugas",
    ]  # fmt: skip
    assert list(book.worksheets[0].values)[-1][1] == 6
    assert "Belum ada pertanyaan" in (await browser.get(f"{PATH}?area=xyzzy")).text
    async with scene.database.reading() as session:
        assert ("export xlsx", "figures:35.07") in [(row.deed, row.object) for row in await audit.latest(session)]
