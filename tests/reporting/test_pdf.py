"""The PDF: two pages, every word on it, whatever the words are."""

import io
import re
from dataclasses import replace
from functools import cache

import pypdf
import pytest

from bot.domain.people import Language
from bot.reporting.chart import radar
from bot.reporting.composing import compose
from bot.reporting.pdf import pdf
from bot.reporting.report import Backing, Report
from tests.reporting.samples import GATES, PROFILE, SHORTS, cite, made

NAMES = {
    "emoji": "Batik 🧵 Sekar 👩🏽‍🌾",
    "Javanese": "ꦧꦠꦶꦏ꧀ ꦱꦼꦏꦂ ꦲꦫꦸꦩ꧀",
    "Chinese": "蜡染工坊",
    "Arabic": "باتيك الجاوي",
    "control": "Sri\x00\x07\x1b[31m\r\n\tWahyuni\u202e\u200b",
    "surrogate": "Sri \ud83d Wahyuni",
    "placeholders": "{nb} {rule} {0} **tebal** --miring--",
    "long": "Paguyuban Perajin " * 17,
    "one long word": "W" * 300,
    "very long": "Kelompok Usaha Bersama " * 200,
}


@cache
def picture() -> bytes:
    report = compose(made(again=True), cite)
    return radar(report.axes, earlier=report.earlier, language=report.language)


def read(report: Report) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(report, picture())))


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(reader: pypdf.PdfReader) -> str:
    return flat("".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(made(again=True), cite)


@pytest.fixture(scope="module")
def reader(report: Report) -> pypdf.PdfReader:
    return read(report)


def test_there_are_two_pages_of_a4(reader: pypdf.PdfReader) -> None:
    assert len(reader.pages) == 2
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_the_code_and_the_number_are_on_both_pages(reader: pypdf.PdfReader) -> None:
    for number, page in enumerate(reader.pages, 1):
        assert "K7QM-3F9P" in page.extract_text()
        assert f"{number}/2" in page.extract_text()


def test_every_item_and_every_must_have_is_there(reader: pypdf.PdfReader, report: Report) -> None:
    second = flat(reader.pages[1].extract_text())
    assert [name for name in (*SHORTS, *GATES) if flat(name) not in second] == []
    assert [row.raises for row in report.items if flat(row.raises) not in second] == []
    assert [row.answer for row in report.items if flat(row.answer) not in second] == []


def test_the_first_page_tells_who_how_far_and_what_next(reader: pypdf.PdfReader, report: Report) -> None:
    first = flat(reader.pages[0].extract_text())
    values = [value for pair in report.profile for value in pair]
    gates = [words for gate in report.gates for words in (gate.label, gate.words)]
    bars = [bar.label for bar in (*report.aspects, *report.directions)]
    steps = [words for step in report.steps for words in (step.text, step.source)]
    said = [*values, *gates, *bars, *steps, *report.changes, f"{round(report.percent)}%", report.band, report.meaning, report.date]
    assert [words for words in said if flat(words) not in first] == []


def test_what_it_is_and_what_it_is_not_is_written_on_it(reader: pypdf.PdfReader, report: Report) -> None:
    second = flat(reader.pages[1].extract_text())
    assert [line for line in (*report.is_not, report.status) if flat(line) not in second] == []
    assert second.count("bukan") > 3
    assert flat(report.is_not[0]) in flat(reader.pages[0].extract_text())


def test_a_star_is_named_only_where_it_is_denied(reader: pypdf.PdfReader, report: Report) -> None:
    text = text_of(reader)
    for line in (*report.is_not, report.status):
        text = text.replace(flat(line), "")
    assert not re.search(r"bintang|★|pasal", text, re.IGNORECASE)


def test_sources_are_told_and_lead_to_where_they_can_be_read(reader: pypdf.PdfReader, report: Report) -> None:
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    links = {note["/A"]["/URI"] for note in notes}
    assert links == {source.url for source in report.sources}
    assert [source.title for source in report.sources if flat(source.title) not in text_of(reader)] == []


def test_the_file_says_what_it_is_in_which_language(reader: pypdf.PdfReader, report: Report) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "Penilaian mandiri kesiapan OVOP K7QM-3F9P"
    assert reader.metadata.author == "Asisten OVOP"
    assert reader.metadata.creation_date == report.made_at
    assert reader.trailer["/Root"]["/Lang"] == "id"


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert pdf(report, picture()) == pdf(report, picture())


def test_an_english_report_is_english() -> None:
    text = text_of(read(compose(made(language=Language.ENGLISH), cite)))
    assert "Notanofficial" in text or "notanofficial" in text
    assert not re.search(r"Langkahberikutnya|Syaratwajib|belumdijawab", text)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_name_breaks_it(name: str) -> None:
    report = compose(made(profile=replace(PROFILE, owner_name=name, business_name=name)), cite)
    reader = read(report)
    latin = "".join(re.findall(r"[A-Za-z{}*-]+", name.replace("[31m", "m")))
    assert latin[:2_000] in "".join(re.findall(r"[A-Za-z{}*-]+", text_of(reader)))
    assert len(reader.pages) == 2 or len(name) > 3_000


@pytest.mark.parametrize("name", ["emoji", "Javanese", "Chinese"])
def test_letters_that_the_typeface_lacks_are_seen_to_be_missing(name: str) -> None:
    report = compose(made(profile=replace(PROFILE, owner_name=NAMES[name])), cite)
    assert "□" in text_of(read(report))


def test_sixty_items_with_long_words_take_more_pages_and_lose_nothing() -> None:
    report = compose(made(60, again=True), cite)
    longer = replace(report, items=tuple(replace(row, raises=f"{row.raises} {'pertanggungjawaban' * 6}") for row in report.items))
    reader = read(longer)
    text = text_of(reader)

    assert len(reader.pages) > 2
    assert [row.raises for row in longer.items if flat(row.raises).replace("-", "") not in text.replace("-", "")] == []
    assert all(f"{number}/{len(reader.pages)}" in page.extract_text() for number, page in enumerate(reader.pages, 1))


def test_a_text_taller_than_a_page_flows_on() -> None:
    report = compose(made(), cite)
    endless = " ".join(f"kata{number}" for number in range(1_500))
    text = text_of(read(replace(report, items=(replace(report.items[0], raises=endless), *report.items[1:]), meaning=endless)))
    assert text.count(flat(endless)[-2_000:-1_000]) >= 1
    assert text.count("kata1499") == 2


def test_a_report_with_little_in_it_is_set_too() -> None:
    report = compose(made(6, given={}), cite)
    bare = replace(report, gates=(), steps=(), sources=(Backing("Tanpa alamat", "", "", ""),), directions=(), axes=())
    assert "Tanpaalamat" in text_of(read(bare))


def test_no_type_is_smaller_than_seven_points() -> None:
    sizes: set[float] = set()
    for page in read(compose(made(60), cite)).pages:
        page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.add(size) if text.strip() else None)
    assert sizes
    assert min(sizes) >= 7
