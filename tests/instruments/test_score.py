"""The score, against a calculation written another way and against numbers worked by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instrument import Instrument, Item, Standing, in_language
from bot.domain.people import Language
from bot.domain.scoring import MOST_USEFUL, Answers, Score, lowest, score
from bot.instruments import SHIPPED, load
from tests.instruments.plain import Plain

HERE = Path(__file__).parent
FILES = {"shipped": SHIPPED, "other": HERE / "other-shape.yaml", "small": HERE / "small.yaml"}
LOADED = {name: load(path) for name, path in FILES.items()}
PLAIN = {name: Plain(path) for name, path in FILES.items()}
SHIPPED_ONE, OTHER, SMALL = LOADED.values()
EVERY_OPTION = [
    (name, commodity.id, item.id, option.id)
    for name, instrument in LOADED.items()
    for commodity in instrument.commodities
    for item in instrument.items_for(commodity.id)
    for option in item.options
]
Run = tuple[str, str, dict[str, str]]


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """An instrument, a commodity, and answers to some of all its items, of which a few are no options at all."""
    name = draw(st.sampled_from(sorted(LOADED)))
    commodity = draw(st.sampled_from([each.id for each in LOADED[name].commodities]))
    answers = {}
    for item in LOADED[name].items:
        chosen = draw(st.sampled_from([None, "no-such", *(option.id for option in item.options)]))
        if chosen:
            answers[item.id] = chosen
    return name, commodity, answers


def scored(run: Run) -> Score:
    name, commodity, answers = run
    return score(LOADED[name], commodity, answers)


@given(runs())
def test_the_whole_is_what_another_calculation_gives(run: Run) -> None:
    name, commodity, answers = run
    exact = PLAIN[name].percent(commodity, answers)
    assert scored(run).percent == pytest.approx(float(exact), abs=1e-9)
    assert 0 <= exact <= 100


@given(runs())
def test_aspects_parts_and_directions_are_what_another_calculation_gives(run: Run) -> None:
    name, commodity, answers = run
    found = scored(run)
    for kind, shares in (("aspect", found.aspects), ("part", found.parts), ("direction", found.directions)):
        assert {share.id: (share.points, share.most) for share in shares} == PLAIN[name].shares(commodity, answers, kind)


@given(runs())
def test_the_band_holds_the_whole_and_the_next_does_not(run: Run) -> None:
    bands = LOADED[run[0]].bands
    found = scored(run)
    above = bands[bands.index(found.band) + 1 :]
    assert found.band.at_least <= found.percent
    assert all(found.percent < band.at_least for band in above)


@given(runs())
def test_must_haves_stand_as_their_options_say(run: Run) -> None:
    name, commodity, answers = run
    gates = [item for item in LOADED[name].items_for(commodity) if item.is_gate]
    standings = [{option.id: option.standing for option in item.options}.get(answers.get(item.id, "")) for item in gates]
    assert scored(run).gates == tuple(zip(gates, standings, strict=True))


@given(runs())
def test_closing_a_gap_raises_the_whole_by_its_gain(run: Run) -> None:
    name, commodity, answers = run
    found = scored(run)
    for gap in found.gaps:
        better = score(LOADED[name], commodity, {**answers, gap.item.id: best_of(gap.item)})
        assert better.percent - found.percent == pytest.approx(gap.gain, abs=1e-9)
        assert gap.item not in [each.item for each in better.gaps]


@given(runs())
def test_all_gains_together_are_what_is_missing_to_a_hundred(run: Run) -> None:
    found = scored(run)
    assert sum(gap.gain for gap in found.gaps) + found.percent == pytest.approx(100, abs=1e-9)


@given(runs())
def test_gaps_begin_with_must_haves_and_go_on_by_gain(run: Run) -> None:
    found = scored(run)
    gates = [gap.item.is_gate for gap in found.gaps]
    gains = [gap.gain for gap in found.gaps if not gap.item.is_gate]
    assert gates == sorted(gates, reverse=True)
    assert gains == sorted(gains, reverse=True)
    assert [gap.item for gap in found.gaps if gap.item.is_gate] == [item for item, standing in found.gates if standing is not Standing.MET]


@given(runs())
def test_every_gap_has_a_step_and_the_steps_are_the_first_three(run: Run) -> None:
    found = scored(run)
    assert all(gap.step for gap in found.gaps if not gap.option or gap.option.standing is not Standing.UNKNOWN)
    assert list(found.steps) == [gap for gap in found.gaps if gap.step][:MOST_USEFUL]


@given(runs())
def test_what_is_no_option_counts_as_open(run: Run) -> None:
    name, commodity, answers = run
    told = {item: chosen for item, chosen in answers.items() if chosen != "no-such"}
    asked = [item.id for item in LOADED[name].items_for(commodity)]
    assert scored(run) == score(LOADED[name], commodity, told)
    assert scored(run).open == len([item for item in asked if item not in told])


@pytest.mark.parametrize(("name", "commodity", "item", "option"), EVERY_OPTION)
def test_every_option_alone_brings_what_it_is_worth(name: str, commodity: str, item: str, option: str) -> None:
    worth = PLAIN[name].worth(commodity).get((item, option), 0)
    assert score(LOADED[name], commodity, {item: option}).percent == pytest.approx(float(worth), abs=1e-9)


def test_nothing_answered_is_nothing_reached() -> None:
    found = score(SHIPPED_ONE, "pangan", {})
    # 27 items are asked of food and drink, all are open, all are gaps; the three first steps are those of must-haves
    assert (found.percent, found.open, len(found.gaps)) == (0, 27, 27)
    assert [gap.item.id for gap in found.steps] == ["sk-sentra", "legal-industri", "usulan-dinas"]


def test_the_lowest_of_all_answers_is_a_third() -> None:
    # A 10 of 30, B 6 of 18, C 5 of 15 points: a third of each aspect, so a third of the whole, whatever the weights
    fewest = {item.id: min(item.options, key=lambda option: option.points).id for item in SHIPPED_ONE.items if not item.is_gate}
    found = score(SHIPPED_ONE, "pangan", fewest)
    assert found.percent == pytest.approx(100 / 3)
    assert in_language(found.band.label, Language.INDONESIAN) == "Baru mulai"


@pytest.mark.parametrize("commodity", [one.id for one in SHIPPED_ONE.commodities])
def test_all_in_the_middle_is_not_called_strong(commodity: str) -> None:
    middle = {item.id: next(one.id for one in item.options if one.points == 2) for item in SHIPPED_ONE.items if not item.is_gate}
    found = score(SHIPPED_ONE, commodity, middle)
    assert found.percent == pytest.approx(200 / 3)
    assert in_language(found.band.label, Language.INDONESIAN) == "Mulai terbentuk"
    assert lowest(SHIPPED_ONE, commodity) == pytest.approx(100 / 3)


def test_the_best_of_all_answers_is_a_hundred_and_leaves_no_gap() -> None:
    found = score(SHIPPED_ONE, "gerabah", {item.id: best_of(item) for item in SHIPPED_ONE.items})
    assert (found.percent, found.gaps, found.open) == (100, (), 0)


def test_a_weaver_somewhere_in_the_middle() -> None:
    # A: 2 points for each of ten items, 20 of 30. B: three items with 1 and three with 2 points, 9 of 18.
    # C: three items with 3 and three with 2 points, 15 of 18. Weights 30, 30, 40:
    # (30 x 20/30 + 30 x 9/18 + 40 x 15/18) / 100 = (20 + 15 + 33.333) / 100 = 68.333 percent
    points = {"a": [2] * 10, "b": [1, 1, 1, 2, 2, 2], "c": [3, 3, 3, 2, 2, 2]}
    found = score(SHIPPED_ONE, "tenun", answers_with(SHIPPED_ONE, "tenun", points))
    assert [(share.id, share.points, share.most) for share in found.aspects] == [("a", 20, 30), ("b", 9, 18), ("c", 15, 18)]
    assert found.percent == pytest.approx(68.3333333)
    assert in_language(found.band.label, Language.INDONESIAN) == "Sudah kuat"
    # one more point in B is worth 30/18 = 1.667, in C 40/18 = 2.222, in A 30/30 = 1. Two points are missing at three items of B
    # (3.333 each), so these come first; then C (2.222), then the other three of B (1.667), then A (1)
    gains = [gap.gain for gap in found.gaps if not gap.item.is_gate]
    assert gains == pytest.approx([30 / 9] * 3 + [40 / 18] * 3 + [30 / 18] * 3 + [1] * 10)


def test_weights_pull_the_whole() -> None:
    # small: aspect rasa weighs 10 and got 0 of 2 points, rupa weighs 5 and got 1 of 1: (10 x 0 + 5 x 100) / 15 = 33.333
    assert score(SMALL, "teh", {"pahit": "ya", "hijau": "ya"}).percent == pytest.approx(33.3333333)
    # the other way round: (10 x 100 + 5 x 0) / 15 = 66.667
    assert score(SMALL, "teh", {"pahit": "tidak", "hijau": "tidak"}).percent == pytest.approx(66.6666667)


def test_an_instrument_of_another_shape_is_scored_by_its_own_rules() -> None:
    # without weights an aspect weighs its most points over all items: bahan 5 + 4 = 9, olah 5 + 2 = 7, jual 5, jaga 3; 24 in all
    assert [aspect.weight for aspect in OTHER.aspects] == [9, 7, 5, 3]
    # coffee: bahan 2/5 (the item on honey is not asked), olah (3 + 1)/7, jual 1/5, jaga 3/3
    # (9 x 0.4 + 7 x 4/7 + 5 x 0.2 + 3 x 1) / 24 = (3.6 + 4 + 1 + 3) / 24 = 11.6 / 24 = 48.333 percent: the third of five bands
    answers = {"petik": "pilih", "mesin": "pinjam", "latih": "pernah", "toko": "rumah", "ampas": "pupuk"}
    found = score(OTHER, "kopi", answers)
    assert found.percent == pytest.approx(48.3333333)
    assert in_language(found.band.label, Language.ENGLISH) == "Tiga"
    assert (found.gates, found.directions, found.open) == ((), (), 0)
    # missing: petik 3/5 of weight 9 (22.5 percent), toko 4/5 of 5 (16.667), mesin 2/7 of 7 (8.333), latih 1/7 of 7 (4.167)
    assert [gap.item.id for gap in found.gaps] == ["petik", "toko", "mesin", "latih"]
    assert [gap.gain for gap in found.gaps] == pytest.approx([22.5, 16.6666667, 8.3333333, 4.1666667])


def test_a_version_that_looks_like_a_number_stays_as_written() -> None:
    assert OTHER.version == "3.10"


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        (0, "Baru mulai"), (44.999999, "Baru mulai"), (45, "Mulai terbentuk"), (67.999999, "Mulai terbentuk"), (68, "Sudah kuat"),
        (84.999999, "Sudah kuat"), (85, "Siap dibicarakan dengan dinas"), (100, "Siap dibicarakan dengan dinas"),
    ],
)  # fmt: skip
def test_a_band_begins_at_its_border(percent: float, label: str) -> None:
    assert in_language(SHIPPED_ONE.band(percent).label, Language.INDONESIAN) == label


def best_of(item: Item) -> str:
    return max(item.options, key=lambda option: (option.standing is Standing.MET, option.points)).id


def answers_with(instrument: Instrument, commodity: str, points: dict[str, list[int]]) -> Answers:
    """Choose, aspect by aspect and item by item, an option with the given points."""
    answers = {}
    for aspect, wanted in points.items():
        items = [item for item in instrument.items_for(commodity) if item.aspect == aspect]
        for item, number in zip(items, wanted, strict=True):
            answers[item.id] = next(option.id for option in item.options if option.points == number)
    return answers
