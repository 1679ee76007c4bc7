"""The command line: `ovop-bot`, or `python -m bot`."""

import gc
import os

# What an import makes, stays: to look through it for garbage takes a tenth of a start.
gc.disable()

# Before numpy and the embedder load: waiting threads that spin make a 10 ms embedding take a second beside other load,
# and a product of a millisecond is not worth a second thread.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.commands import app  # noqa: E402 - see above


def main() -> None:
    """Run the command line."""
    gc.enable()
    app()


if __name__ == "__main__":
    main()
