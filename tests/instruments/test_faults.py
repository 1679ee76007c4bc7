"""Every fault of an instrument's file is named with its line."""

from pathlib import Path

import pytest

from bot.domain.instrument import Standing
from bot.domain.people import Language
from bot.instruments import InstrumentFaulty, load

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")

# what stands there, what it becomes, the line of the fault counted from the first line of what stands there, and what is said
BROKEN = {
    "another format": ("format: 1", "format: 2", 0, "'format' wants '1'"),
    "no version": ('version: "1"', 'version: ""', 0, "'version' is empty"),
    "no status": ("status: Contoh saja.", "status:", 0, "'status'"),
    "no title": ("title: {id: Kecil, en: Small}", "", -4, "'title' is missing"),
    "no minutes": ("minutes: 2", "minutes: 0", 0, "'minutes'"),
    "words without Indonesian": ("title: {id: Kecil, en: Small}", "title: {en: Small}", 0, "wants Indonesian words"),
    "words of an unknown language": ("title: {id: Kecil, en: Small}", "title: {id: Kecil, jv: Cilik}", 0, "wants one of: 'id' or 'en'"),
    "empty words": ("label: Awal", 'label: "  "', 0, "'label.id' is empty"),
    "unknown key": ("    why: Perlu izin.", "    why: Perlu izin.\n    wy: Salah", 1, "'wy' is not known here"),
    "missing key": ("  - id: izin\n    short: Izin\n", "  - id: izin\n", 0, "'short' is missing"),
    "key twice": ("    short: Izin", "    short: Izin\n    short: Lagi", 1, "'short' stands twice"),
    "key that is no word": ("minutes: 2", "minutes: 2\n? [a, b]\n: c", 1, "a key wants to be one word"),
    "no YAML": ("title: {id: Kecil, en: Small}", "title: {id: Kecil, en: Small", 1, "not YAML"),
    "tab": ("    short: Izin", "\tshort: Izin", 0, "not YAML"),
    "second document": ("minutes: 2", "minutes: 2\n---\nlagi: ya", 1, "not YAML"),
    "forbidden character": ("    short: Izin", "    short: Iz\x07in", 0, "not YAML"),
    "anchor": ("    label: Teh", "    label: &teh Teh", 0, "anchors (&) and aliases (*) are not read"),
    "alias": ("    label: Teh", "    label: *teh", 0, "anchors (&) and aliases (*) are not read"),
    "far too deep": ("    label: Teh", f"    label: {'[' * 5000}{']' * 5000}", 0, "nested more than 20 deep"),
    "item id with a blank": ("  - id: pahit", "  - id: pahit sekali", 0, "wants small letters, digits and hyphens"),
    "item id too long": ("  - id: pahit", "  - id: pahit-pahit-pahit-pahit", 0, "{1,20}"),
    "option id too long": ("      - id: belum", "      - id: belum-ada-sama", 0, "{1,12}"),
    "item twice": ("  - id: pahit", "  - id: izin", 0, "id 'izin' is used twice"),
    "option twice": ("      - id: belum", "      - id: ada", 0, "id 'ada' is used twice"),
    "aspect twice": ("  - id: rupa", "  - id: rasa", 0, "id 'rasa' is used twice"),
    "part twice": ("parts: [{id: warna", "parts: [{id: daun", 0, "id 'daun' is used twice"),
    "direction twice": ("  - {id: citra, label: Citra}", "  - {id: citra, label: C}\n  - {id: citra, label: D}", 1, "is used twice"),
    "commodity twice": ("    label: Teh", "    label: Teh\n  - id: teh\n    label: Lagi", 1, "id 'teh' is used twice"),
    "unknown aspect": ("    aspect: rasa", "    aspect: bau", 0, "aspect 'bau' is not known; wants one of: rasa, rupa"),
    "unknown part": ("    part: daun", "    part: batang", 0, "part 'batang' is not known"),
    "part of another aspect": ("    part: daun", "    part: warna", 0, "part 'warna' belongs to aspect 'rupa'"),
    "unknown direction": ("    direction: citra", "    direction: kiri", 0, "direction 'kiri' is not known"),
    "unknown commodity": ("    commodities: [teh]", "    commodities:\n      - teh\n      - susu", 2, "commodity 'susu' is not known"),
    "aspect without item": ("aspects:", "aspects:\n  - {id: baru, label: Baru, weight: 1}", 1, "no item belongs to aspect 'baru'"),
    "weight of nothing": ("    weight: 10", "    weight: 0", 0, "'weight' wants a number above 0"),
    "weight that is no number": ("    weight: 10", "    weight: .nan", 0, "'weight'"),
    "weight for some only": ("    weight: 5\n", "", -2, "wants a weight, as other aspects have one"),
    "one option only": (
        "      - id: belum\n        label: Belum\n        meets: no\n        step: Datangi dinas.\n", "", -5, "'options' wants at least 2",
    ),
    "points all the same": ("        points: 2", "        points: 0", -7, "all options have the same points"),
    "points missing": ("        label: Tidak\n        points: 2", "        label: Tidak", -1, "wants 'points'"),
    "points below nothing": ("        points: 0", "        points: -1", 0, "'points'"),
    "points that are no number": ("        points: 2", "        points: dua", 0, "'points'"),
    "scored option that meets": ("        points: 2", "        points: 2\n        meets: yes", 1, "'meets' is for must-haves"),
    "scored option without step": ("        step: Petik lebih muda.\n", "", -3, "option 'ya' is a low one; wants a 'step'"),
    "gate with points": ("        meets: yes", "        meets: yes\n        points: 1", 1, "has no points"),
    "gate without meets": ("        meets: yes\n", "", -2, "wants 'meets: yes', 'no' or 'unknown'"),
    "gate that meets otherwise": ("        meets: yes", "        meets: mostly", 0, "'meets' wants 'yes', 'no' or 'unknown'"),
    "gate nobody meets": ("        meets: yes", "        meets: unknown", -3, "wants at least one option with 'meets: yes'"),
    "gate without step": ("        step: Datangi dinas.\n", "", -3, "option 'belum' is a low one"),
    "passage of no step": ("        meets: yes", "        meets: yes\n        passage: spp-irt.nilai", 1, "backs its 'step'"),
    "gate with direction": ("    why: Perlu izin.", "    why: Perlu izin.\n    direction: citra", 1, "has no direction"),
    "unknown proof": ("    why: Perlu izin.", "    why: Perlu izin.\n    proof: video", 1, "'proof' wants one of"),
    "said of two options": ("        meets: no", "        meets: no\n        sounds: [Sdh ada]", 1, "is written for two options"),
    "bands not from nothing": ("  - at_least: 0", "  - at_least: 5", 0, "the first band wants 'at_least: 0'"),
    "bands not rising": ("  - at_least: 50", "  - at_least: 0", 0, "bands want to come lowest first"),
    "band beyond all": ("  - at_least: 50", "  - at_least: 101", 0, "'at_least'"),
    "unknown passage": ("    passage: tanya-ovop.apa-itu", "    passage: ovop.salah", 0, "passage 'ovop.salah' is not in the corpus"),
}  # fmt: skip


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InstrumentFaulty) as raised:
        load(path, {"tanya-ovop.apa-itu"}.__contains__)
    return str(raised.value).splitlines()


