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

    `near` and `decoy` are the best cosines with the corpus and with the decoys (e5 cosines lie between .75 and .93 whatever is
    asked, so only their difference tells); `cover` the idf-weighted share of the question's words that the best passage has;
    `named` whether a known rule or a proper name of the domain is in it.
    """

    near: float
    decoy: float
    cover: float
    named: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of `Evidence`, fitted on the golden set's dev half (`ovop-bot evaluate --calibrate`), and its two thresholds."""

    margin: float
    near: float
    cover: float
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
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, features(evidence), strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    @property
    def weights(self) -> tuple[float, float, float, float]:
        """The weights in the order of `features`."""
        return (self.margin, self.near, self.cover, self.named)

    def zone(self, evidence: Evidence) -> Zone:
        """Return what to do."""
        sure = self.sureness(evidence)
        if sure < self.refuse:
            return Zone.REFUSE
        return Zone.ANSWER if sure >= self.answer else Zone.MAYBE


def features(evidence: Evidence) -> tuple[float, float, float, float]:
    """Return the numbers that the logistic model weighs, each about -1 to 1."""
    margin = (evidence.near - evidence.decoy) * 10
    return (margin, (evidence.near - 0.9) * 10, evidence.cover, float(evidence.named))
