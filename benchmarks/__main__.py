"""`python -m benchmarks [retrieval question start stall]`: measure all or some; `--keep` writes the figures into README.md."""

import argparse
import os
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks.figures import Figures, as_json, kept

PARTS = ("retrieval", "question", "start", "stall")
README = Path(__file__).with_name("README.md")


def main() -> None:
    """Measure, print, and keep if told to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("part", nargs="*", metavar="part", help=f"what to measure, of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--keep", action="store_true", help="write the figures into README.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.part) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    data = {}
    for name in chosen.part or PARTS:
        print(f"\n## {name}\n", flush=True)
        figures: Figures = import_module(f"benchmarks.{name}").measure()
        print(figures, flush=True)
        data[name] = figures.data
        if chosen.keep:
            README.write_text(kept(README.read_text(encoding="utf-8"), figures, _when()), encoding="utf-8")
    print(f"\n{as_json(data)}")


def _when() -> str:
    return f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"


if __name__ == "__main__":
    main()
