"""Reading a corpus: every fault is named with file and line, all of them at once."""

from pathlib import Path

import pytest

from knowledge.amounts import Measure, Range
from knowledge.passages import Confidence, Corpus, Kind, Page, Status
from knowledge.sources import CorpusBroken, load_corpus
from tests.knowledge.stage import ASKED, ENGLISH, INDONESIAN, LINES, front, section, write

FIRST = front().count("\n") + 1
"""The line on which the first passage of a file begins."""


def faults_of(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(CorpusBroken) as caught:
        load_corpus(folder)
    return [(fault.path.name, fault.line, fault.what) for fault in caught.value.faults]


def only_fault_of(folder: Path, content: str | bytes, name: str = "contoh.md") -> tuple[str, int, str]:
    write(folder, name, content)
    (fault,) = faults_of(folder)
    return fault


def loaded(folder: Path, content: str | bytes, name: str = "contoh.md") -> Corpus:
    write(folder, name, content)
    return load_corpus(folder)


def test_a_sound_file_becomes_passages(tmp_path: Path) -> None:
    lines = {**LINES, "confidence": "pasti", "formerly": "contoh.dulu", "ranges": "penjualan 2000000000..15000000000"}
    (passage,) = loaded(tmp_path, front() + section(lines=lines)).passages
    assert (passage.id, passage.topic, passage.kind) == ("contoh.jumlah", "sentra", Kind.FACT)
    assert (passage.status, passage.confidence) == (Status.CURRENT, Confidence.PASTI)
    assert (passage.wording("id").text, passage.wording("en").text) == (INDONESIAN, ENGLISH)
    assert passage.wording("en").heading == "How many businesses make a cluster?"
    assert passage.asked == ASKED
    assert passage.pages == (Page("Dinas, tulisan tentang sentra", "https://example.go.id/sentra"),)
    assert passage.ranges == (Range(Measure.SALES, 2_000_000_000, 15_000_000_000),)
    assert passage.source.status_date == "2026-11-24"


def test_a_former_id_still_resolves_also_by_its_button(tmp_path: Path) -> None:
    corpus = loaded(tmp_path, front() + section(lines={**LINES, "formerly": "contoh.dulu"}))
    (passage,) = corpus.passages
    assert corpus.get("contoh.dulu") is passage
    old = loaded(tmp_path / "old", front() + section("contoh.dulu")).passages[0].token
    assert corpus.by_token(old) is passage
    assert corpus.by_token("0" * 16) is None


def test_lines_of_a_paragraph_are_joined_and_paragraphs_and_points_stay_apart(tmp_path: Path) -> None:
    text = f"{INDONESIAN}\nSatu lokasi boleh   satu desa.\n\nTanyakan:\n1. ke dinas,\nsekarang;\n2. ke sentra.\n\nLalu tunggu."
    (passage,) = loaded(tmp_path, front() + section(text=text)).passages
    assert passage.wording("id").text == (
        f"{INDONESIAN} Satu lokasi boleh satu desa.\n\nTanyakan:\n1. ke dinas, sekarang;\n2. ke sentra.\n\nLalu tunggu."
    )


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_foreign_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path, newline: str) -> None:
    content = (front() + section()).replace("\n", newline)
    (passage,) = loaded(tmp_path, b"\xef\xbb\xbf" + content.encode()).passages
    assert passage.wording("id").text == INDONESIAN


@pytest.mark.parametrize(
    ("spoilt", "line", "said"),
    [
        ({"addresses": "{dinas: [}"}, 10, "YAML"),
        ({"status_date": "2026-13-45"}, 1, "month"),
        ({"title": None}, 1, "title"),
        ({"confidence": "yakin"}, 9, "confidence"),
        ({"status": "berlaku"}, 7, "status"),
        ({"status_date": "kemarin"}, 8, "status_date"),
        ({"colour": "red"}, 11, "colour"),
        ({"status": "superseded"}, 1, "status_note"),
        ({"status": "abroad", "status_note": "Ini aturan luar negeri."}, 1, "status_note_en"),
        ({"id": "lain"}, 2, "lain.md"),
        ({"addresses": '{dinas: {title: "Dinas", url: "example.go.id"}}'}, 10, "url"),
    ],
)
def test_a_fault_of_the_front_matter_is_named(tmp_path: Path, spoilt: dict[str, str | None], line: int, said: str) -> None:
    good = section("lain.jumlah") if spoilt.get("id") else section()
    name, where, what = only_fault_of(tmp_path, front(**spoilt) + good)
    assert (name, where) == ("contoh.md", line)
    assert said in what


