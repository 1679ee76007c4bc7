"""The embedding model: what goes in is made safe, what comes out are unit vectors, always the same."""

import math

import numpy as np
import pytest

from knowledge.embedding import BATCH, DIMENSIONS, E5Embeddings

UNSAFE = {
    "NUL": "sentra\0IKM",
    "a lone surrogate": "sentra \ud83d IKM",
    "nothing": "",
    "spaces": " \n\t ",
    "NUL alone": "\0",
    "an emoji": "🧵",
    "a long text": "sentra IKM " * 50,
}


@pytest.fixture(scope="module")
def model() -> E5Embeddings:
    return E5Embeddings()


@pytest.mark.parametrize("text", UNSAFE.values(), ids=UNSAFE.keys())
def test_any_text_gives_a_unit_vector(model: E5Embeddings, text: str) -> None:
    for vector in (model.embed_query(text), *model.embed_documents([text])):
        assert len(vector) == DIMENSIONS
        assert math.isclose(float(np.linalg.norm(vector)), 1, abs_tol=1e-3)


def test_what_stands_behind_a_nul_counts(model: E5Embeddings) -> None:
    assert model.embed_query("sentra\0halal dan merek") != model.embed_query("sentra\0")


def test_a_question_and_a_passage_are_embedded_differently(model: E5Embeddings) -> None:
    query, passage = model.embed_query("Apa itu sentra?"), model.embed_documents(["Apa itu sentra?"])[0]
    assert query != passage
    assert float(np.dot(query, passage)) > 0.8


def test_the_same_text_gives_the_same_vector(model: E5Embeddings) -> None:
    texts = [f"sentra nomor {number}" for number in range(2 * BATCH + 1)]
    assert model.embed_many(texts) == model.embed_many(texts)
    assert model.embed_query("sentra") == E5Embeddings().embed_query("sentra")


def test_a_text_has_the_same_meaning_alone_and_in_a_batch(model: E5Embeddings) -> None:
    many = model.embed_documents([f"sentra nomor {number}" for number in range(BATCH + 3)])
    assert float(np.dot(many[BATCH + 2], model.embed_documents([f"sentra nomor {BATCH + 2}"])[0])) > 0.99


def test_every_text_of_a_batch_is_heard_of(model: E5Embeddings) -> None:
    heard: list[int] = []
    assert len(model.embed_many(["sentra"] * (BATCH + 1), heard.append)) == BATCH + 1
    assert sum(heard) == BATCH + 1
    assert model.embed_many([]) == []


def test_a_caller_cannot_spoil_what_is_remembered(model: E5Embeddings) -> None:
    model.embed_query("sentra IKM")[0] = 99.0
    assert model.embed_query("sentra IKM")[0] != 99.0
