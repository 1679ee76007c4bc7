"""What all commands share: reading settings, opening the library with a progress bar, saying what is wrong in words."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

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
from knowledge.store import IndexBusy

out = Console()
err = Console(stderr=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn what a person can mend into words and exit code 2; a stack trace is for bugs only."""
    try:
        yield
    except SettingsWrong as error:
        _stop(f"Settings are wrong:\n{error}")
    except CorpusBroken as error:
        _stop(f"The corpus has faults:\n{error}")
    except IndexBusy as error:
        _stop(
            f"Another ovop-bot process is using {error}.\nStop it first, or give this one its own OVOP_DATA_DIR: "
            "the embedded index is for one process only."
        )
    except NothingToServe as error:
        _stop(f"{error.__doc__} Set OVOP_WEB__ENABLED=true or OVOP_TELEGRAM__TOKEN.")
    except OSError as error:
        _stop(f"The system refused: {error.strerror or error} {error.filename or ''}\n{_mend(error)}")


def _mend(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "Another program listens there already: stop it, or set OVOP_WEB__PORT to another port."
        case errno.ENOSPC:
            return "The disk is full: make room, then start again. Nothing that was kept is lost."
        case _:
            return "Check that the folder OVOP_DATA_DIR names can be written."


def _stop(words: str) -> None:
    err.print(words, markup=False, highlight=False, style="red")
    raise typer.Exit(2)


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
def library(chosen: Settings) -> Iterator[Answerer]:
    """Open the library; while its index is being built, a bar on stderr says so."""
    columns = (TextColumn("Building the index"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("index", total=None, visible=False)
        with answerer(chosen, lambda done, total: bar.update(task, completed=done, total=total, visible=True)) as opened:
            bar.stop()
            yield opened