@pytest.mark.parametrize(("head", "line"), [("- a\n- b", 1), ("just words", 1), ("", 1), ("? [a]\n: b", 2)])
def test_front_matter_that_is_no_table_is_named(tmp_path: Path, head: str, line: int) -> None:
    assert only_fault_of(tmp_path, f"---\n{head}\n---\n{section()}")[:2] == ("contoh.md", line)


def test_front_matter_without_an_end_is_named(tmp_path: Path) -> None:
    assert only_fault_of(tmp_path, front().removesuffix("---\n"))[:2] == ("contoh.md", 1)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (section(heading="## Berapa usaha di satu sentra?"), "heading"),
        (section(heading="## Berapa usaha di satu sentra? {#Contoh Jumlah}"), "heading"),
        (section(english=None), "English"),
        (section(asked=None), "Ditanya"),
        (section(asked=ASKED[:2]), "at least 3"),
        (section(asked=(*ASKED, ASKED[0])), "twice"),
        (section(asked=ASKED) + "catatan\n", "catatan"),
        (section(lines={**LINES, "sources": "dinas, koran"}), "koran"),
        (section(lines={"topic": "sentra"}), "source"),
        (section(lines={**LINES, "topic": "cuaca"}), "topic"),
        (section(lines={"sources": "dinas"}), "topic"),
        (section(lines={**LINES, "kind": "rumour"}), "kind"),
        (section(lines={**LINES, "colour": "red"}), "colour"),
        (section(lines={**LINES, "ranges": "penjualan banyak"}), "ranges"),
        (section(lines={**LINES, "related": "a.a, b.b, c.c, d.d, e.e"}), "related"),
        (section(text="Lima usaha."), "characters"),
        (section(text=INDONESIAN * 9), "characters"),
        (section(english="Five."), "(en)"),
        (section("lain.jumlah"), "contoh."),
        (section(text=f"- topic: halal\n\n{INDONESIAN}"), "twice"),
    ],
)
def test_a_fault_of_a_passage_is_named_with_its_line(tmp_path: Path, spoilt: str, said: str) -> None:
    name, line, what = only_fault_of(tmp_path, front() + section("contoh.satu") + spoilt)
    assert (name, line) == ("contoh.md", FIRST + section("contoh.satu").count("\n"))
    assert said in what


def test_a_passage_that_is_not_known_needs_no_source(tmp_path: Path) -> None:
    (passage,) = loaded(tmp_path, front() + section(lines={"topic": "sentra", "kind": "unknown"})).passages
    assert passage.kind is Kind.UNKNOWN


def test_a_file_without_passages_is_named(tmp_path: Path) -> None:
    write(tmp_path, "utuh.md", front(id="utuh") + section("utuh.jumlah"))
    assert only_fault_of(tmp_path, front() + "Belum ada isinya.\n")[0] == "contoh.md"


def test_an_id_used_twice_is_named_where_it_stands_again(tmp_path: Path) -> None:
    _, line, what = only_fault_of(tmp_path, front() + section() + section())
    assert line == FIRST + section().count("\n")
    assert "contoh.jumlah" in what
    assert f"contoh.md:{FIRST}" in what


def test_a_former_id_cannot_be_taken_again(tmp_path: Path) -> None:
    again = section("contoh.kedua", lines={**LINES, "formerly": "contoh.jumlah"})
    assert "contoh.jumlah" in only_fault_of(tmp_path, front() + section() + again)[2]


def test_a_related_passage_that_is_missing_is_named(tmp_path: Path) -> None:
    name, line, what = only_fault_of(tmp_path, front() + section(lines={**LINES, "related": "contoh.entah"}))
    assert (name, line) == ("contoh.md", FIRST)
    assert "contoh.entah" in what


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    content = (front() + section()).encode().replace(b"lokasi", b"lokas\xed")
    name, line, what = only_fault_of(tmp_path, content)
    assert name == "contoh.md"
    assert content.split(b"\n")[line - 1].startswith(b"Paling sedikit")
    assert "UTF-8" in what