def test_the_small_one_that_is_broken_here_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "whole.yaml"
    path.write_text(SMALL, encoding="utf-8")
    found = load(path, {"tanya-ovop.apa-itu"}.__contains__)
    assert [item.id for item in found.items] == ["izin", "pahit", "hijau"]
    assert [option.standing for option in found.items[0].options] == [Standing.MET, Standing.UNMET]
    assert found.title == {Language.INDONESIAN: "Kecil", Language.ENGLISH: "Small"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    before, after, offset, said = BROKEN[name]
    assert SMALL.count(before) >= 1
    start = SMALL[: SMALL.index(before)].count("\n") + 1
    path = tmp_path / "broken.yaml"
    path.write_text(SMALL.replace(before, after, 1), encoding="utf-8")
    assert [line for line in faults_of(path) if line.startswith(f"{path}:{start + offset}: ") and said in line], faults_of(path)


def test_a_commodity_that_is_asked_nothing_with_points_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    text = SMALL.replace("    label: Teh", "    label: Teh\n  - {id: gula, label: Gula}")
    path.write_text(text.replace("    part: warna", "    part: warna\n    commodities: [teh]"), encoding="utf-8")
    assert faults_of(path) == [f"{path}:10: nothing with points is asked of commodity 'gula'; wants at least one such item"]


def test_all_faults_are_told_at_once_by_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    text = SMALL.replace("    weight: 10", "    weight: -1").replace("    part: daun", "    part: batang")
    text = text.replace("minutes: 2", "minutes: x").replace("    short: Hijau", "    short: Hijau\n    short: Lagi")
    path.write_text(text, encoding="utf-8")
    lines = [int(fault.removeprefix(f"{path}:").split(":")[0]) for fault in faults_of(path)]
    assert lines == [4, 13, 41, 54]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "0: the file is empty"),
        (b"- a\n- b\n", "1: wants keys and values"),
        (b"just words", "1: wants keys and values"),
        (b"format: 1\ntitle: \xff\n", "2: not UTF-8 text"),
        (b"# much\n" * 200_000, "0: the file is larger than"),
    ],
)
def test_what_is_no_instrument_at_all_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    assert f"{path}:{said}" in faults_of(path)[0]


def test_lists_and_text_where_something_else_is_wanted_are_faults_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("format: [1]\nitems: {a: b}\naspects: [x, {id: y, parts: z}]\nbands: 3\ncommodities: [[]]\n", encoding="utf-8")
    assert len(faults_of(path)) > 5


def test_a_bomb_of_aliases_is_refused_before_it_is_built(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    layers = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 60))
    path.write_text(f"l0: &l0 [lol]\n{layers}", encoding="utf-8")
    assert "anchors (&) and aliases (*) are not read" in faults_of(path)[0]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in faults_of(tmp_path / "none.yaml")[0]
