"""`evaluate`: score the golden set, against the thresholds that CI keeps."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.commands.terminal import library, out, settings, told
from knowledge.answering import Answerer
from knowledge.evaluation.gates import Gate, gates
from knowledge.evaluation.golden import GOLDEN, read_golden
from knowledge.evaluation.judging import Verdict
from knowledge.evaluation.measuring import Rates, auroc, calibrated, grouped, rates, verdicts
from knowledge.opening import CALIBRATION

GROUPS = {
    "topic": lambda golden: golden.topic,
    "style": lambda golden: golden.style,
    "language": lambda golden: golden.language,
    "outcome": lambda golden: "_or_".join(golden.expect),
    "split": lambda golden: golden.split,
}
REFUSE, DOUBT = 0.25, 0.05
"""Width of the zone in which choices are offered instead of an answer or a refusal."""


def evaluate(
    golden: Annotated[Path, typer.Option(help="Another file of questions, in the golden set's form.")] = GOLDEN,
    *,
    show: Annotated[bool, typer.Option("--show", help="List what was not fully right.")] = False,
    calibrate: Annotated[bool, typer.Option("--calibrate", help="Fit the scope model to the dev half and write it.")] = False,
) -> None:
    """Score the answers on the golden set; exit code 1 when a gate is missed."""
    with told(), library(settings()) as thinking:
        questions = read_golden(golden)
        if calibrate:
            fitted = calibrated(thinking, questions, refuse=REFUSE, answer=REFUSE + DOUBT)
            CALIBRATION.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf-8")
            out.print(f"written: {asdict(fitted)}", markup=False)
            return
        found = verdicts(thinking, questions)
        _report(found)
        if show:
            for line in _failures(found):
                out.print(line, markup=False, highlight=False)
        if golden == GOLDEN:
            _check(thinking, found)


def _report(found: list[Verdict]) -> None:
    for name, by in GROUPS.items():
        table = Table(name, "n", "outcome", "citation", "facts", "right", "fabricated")
        for group, share in grouped(found, by).items():
            table.add_row(group, *_cells(share))
        table.add_section()
        table.add_row("all", *_cells(rates(found)))
        out.print(table)


def _cells(share: Rates) -> Iterator[str]:
    yield str(share.count)
    yield from (f"{100 * value:.1f}" for value in (share.outcome, share.cited, share.facts, share.right))
    yield str(share.fabricated)


def _failures(found: list[Verdict]) -> Iterator[str]:
    for verdict in found:
        if not verdict.right:
            asked, reply = verdict.golden, verdict.reply
            sources = sorted({cited.passage.id for cited in reply.citations})
            yield f"\n{asked.id} [{asked.topic}/{asked.style}/{asked.language}] {asked.question}"
            yield f"   {reply.outcome} for {'/'.join(asked.expect)}, from {sources}"
            yield from (f"   missing: {group}" for group in verdict.missing)
            yield from (f"   fabricated: {pattern}" for pattern in verdict.fabricated)
            yield f"   {reply.text[:300]}"


def _check(thinking: Answerer, found: list[Verdict]) -> None:
    measured: list[Gate] = gates(thinking, found)
    table = Table("gate", "measured", "wanted", "")
    for gate in measured:
        wanted = f"{'at most' if gate.ceiling else 'at least'} {gate.wanted:.2f}"
        table.add_row(escape(gate.name), f"{gate.measured:.3f}", wanted, gate.mark)
    out.print(table)
    out.print(f"in scope against out of scope: AUROC {auroc(thinking, [verdict.golden for verdict in found]):.3f}", highlight=False)
    if not all(gate.met for gate in measured):
        raise typer.Exit(1)
