"""A question that asks two things is answered in both: the clauses, what each takes over, and the passages for them."""

import pytest

from knowledge.answering import Answerer, Outcome
from knowledge.clauses import asking, standing
from knowledge.passages import Corpus
from knowledge.retrieval import Hit
from knowledge.steps.fitting import leads


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("siapa yang menerbitkan PIRT dan berlaku berapa lama", ("siapa yang menerbitkan PIRT", "berlaku berapa lama")),
        ("merek itu apa, bayar tidak", ("merek itu apa", "bayar tidak")),
        ("NIB dibuat di mana dan jadi berapa hari", ("NIB dibuat di mana", "berapa hari")),
        ("What is SIINas and do I need it", ("What is SIINas", "do I need it")),
        ("apa itu sentra & siapa yang menetapkan", ("apa itu sentra", "siapa yang menetapkan")),
    ],
)
def test_a_question_is_cut_where_both_sides_ask(question: str, clauses: tuple[str, ...]) -> None:
    assert asking(question) == clauses


@pytest.mark.parametrize(
    "question",
    [
        "berapa modal dan omzet usaha kecil",
        "siapa dan kapan yang meneken Inpres 6/2007",
        "apa beda merek sama indikasi geografis",
        "kapan OVOP dibuka",
    ],
)
def test_two_things_of_one_question_stay_together(question: str) -> None:
    assert asking(question) == ()


def test_a_clause_that_names_nothing_takes_over_what_was_named() -> None:
    names = {"OVOP", "NIB", "2018", "2022"}
    clauses = ("berapa penerima OVOP 2018", "yang 2022 berapa", "NIB bayar tidak", "jadinya berapa lama")

    stand = standing(clauses, lambda clause: [word for word in clause.split() if word in names])

    assert list(stand) == ["berapa penerima OVOP 2018", "OVOP yang 2022 berapa", "NIB bayar tidak", "NIB jadinya berapa lama"]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("bikin merek ongkosnya berapa trus dilindungi sampai berapa tahun", "merek.tarif", "merek.masa"),
        ("yg ngeluarin pirt sapa dan bayarnya berapa", "spp-irt.penerbit", "spp-irt.biaya"),
        ("siapa pengusul ovop? terus biayanya berapa?", "permenperin-14-2021.pengusul", "tanya-ovop.biaya"),
        ("What does a NIB cost and how long does it take?", "nib-oss.biaya", "nib-oss.lama"),
    ],
)
def test_each_of_two_things_is_answered_or_said_to_be_unknown(
    answerer: Answerer, corpus: Corpus, question: str, first: str, second: str
) -> None:
    reply = answerer.answer(question)

    assert reply.outcome is Outcome.ANSWERED
    for name in (first, second):
        passage = corpus.get(name)
        assert passage is not None
        assert passage.wording(reply.language).text in reply.text


def test_one_passage_that_answers_both_things_is_told_once(answerer: Answerer) -> None:
    reply = answerer.answer("upakarti itu apa dan ada sejak kapan")

    assert {cited.passage.id for cited in reply.citations} == {"upakarti.apa-itu"}


def test_what_is_not_known_is_not_cited(answerer: Answerer) -> None:
    reply = answerer.answer("pirt berlaku berapa tahun, ngurusnya bayar berapa")

    assert {cited.passage.id for cited in reply.citations} == {"spp-irt.masa-berlaku"}
    assert "belum ada di bahan saya" in reply.text


def test_one_matter_asked_from_two_sides_is_answered_as_one(answerer: Answerer) -> None:
    reply = answerer.answer("indikator penilaian tenun lengkapnya apa aja, jumlahnya ada berapa")

    assert reply.outcome is Outcome.NOT_IN_INDEX


@pytest.mark.parametrize(
    "question", ["indikator penilaian ovop buat gerabah apa saja, jumlahnya berapa", "uji lab ovop jenisnya apa saja, dan tarifnya berapa"]
)
def test_two_sides_of_one_thing_that_is_not_known_are_told_once(answerer: Answerer, question: str) -> None:
    reply = answerer.answer(question)

    assert reply.outcome is Outcome.NOT_IN_INDEX
    assert len(reply.text.split("\n\n")) <= 2


def test_a_corpus_of_one_passage_answers_a_question_of_two_things(corpus: Corpus) -> None:
    only = Hit(corpus.passages[0], 1.0, 0.9)

    assert not leads((only,), ((only,), (only,)), ())
