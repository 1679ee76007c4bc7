"""Fitting the embedding space to the corpus."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.tuning import FEWEST, Tuning, Vectors, centres, unit

SIZE = 6


def crowd(groups: int, each: int) -> tuple[Vectors, list[str]]:
    """Return rows in groups: what they mean lies in the first three directions, how it is said in the last three."""
    chance = np.random.default_rng(7)
    meaning = np.repeat(chance.normal(size=(groups, SIZE)) * [1, 1, 1, 0, 0, 0], each, axis=0)
    manner = chance.normal(size=(groups * each, SIZE)) * [0.05, 0.05, 0.05, 1, 1, 1]
    return (meaning + manner).astype(np.float32), [f"p{n // each}" for n in range(groups * each)]


def lengths(vectors: Vectors) -> list[float]:
    return [float(length) for length in np.linalg.norm(vectors, axis=1)]


def nearest_is_own(vectors: Vectors, groups: list[str]) -> float:
    likeness = vectors @ vectors.T - 2 * np.eye(len(vectors))
    return float(np.mean([groups[int(best)] == groups[n] for n, best in enumerate(likeness.argmax(axis=1))]))


def test_too_few_rows_change_nothing() -> None:
    vectors, groups = crowd(groups=10, each=3)
    assert len(vectors) < FEWEST
    assert Tuning.fit(vectors, groups).apply(vectors) == pytest.approx(unit(vectors), abs=1e-6)


def test_groups_of_one_teach_nothing() -> None:
    vectors, _ = crowd(groups=FEWEST + 1, each=1)
    tuning = Tuning.fit(vectors, [str(n) for n in range(len(vectors))])
    assert tuning.apply(vectors) == pytest.approx(unit(vectors), abs=1e-6)


def test_rows_have_unit_length_also_where_there_was_none() -> None:
    vectors, groups = crowd(groups=100, each=6)
    tuning = Tuning.fit(vectors, groups)
    assert lengths(tuning.apply(vectors)) == pytest.approx([1] * len(vectors), abs=1e-5)
    assert lengths(unit(np.zeros((1, SIZE), np.float32))) == [0]
    assert np.isfinite(tuning.apply(np.zeros((1, SIZE), np.float32))).all()


def test_what_differs_within_a_passage_counts_for_less() -> None:
    vectors, groups = crowd(groups=100, each=6)
    tuned = Tuning.fit(vectors, groups).apply(vectors)
    assert nearest_is_own(tuned, groups) > nearest_is_own(unit(vectors), groups) + 0.2


def test_the_centre_of_a_group_is_its_mean_direction() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 2]], np.float32)
    found = centres(vectors, ["a", "a", "b"])
    assert found["a"] == pytest.approx([0.5**0.5, 0.5**0.5])
    assert found["b"] == pytest.approx([0, 1])


def test_a_tuning_is_saved_and_loaded_equal(tmp_path: Path) -> None:
    vectors, groups = crowd(groups=100, each=6)
    tuning = Tuning.fit(vectors, groups)
    tuning.save(tmp_path / "tuning.npz")
    loaded = Tuning.load(tmp_path / "tuning.npz")
    assert (loaded.apply(vectors) == tuning.apply(vectors)).all()
    assert tuning.apply(vectors).dtype == np.float32
