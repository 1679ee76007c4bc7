"""What all commands share: reading settings, opening the library with a progress bar, saying what is wrong in words."""

import errno
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import typer
from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import answerer
from bot.serving import NothingToServe
from bot.settings import LogLevel, Settings, SettingsWrong, read_settings
from handlers.telegram.redact import keep_secrets
from knowledge.answering import Answerer
from knowledge.sources import CorpusBroken
from knowledge.store import IndexBusy, IndexFailed
from knowledge.store import Progress as Report

_LOOK = "Run `ovop-bot doctor`; with OVOP_LOG_LEVEL=DEBUG the whole story is shown."
out = Console()
err = Console(stderr=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn what went wrong into words and exit code 2; the stack trace is for whoever asks for it by log level."""
    try:
        yield
    except (typer.Exit, typer.BadParameter):
        raise
    except Exception as error:
        logging.getLogger("bot").debug("the command failed", exc_info=True)
        err.print(_words(error), markup=False, highlight=False, style="red")
        raise typer.Exit(2) from None


def _words(error: Exception) -> str:  # noqa: PLR0911 - a table, one row a kind of trouble
    match error:
        case SettingsWrong():
            return f"Settings are wrong:\n{error}"
        case CorpusBroken():
            return f"The corpus has faults:\n{error}"
        case IndexBusy():
            return (
                f"Another ovop-bot process is using {error}.\nStop it first, or give this one its own OVOP_DATA_DIR: "
                "the embedded index is for one process only."
            )
        case IndexFailed():
            return f"The index could not be built ({error}).\nIs the disk full? It is built anew at the next start."
        case NothingToServe():
            return f"{error.__doc__} Set OVOP_WEB__ENABLED=true or OVOP_TELEGRAM__TOKEN."
        case OSError():
            return f"The system refused: {error.strerror or error} {error.filename or ''}\n{_mend(error)}"
        case _:
            first = (str(error).splitlines() or [""])[0]
            return f"Something went wrong that was not foreseen ({type(error).__name__}: {first}).\n{_LOOK}"


def _mend(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "Another program listens there already: stop it, or set OVOP_WEB__PORT to another port."
        case errno.ENOSPC:
            return "The disk is full: make room, then start again. Nothing that was kept is lost."
        case _:
            return "Check that the folder OVOP_DATA_DIR names can be written."


def settings() -> Settings:
    """Read the settings and set logging up as they say, on stderr."""
    read = read_settings()
    handler = RichHandler(read.log_level.value, console=err, show_path=False)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler])
    for ours in ("bot", "handlers", "knowledge"):
        logging.getLogger(ours).setLevel(read.log_level.value)
    if read.log_level is LogLevel.DEBUG:
        logging.getLogger().setLevel(logging.DEBUG)
    keep_secrets(logging.getLogger().handlers, read.telegram.token.get_secret_value(), read.telegram.webhook_secret.get_secret_value())
    return read


@contextmanager
def building() -> Iterator[Report]:
    """Show a bar on stderr while an index is being built, and only then."""
    columns = (TextColumn("Building the index"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("index", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


@contextmanager
def library(chosen: Settings) -> Iterator[Answerer]:
    """Open the library, saying so while its index is being built."""
    with ExitStack() as stack:
        with building() as report:
            opened = stack.enter_context(answerer(chosen, report))
        yield opened
