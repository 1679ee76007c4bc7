"""How templates are read, on every site alike."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.people import Language
from bot.texts import say
from handlers.assets import Assets


def templates(folder: Path, assets: Assets) -> Environment:
    """Return the templates of a folder: they escape whatever is put into them, and a name that one misses is an error, not a blank."""
    environment = Environment(
        autoescape=True, loader=FileSystemLoader(folder), lstrip_blocks=True, trim_blocks=True, undefined=StrictUndefined
    )
    environment.globals |= {"asset": assets.url, "languages": tuple(Language), "say": say}
    return environment
