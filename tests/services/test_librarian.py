"""The library's replies in the words of the domain."""

from bot.domain.answer import Outcome
from knowledge.answering import Outcome as ReplyOutcome


def test_the_library_and_the_domain_know_the_same_outcomes() -> None:
    assert {outcome.name: outcome.value for outcome in ReplyOutcome} == {outcome.name: outcome.value for outcome in Outcome}
