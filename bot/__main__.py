"""The command line: `ovop-bot`, or `python -m bot`."""

import os

# Before numpy and the embedder load: waiting threads that spin make a 10 ms embedding take a second beside other load,
# and a product of a millisecond is not worth a second thread.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.commands import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
