"""An attacker on the figures of regions: they see each figure at each moment, and add and subtract whatever they like."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bot.domain.cohorts import FEWEST

NOTHING = 1e-9


def isolates_few(seen: Sequence[Sequence[float]]) -> bool:
    """Tell whether any sum of multiples of what was seen is of fewer than `FEWEST` results.

    Each row is one figure: by which factor each result is in it. A sum of rows is zero outside of some columns exactly where these
    columns of a basis of the null space depend on one another, so all that could be written down is tried, not some of it.
    """
    matrix = np.unique(np.array(seen, dtype=float), axis=0)
    matrix = matrix[:, np.abs(matrix).sum(axis=0) > 0]
    if not matrix.size:
        return False
    _, sizes, turned = np.linalg.svd(matrix)
    free = turned[(sizes > NOTHING).sum() :].T
    size = min(FEWEST - 1, len(free))
    few = free[np.array(list(combinations(range(len(free)), size)))]
    return bool((np.linalg.eigvalsh(few @ few.transpose(0, 2, 1))[:, 0] < NOTHING).any())
