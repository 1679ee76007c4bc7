"""`instrument check`: look at the file of a self-assessment, and name its faults."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.terminal import err, out, settings, told
from bot.domain.instrument import Instrument, in_language
from bot.domain.people import Language
from bot.instruments import SHIPPED, InstrumentFaulty, load
from knowledge.opening import SHIPPED as SHIPPED_CORPUS
from knowledge.sources import load_corpus

app = typer.Typer(help="Look at the self-assessment's questionnaire, yours or the one that comes with the bot.", no_args_is_help=True)


File = Annotated[Path, typer.Argument(metavar="[FILE]", show_default=False, help="Without it, the one that comes with the bot.")]


@app.callback()
def instrument() -> None:
    """Keep `check` a word of its own; a group of one command would lose it."""


@app.command()
def check(file: File = SHIPPED) -> None:
    """Read a questionnaire and name its faults, each with its line; also that the corpus has every passage it names."""
    with told():
        corpus = load_corpus(settings().knowledge.corpus or SHIPPED_CORPUS)
        try:
            _say(load(file, corpus.get))
        except InstrumentFaulty as faulty:
            err.print(str(faulty), markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(1) from None


def _say(found: Instrument) -> None:
    title, status = (in_language(words, Language.INDONESIAN) for words in (found.title, found.status))
    for line in (f"{title} ({found.id}), version {found.version}", status, *(_row(found, each.id) for each in found.commodities)):
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _row(found: Instrument, commodity: str) -> str:
    """Say what is asked of whoever makes `commodity`, by aspect."""
    items = found.items_for(commodity)
    asked = {aspect.id: [item for item in items if item.aspect == aspect.id] for aspect in found.aspects}
    told_of = [f"{name} {len(inside)} ({sum(item.most for item in inside)} points)" for name, inside in asked.items()]
    return f"{commodity}: {len(items)} items: {', '.join([f'{sum(item.is_gate for item in items)} must-haves', *told_of])}"
