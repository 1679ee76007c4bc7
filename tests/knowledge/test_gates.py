"""What the golden set must show, or CI fails."""

import pytest

from knowledge.answering import Answerer, Outcome, Reply, Thinking
from knowledge.evaluation.gates import Gate, _answers, gates
from knowledge.evaluation.golden import read_golden
from knowledge.evaluation.judging import judge
from knowledge.evaluation.measuring import verdicts


def test_every_gate_is_met(answerer: Answerer) -> None:
    measured = gates(answerer, verdicts(answerer, read_golden()))
    assert len(measured) == 11
    assert {gate.name: (gate.measured, gate.wanted) for gate in measured if not gate.met} == {}


@pytest.mark.parametrize("gate", [Gate("floor", 0.9, 0.9), Gate("ceiling", 0.9, 0.9, ceiling=True)])
def test_a_gate_is_met_at_its_bound(gate: Gate) -> None:
    assert gate.met


@pytest.mark.parametrize("gate", [Gate("floor", 0.89, 0.9), Gate("ceiling", 0.91, 0.9, ceiling=True)])
def test_a_gate_is_missed_beyond_its_bound(gate: Gate) -> None:
    assert not gate.met


def test_an_answerer_that_always_refuses_is_stopped_at_the_gates(answerer: Answerer) -> None:
    def refuse(thinking: Thinking) -> Reply:
        return thinking.ends(Outcome.NOT_IN_INDEX, thinking.say("answer.not_in_index"))

    lazy = Answerer(answerer.library, {"refuse": refuse})
    found = [judge(each, lazy.answer(each.question)) for each in read_golden()]
    missed = {gate.name for gate in _answers(found) if not gate.met}  # what is retrieved stays the same, and is measured above
    assert missed == {"outcome right", "fully right"}