@pytest.mark.parametrize("made", [True, False])
def test_a_directory_without_texts_is_named(tmp_path: Path, *, made: bool) -> None:
    place = tmp_path / "corpus"
    if made:
        place.mkdir()
    assert faults_of(place)[0][0] == "corpus"


def test_texts_without_words_are_no_corpus(tmp_path: Path) -> None:
    assert "no passage" in only_fault_of(tmp_path, "\n \n", "kosong.txt")[2]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    spoilt = section("contoh.satu", english=None) + section("contoh.dua", asked=ASKED[:1], text="Pendek.") + section("contoh.tiga")
    write(tmp_path, "contoh.md", front() + spoilt)
    write(tmp_path, "lain.md", front(id="lain", title=None, kind="poem"))
    write(tmp_path, "baris.jsonl", '{"id": 1}\n[]\n')
    write(tmp_path, "rusak.txt", b"\xff\xfe")
    found = faults_of(tmp_path)
    assert [name for name, _, _ in found].count("contoh.md") == 3
    assert [name for name, _, _ in found].count("lain.md") == 2
    assert [line for name, line, _ in found if name == "baris.jsonl"] == [1, 2]
    assert [line for name, line, _ in found if name == "rusak.txt"] == [1]


def test_faults_read_like_links(tmp_path: Path) -> None:
    write(tmp_path, "contoh.md", front() + section(english=None))
    with pytest.raises(CorpusBroken, match=rf"^contoh\.md:{FIRST}: "):
        load_corpus(tmp_path)


def test_what_is_related_to_a_broken_passage_is_not_blamed(tmp_path: Path) -> None:
    related = section("contoh.kedua", lines={**LINES, "related": "contoh.jumlah"})
    assert "English" in only_fault_of(tmp_path, front() + section(english=None) + related)[2]


def test_plain_markdown_is_read_by_its_headings(tmp_path: Path) -> None:
    corpus = loaded(tmp_path, "# Pupuk\n\nPupuk kandang dipakai di sawah.\n\n## Benih {#benih}\n\nBenih padi ditebar.\n", "tani.md")
    assert [(passage.id, passage.wording("id").heading) for passage in corpus.passages] == [("tani.1", "Pupuk"), ("tani.2", "Benih")]
    assert corpus.passages[1].wording("en").text == "Benih padi ditebar."


def test_plain_text_is_read_by_its_articles(tmp_path: Path) -> None:
    corpus = loaded(tmp_path, "Pembukaan.\nPasal 1\nSawah adalah lahan.\nPasal 2\nAir dibagi.\n", "aturan.txt")
    assert [passage.wording("id").heading for passage in corpus.passages] == ["", "Pasal 1", "Pasal 2"]


def test_json_lines_are_read_with_title_and_questions(tmp_path: Path) -> None:
    first = '{"id": "a", "title": "Air", "text": "Air mengalir\u2028ke hilir.", "questions": ["ke mana air?"]}'
    one, two = loaded(tmp_path, first + '\n\n{"id": 2, "text": "Api panas."}\n', "alam.jsonl").passages
    assert (one.id, one.wording("id").heading, one.asked) == ("a", "Air", ("ke mana air?",))
    assert "hilir" in one.wording("id").text
    assert (two.id, two.wording("id").heading, two.asked) == ("2", "", ())


def test_half_a_character_in_json_lines_is_replaced(tmp_path: Path) -> None:
    (passage,) = loaded(tmp_path, r'{"id": "a", "text": "Air \ud83d mengalir."}', "alam.jsonl").passages
    assert passage.wording("id").text.encode() == "Air \ufffd mengalir.".encode()


@pytest.mark.parametrize(
    "row",
    ["{", "[]", '"a"', "null", '{"id": "a"}', '{"text": "a"}', '{"id": "a", "text": null}', '{"id": "a", "text": "b", "questions": 5}'],
)
def test_a_json_line_that_is_no_passage_is_named(tmp_path: Path, row: str) -> None:
    assert only_fault_of(tmp_path, '{"id": "a1", "text": "Air."}\n' + row, "alam.jsonl")[:2] == ("alam.jsonl", 2)


def test_the_digest_names_the_content(tmp_path: Path) -> None:
    once = loaded(tmp_path, front() + section()).digest
    assert load_corpus(tmp_path).digest == once
    assert loaded(tmp_path, front() + section(text=INDONESIAN.replace("lima", "enam"))).digest != once
