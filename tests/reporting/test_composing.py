"""A report says where a business stands, what would raise it, and what it is not."""

import re
from dataclasses import replace

import pytest

from bot.domain.instrument import Standing
from bot.domain.people import Language
from bot.domain.scoring import score
from bot.reporting.composing import NO_POINTS, compose
from bot.reporting.report import Report
from tests.reporting.samples import PROFILE, answers, cite, instrument, made


def words(report: Report) -> str:
    return repr(report).replace("\\xa0", " ").replace("\xa0", " ")


def test_every_item_is_in_the_report_with_what_would_raise_it() -> None:
    report = compose(made(), cite)

    assert len(report.items) == 28
    assert all(row.raises for row in report.items)


def test_beside_the_number_stands_what_it_does_not_make_up_for() -> None:
    report = compose(made(given={"g0": "yes"}), cite)

    assert "Syarat pokok baru ada 1 dari 6." in report.meaning
    assert "angka terendah" not in words(report), "here an item may bring no point"


def test_must_haves_come_first_among_the_items() -> None:
    aspects = [row.aspect for row in compose(made(), cite).items]

    assert aspects[:6] == ["Syarat pokok"] * 6
    assert "Syarat pokok" not in aspects[6:]


def test_an_item_tells_the_step_of_its_answer_else_the_best_answer_else_that_nothing_is_missing() -> None:
    given = {"i0": "some", "i1": "more", "i2": "all", "g0": "yes"}
    rows = {row.label.split("\xa0")[0]: row for row in compose(made(given=given), cite).items}

    assert rows["Asal bahan baku"].raises.startswith("Mulailah dengan mencatat asal bahan baku")
    assert rows["Pemasok tetap"].raises == "Naik bila: Sudah tetap dan tercatat rapi"
    assert rows["Cerita di balik produk"].raises == "Sudah penuh. Tinggal dijaga."
    assert rows["Nomor Induk Berusaha (NIB)"].raises == "Sudah terpenuhi."
    assert [rows[name].points for name in ("Asal bahan baku", "Pemasok tetap", "Cerita di balik produk")] == ["1/3", "2/3", "3/3"]


def test_what_was_left_open_is_said_and_brings_no_points() -> None:
    report = compose(made(given={}), cite)

    assert {row.answer for row in report.items} == {"belum dijawab"}
    assert {row.points for row in report.items} == {"0/3", NO_POINTS}
    assert {gate.standing for gate in report.gates} == {None}
    assert {gate.words for gate in report.gates} == {"Belum dijawab"}


def test_a_must_have_tells_its_standing_and_the_answer() -> None:
    gates = compose(made(given={"g0": "yes", "g1": "no", "g2": "unsure"}), cite).gates

    assert [gate.standing for gate in gates[:4]] == [Standing.MET, Standing.UNMET, Standing.UNKNOWN, None]
    assert gates[1].words == "Belum terpenuhi: Belum punya"


def test_there_are_three_next_steps_with_their_sources() -> None:
    steps = compose(made(), cite).steps

    assert [step.number for step in steps] == [1, 2, 3]
    assert all(step.source and step.url.startswith("https://") for step in steps)


def test_a_step_without_a_source_stands_alone() -> None:
    report = compose(made(), lambda _: None)

    assert {step.source for step in report.steps} == {""}
    assert report.sources == ()
    assert "[" not in "".join(row.raises for row in report.items)


def test_sources_are_told_once_those_of_the_next_steps_first() -> None:
    report = compose(made(), cite)

    assert len(set(report.sources)) == len(report.sources) == 7
    first = list(dict.fromkeys(step.source for step in report.steps))
    assert [source.label for source in report.sources[: len(first)]] == first


def test_the_number_beside_an_item_is_that_of_its_source() -> None:
    report = compose(made(given={"i0": "some"}), cite)
    row = next(row for row in report.items if row.label.startswith("Asal bahan baku"))
    number = re.search(r"\[(\d+)\]$", row.raises)

    assert number
    assert report.sources[int(number[1]) - 1] == cite("sumber.0")


def test_the_first_time_there_is_nothing_to_compare() -> None:
    report = compose(made(), cite)

    assert report.changes == ()
    assert report.earlier is None


def test_changes_since_last_time_are_told_the_whole_first() -> None:
    report = compose(made(again=True), cite)

    assert re.fullmatch(r"Keseluruhan: dari \d+% menjadi \d+%, (naik|turun) \d+", report.changes[0])
    assert "Sertifikat halal: sekarang terpenuhi" in report.changes
    assert "Izin edar sesuai jenis produk: sekarang belum terpenuhi" in report.changes
    assert report.earlier is not None
    assert len(report.earlier) == len(report.axes) == 9


def test_where_nothing_changed_it_says_so() -> None:
    same = made()
    assert compose(replace(same, previous=same.score), cite).changes == ("Hasilnya sama seperti pengisian sebelumnya.",)


def test_a_score_of_another_questionnaire_is_not_drawn_beside() -> None:
    other = score(instrument(6), "batik", {})
    assert compose(replace(made(), previous=other), cite).earlier is None


def test_where_parts_are_too_few_the_radar_shows_the_aspects() -> None:
    form = instrument()
    plain = replace(form, items=tuple(replace(item, part="") for item in form.items))
    report = compose(replace(made(), instrument=plain, score=score(plain, "batik", answers(plain))), cite)

    assert [axis.label for axis in report.axes] == [bar.label for bar in report.aspects]


@pytest.mark.parametrize(
    ("zone", "date"),
    [
        ("Asia/Jakarta", "25 November 2026, pukul 00.05 WIB"),
        ("Asia/Makassar", "25 November 2026, pukul 01.05 WITA"),
        ("Asia/Jayapura", "25 November 2026, pukul 02.05 WIT"),
    ],
)
def test_the_date_is_that_of_the_owners_clock(zone: str, date: str) -> None:
    assert compose(replace(made(), zone=zone), cite).date == date


def test_what_is_unknown_of_the_business_is_said() -> None:
    profile = dict(compose(made(profile=replace(PROFILE, business_name=" \n", since=None, sentra=None)), cite).profile)

    assert profile["Usaha"] == profile["Sejak tahun"] == profile["Di dalam sentra"] == "belum diisi"
    assert profile["Produk"] == "Batik dan tenun"


@pytest.mark.parametrize("language", list(Language))
def test_it_says_what_it_is_not(language: Language) -> None:
    report = compose(made(language=language), cite)

    assert len(report.is_not) == 4
    assert all(re.search(r"\b(bukan|not)\b", line) for line in report.is_not)
    assert report.status


@pytest.mark.parametrize("language", list(Language))
def test_no_star_is_a_result_and_no_article_is_named(language: Language) -> None:
    report = compose(made(language=language, again=True), cite)

    assert not re.search(r"\bbintang\b|\bstars?\b|★|\bpasal\b|\barticle\b", words(replace(report, is_not=())), re.IGNORECASE)


def test_an_english_report_has_no_indonesian_words_of_ours() -> None:
    report = compose(made(language=Language.ENGLISH, again=True), cite)

    assert report.date == "25 November 2026, 00:05 WIB"
    assert dict(report.profile)["Business"] == "Batik Tulis Sekar Arum"
    assert not re.search(r"\b(belum dijawab|Terpenuhi|Naik bila|Keseluruhan|Syarat pokok)\b", words(report))
