"""Knowing when not to answer: how surely a question is one that the corpus speaks about."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self


class Zone(StrEnum):
    """What to do with a question: answer it, offer what may be meant, or refuse."""

    ANSWER = "answer"
    MAYBE = "maybe"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question being in scope.

    `near` and `decoy` are the best cosines with the corpus and with the decoys; only their difference tells. `leaning` says which
    side its words are of (`knowledge.leaning`); `named` whether a known rule, a proper name of the domain, or an amount that asks for
    its class (`knowledge.amounts`) is in it.
    """

    near: float
    decoy: float
    leaning: float
    named: bool

    @property
    def features(self) -> tuple[float, float, float]:
        """The numbers that the logistic model weighs, each about -1 to 1."""
        return (5 * (self.near - self.decoy), self.leaning, float(self.named))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of `Evidence`, fitted on the golden set's dev half (`ovop-bot evaluate --calibrate`), and two thresholds."""

    margin: float
    leaning: float
    named: float
    bias: float
    refuse: float
    answer: float

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file that calibrating wrote."""
        values: Mapping[str, float] = json.loads(path.read_text(encoding="utf-8"))
        return cls(**values)

    def sureness(self, evidence: Evidence) -> float:
        """Return the probability that the question is in scope."""
        weights = (self.margin, self.leaning, self.named)
        total = self.bias + sum(weight * value for weight, value in zip(weights, evidence.features, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def zone(self, evidence: Evidence) -> Zone:
        """Return what to do."""
        sure = self.sureness(evidence)
        if sure < self.refuse:
            return Zone.REFUSE
        return Zone.ANSWER if sure >= self.answer else Zone.MAYBE
