"""What every answer keeps to, whatever is asked: shown on the golden set."""

import re

import pytest

from knowledge.answering import Answerer, Outcome, Reply
from knowledge.evaluation.golden import Golden, read_golden
from tests.knowledge.test_corpus import attributed

LONGEST = 900
MOST_CITATIONS, MOST_CHOICES = 4, 3
SAMPLE = 40


def test_a_refusal_carries_no_citation(replies: dict[str, Reply]) -> None:
    assert [name for name, reply in replies.items() if reply.citations and reply.outcome is not Outcome.ANSWERED] == []


def test_an_answer_carries_some_citations_that_resolve(answerer: Answerer, replies: dict[str, Reply]) -> None:
    answers = {name: reply for name, reply in replies.items() if reply.outcome is Outcome.ANSWERED}
    assert len(answers) > 100
    assert [name for name, reply in answers.items() if not 1 <= len(reply.citations) <= MOST_CITATIONS] == []
    cited = [(name, each) for name, reply in answers.items() for each in reply.citations]
    assert [name for name, each in cited if answerer.library.corpus.get(each.passage.id) is not each.passage] == []
    assert [name for name, each in cited if not (each.label and each.title and each.quote)] == []


def test_a_quote_stands_in_the_passage_it_is_from(replies: dict[str, Reply]) -> None:
    cited = [(name, reply.language, each) for name, reply in replies.items() for each in reply.citations]
    assert [name for name, language, each in cited if each.quote not in each.passage.wording(language).text] == []


def test_an_answer_is_short(replies: dict[str, Reply]) -> None:
    assert {name: len(reply.text) for name, reply in replies.items() if not 0 < len(reply.text) <= LONGEST} == {}


def test_no_answer_names_an_article_of_the_ovop_rules(replies: dict[str, Reply]) -> None:
    assert {name: found for name, reply in replies.items() if (found := attributed(reply.text))} == {}


def test_choices_are_few_and_can_be_tapped(answerer: Answerer, replies: dict[str, Reply]) -> None:
    assert [name for name, reply in replies.items() if len(reply.choices) > MOST_CHOICES] == []
    tapped = {passage.token for reply in replies.values() for passage in reply.choices}
    assert [token for token in tapped if answerer.follow(token, "id") is None] == []


def test_a_choice_is_offered_once_and_is_not_what_was_answered(replies: dict[str, Reply]) -> None:
    assert [name for name, reply in replies.items() if len({passage.id for passage in reply.choices}) < len(reply.choices)] == []
    again = {
        name: {cited.passage.id for cited in reply.citations} & {passage.id for passage in reply.choices} for name, reply in replies.items()
    }
    assert {name: ids for name, ids in again.items() if ids} == {}


def test_every_reply_is_in_a_language_the_bot_speaks(replies: dict[str, Reply]) -> None:
    assert {reply.language for reply in replies.values()} == {"id", "en"}


def test_nothing_ends_in_an_error(replies: dict[str, Reply]) -> None:
    assert [name for name, reply in replies.items() if reply.outcome is Outcome.ERROR] == []


def test_a_text_has_no_gaps_left_in_it(replies: dict[str, Reply]) -> None:
    assert [name for name, reply in replies.items() if re.search(r"[{}<>]|\bNone\b|  ", reply.text)] == []


def test_an_answer_is_the_same_each_time(answerer: Answerer, golden: list[Golden], replies: dict[str, Reply]) -> None:
    sample = golden[:: max(1, len(golden) // SAMPLE)]
    assert [each.id for each in reversed(sample) if answerer.answer(each.question, each.before) != replies[each.id]] == []


@pytest.mark.parametrize("field", ["language", "style", "topic", "expect"])
def test_the_golden_set_is_broad(golden: list[Golden], field: str) -> None:
    assert len(golden) >= 150
    assert len({each.id for each in golden}) == len(golden)
    assert len({getattr(each, field) for each in golden}) >= 4


def test_the_patterns_of_the_golden_set_compile() -> None:
    for each in read_golden():
        for pattern in (*each.cite_any, *each.never, *(pattern for group in each.facts for pattern in group)):
            re.compile(pattern)
