"""What is told of an error in a log: kinds and places, never its message, which may hold what a person wrote."""

from collections.abc import Iterator
from traceback import format_tb


def story(error: BaseException) -> str:
    """Return the kinds of `error` and its causes, each with where it arose."""
    return "".join(_lines(error)).rstrip()


def _lines(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{type(error).__qualname__}\n"
        yield from format_tb(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
