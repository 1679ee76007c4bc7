"""Finding passages, and knowing how sure to be."""

from dataclasses import replace

import pytest

from knowledge.answering import Library
from knowledge.opening import CALIBRATION
from knowledge.passages import Corpus, Status
from knowledge.rules import Rule
from knowledge.scope import Calibration, Evidence, Zone
from tests.knowledge.stage import walked

EVERY = 50
QUESTION = "Apa tujuan OVOP?"
SURE = Evidence(near=0.9, decoy=0.6, leaning=0.9, named=True)


def test_hits_come_best_first_and_as_many_as_wanted(library: Library) -> None:
    found = library.retriever.search(QUESTION, 7)
    scores = [hit.score for hit in found.hits]
    assert len(scores) == len({hit.passage.id for hit in found.hits}) == 7
    assert scores == sorted(scores, reverse=True)
    assert library.retriever.search(QUESTION, 7) == found


@pytest.mark.parametrize("question", ["", "?", "xqzw", "yang di ke dari", "a" * 2000, "\0", "\ud83d", "2021"])
def test_any_question_finds_something(library: Library, question: str) -> None:
    found = library.retriever.search(question, 3)
    assert len(found.hits) == 3


def test_passages_of_a_named_rule_come_first(library: Library) -> None:
    old, new = Rule("Permenperin", 78, 2007), Rule("Permenperin", 14, 2021)
    first = {rule: library.retriever.search(QUESTION, 1, rules=frozenset({rule})).hits[0].passage for rule in (old, new)}
    assert all(str(rule) in (passage.source.label, *passage.source.rules) for rule, passage in first.items())
    assert first[old] != first[new]


@pytest.mark.parametrize(
    ("question", "is_abroad"),
    [
        ("berapa lama bintang OVOP berlaku", False),
        ("for how many months does Indonesia's OVOP star count?", False),
        ("berapa bulan sertifikat Vietnam berlaku", True),
        ("for how many months does Vietnam's star count?", True),
    ],
)
def test_other_countries_come_first_only_where_they_are_named(library: Library, question: str, is_abroad: bool) -> None:  # noqa: FBT001 - what is expected
    assert (library.retriever.search(question, 1).hits[0].passage.source.status is Status.ABROAD) is is_abroad


def test_a_written_way_to_ask_leads_to_its_passage(library: Library, corpus: Corpus) -> None:
    pairs = [(passage.id, question) for passage in corpus.passages for question in passage.asked][::EVERY]
    found = {question: [hit.passage.id for hit in walked(library, question, "retrieve").found.hits[:3]] for _, question in pairs}
    missed = [(name, question) for name, question in pairs if name not in found[question]]
    assert len(missed) <= 0.05 * len(pairs), missed


@pytest.mark.parametrize("weaker", [{"near": 0.6}, {"decoy": 0.95}, {"leaning": -0.5}, {"named": False}])
def test_less_evidence_makes_less_sure(weaker: dict[str, float]) -> None:
    calibration = Calibration.read(CALIBRATION)
    assert 0 <= calibration.sureness(replace(SURE, **weaker)) < calibration.sureness(SURE) <= 1  # type: ignore[arg-type]


def test_the_three_zones_lie_in_order() -> None:
    calibration = Calibration.read(CALIBRATION)
    assert 0 < calibration.refuse <= calibration.answer < 1
    assert calibration.zone(SURE) is Zone.ANSWER
    assert calibration.zone(Evidence(near=0.5, decoy=0.9, leaning=0, named=False)) is Zone.REFUSE
    assert calibration.zone(Evidence(near=-1e9, decoy=1e9, leaning=0, named=False)) is Zone.REFUSE
