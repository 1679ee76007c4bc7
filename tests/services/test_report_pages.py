"""The report of the shipped instrument keeps to two pages, with what the corpus says behind each step."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.domain.assessment import Profile, Sentra
from bot.domain.people import Language
from bot.domain.scoring import score
from bot.instruments import shipped
from bot.reporting.chart import radar
from bot.reporting.composing import Made, compose
from bot.reporting.pdf import pdf
from bot.reporting.report import Backing
from bot.services.form.finishing import _backing
from bot.services.librarian import _citation
from knowledge.opening import SHIPPED
from knowledge.sources import load_corpus
from knowledge.steps.compose import cite

CORPUS = load_corpus(SHIPPED)
INSTRUMENT = shipped()
SITI = Profile("Bu Siti", "Keripik Mbok Siti", "pangan", "35.07", Sentra.YES, 2015)


def backing(passage_id: str) -> Backing | None:
    passage = CORPUS.get(passage_id)
    return None if passage is None else _backing(_citation(cite(passage, "id"), Language.INDONESIAN))


@pytest.mark.parametrize("is_filled_in", [True, False])
def test_the_most_that_can_be_missing_fits_on_two_pages(is_filled_in: bool) -> None:  # noqa: FBT001 - both ways
    asked = INSTRUMENT.items_for("pangan")
    lowest = {item.id: min(item.options, key=lambda option: (option.points, option.standing == "met")).id for item in asked}
    answers = lowest if is_filled_in else {}
    made = Made(
        instrument=INSTRUMENT, profile=SITI, area="Kabupaten Malang, Jawa Timur", answers=answers,
        score=score(INSTRUMENT, "pangan", answers), code="K7QM-3F9P", revision=1, submitted_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        zone="Asia/Jakarta", language=Language.INDONESIAN,
    )  # fmt: skip
    report = compose(made, backing)

    pages = PdfReader(BytesIO(pdf(report, radar(report.axes, earlier=None, language=Language.INDONESIAN)))).pages

    assert report.is_not[-1].endswith("angka terendah 33%, bukan 0%.")
    assert len(pages) == 2
    assert len(report.sources) > 5
    assert all("K7QM-3F9P" in page.extract_text() for page in pages)
    assert "bukan bintang" in pages[1].extract_text()
