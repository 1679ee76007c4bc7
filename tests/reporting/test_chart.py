"""The chart can be read on a phone, tells scores apart, and is the same for the same score."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from bot.domain.people import Language
from bot.reporting.chart import radar
from bot.reporting.report import Axis
from tests.house.tree import ROOT

PERCENTS = (100.0, 0.0, 66.6, 20.0, 33.3, 50.0, 75.0, 12.0, 90.0, 100.0, 100.0, 5.0)


def drawn(count: int = 9, *, earlier: bool = False, shift: float = 0.0, label: str = "Mutu dan kemasan") -> bytes:
    axes = [Axis(f"{label} {number}", max(0.0, percent - shift)) for number, percent in enumerate(PERCENTS[:count])]
    return radar(axes, earlier=PERCENTS[::-1][:count] if earlier else None, language=Language.INDONESIAN)


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("count", range(13))
@pytest.mark.parametrize("earlier", [False, True])
def test_any_number_of_axes_makes_a_picture(count: int, *, earlier: bool) -> None:
    assert picture(drawn(count, earlier=earlier)).size == (1080, 1080)


def test_the_same_score_gives_the_same_bytes() -> None:
    assert drawn(earlier=True) == drawn(earlier=True)


def test_another_score_gives_another_picture() -> None:
    assert drawn() != drawn(shift=4)
    assert drawn() != drawn(earlier=True)


def test_it_tells_nothing_of_when_and_by_what_it_was_made() -> None:
    assert set(picture(drawn()).info) <= {"dpi"}


def test_now_and_before_differ_without_colour() -> None:
    plain, compared = (picture(png).convert("L").tobytes() for png in (drawn(), drawn(earlier=True)))
    assert sum(abs(one - other) > 64 for one, other in zip(plain, compared, strict=True)) > 2_000


@pytest.mark.parametrize("label", ["", "$x_1$", "Ketidakberlanjutanpertanggungjawaban" * 3, "🧵 ꦧꦠꦶꦏ\x00", "字" * 40, "a\nb" * 40])
def test_strange_labels_are_drawn_too(label: str) -> None:
    assert picture(drawn(label=label)).size == (1080, 1080)


@pytest.mark.parametrize("count", [3, 7, 9, 12])
def test_nothing_touches_the_edge(count: int) -> None:
    grey = picture(drawn(count, earlier=True, label="Keberlanjutan dan pertanggungjawaban")).convert("L")
    edges = [grey.crop(box) for box in ((0, 0, 1080, 4), (0, 1076, 1080, 1080), (0, 0, 4, 1080), (1076, 0, 1080, 1080))]
    assert [edge.getextrema() for edge in edges] == [(255, 255)] * 4


def test_several_threads_draw_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: drawn(earlier=True), range(8)))
    assert set(pictures) == {drawn(earlier=True)}


def test_to_import_it_loads_neither_matplotlib_nor_fpdf() -> None:
    code = "import sys, bot.reporting.chart, bot.reporting.pdf, bot.reporting.composing; print({'matplotlib', 'fpdf'} & set(sys.modules))"
    done = subprocess.run((sys.executable, "-c", code), cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - a fixed command
    assert done.stdout.strip() == "set()"
