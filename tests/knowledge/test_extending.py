"""A library made larger beside the one in use answers as the index that is built at the next start."""

from pathlib import Path

import pytest

from bot.domain.waiting import Shelved, Shelving
from bot.services.officers_words import as_passage
from knowledge.answering import Answerer, Outcome
from knowledge.evaluation.golden import Golden
from knowledge.evaluation.standing import standing
from knowledge.opening import Opened, index_is_current, open_library
from knowledge.passages import Passage, Status
from tests.fakes import FixedClock
from tests.knowledge.stage import front, section, words, write

QUESTION = "Berapa biaya ikut OVOP?"


def of_an_officer(title: str = QUESTION, text: str = "Ikut OVOP tidak dipungut biaya. Cukup datang ke dinas membawa NIB.") -> Passage:
    now = FixedClock().now()
    return as_passage(Shelved(1, 1, title, text, "", "Dinas Malang", "35.07", Shelving.LIVE, 1, now, 0, now))


def test_the_candidate_and_the_index_of_the_next_start_are_the_same(tmp_path: Path) -> None:
    write(tmp_path / "corpus", "contoh.md", front() + section())
    corpus, index, more = tmp_path / "corpus", tmp_path / "index", (of_an_officer(),)
    first = open_library(corpus, index, words)
    candidate = first.extend(more)
    first.close()
    assert (index_is_current(corpus, index), index_is_current(corpus, index, more=more)) == (True, False)
    second = open_library(corpus, index, words, more=more)
    second.close()

    assert index_is_current(corpus, index, more=more)
    assert second.library.corpus.digest == candidate.corpus.digest != first.library.corpus.digest
    for question in (QUESTION, "sentra minimal berapa usaha"):
        one, other = (library.retriever.search(question).hits for library in (candidate, second.library))
        assert [(hit.passage.id, round(hit.score, 4)) for hit in one] == [(hit.passage.id, round(hit.score, 4)) for hit in other]


@pytest.fixture(scope="session")
def larger(opened: Opened) -> Answerer:
    return Answerer(opened.library, extend=opened.extend).with_more([of_an_officer()])


def test_an_officers_words_answer_what_was_not_known_and_say_whose_they_are(answerer: Answerer, larger: Answerer) -> None:
    assert answerer.answer(QUESTION).outcome is Outcome.NOT_IN_INDEX

    reply = larger.answer("ongkos utk gabung OVOP brp ya")

    assert reply.outcome is Outcome.ANSWERED
    assert {(cited.label, cited.passage.status) for cited in reply.citations} == {("Dinas Malang", Status.OFFICER)}


def test_the_golden_set_holds_and_what_is_known_now_is_no_fall(answerer: Answerer, larger: Answerer, golden: list[Golden]) -> None:
    steps: list[tuple[int, int]] = []
    unknown = Golden("new", QUESTION, "id", "formal", "lintas", ("not_in_index",), (), (), ())
    some = [*golden[:24], unknown]

    measured = standing(answerer, larger, of_an_officer(), some, lambda done, of_all: steps.append((done, of_all)))

    assert measured.holds
    assert measured.is_found
    assert measured.after.count == len(some) - 1
    assert steps[-1] == (25, 25)


def test_a_passage_that_takes_the_place_of_others_falls(opened: Opened, answerer: Answerer, golden: list[Golden]) -> None:
    some = [each for each in golden if each.expect == ("answered",) and each.cite_any and each.facts][:3]
    greedy = of_an_officer(some[0].question, "Begitu kata teman saya di pasar kemarin sore, jadi tidak usah dipikirkan lagi.")
    larger = Answerer(opened.library, extend=opened.extend).with_more([greedy])

    measured = standing(answerer, larger, greedy, some, lambda _done, _of_all: None)

    assert not measured.holds


def test_a_library_that_cannot_grow_says_so(answerer: Answerer) -> None:
    with pytest.raises(LookupError):
        answerer.with_more(())
