"""The example in docs/instrument.md is whole."""

import re
from pathlib import Path

from bot.domain.scoring import score
from bot.instruments import load
from knowledge.opening import SHIPPED as CORPUS
from knowledge.sources import load_corpus
from tests.house.tree import text


def test_the_example_in_the_documents_loads_and_scores(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", text("docs/instrument.md"), re.DOTALL)
    assert example
    path = tmp_path / "example.yaml"
    path.write_text(example[1], encoding="utf-8")
    # mutu 3 of 5 points, pasar 2 of 2: (60 x 3/5 + 40 x 1) / 100 = 76 percent
    found = score(load(path, load_corpus(CORPUS).get), "batik", {"warna": "tahan", "periksa": "belum", "jalur": "banyak"})
    assert (round(found.percent, 6), found.band.at_least) == (76, 70)
