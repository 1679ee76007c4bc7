"""Every word a person reads, per language: short ones in the `.toml` files, long ones in a Markdown file each."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bot.domain.people import Language

_HERE = Path(__file__).parent


def say(language: Language, key: str, **values: str | int) -> str:
    """Return the words of `key`, filled with `values`. Raises `KeyError` where the key or a value is missing."""
    return words(language)[key].format(**values)


@cache
def words(language: Language) -> Mapping[str, str]:
    """Return all words of a language, unfilled, by key ("error.too_many", "welcome")."""
    folder = _HERE / language
    files = sorted(folder.glob("*.toml"))
    short = (pair for path in files for pair in _flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    long = ((path.stem, path.read_text(encoding="utf-8").strip()) for path in sorted(folder.glob("*.md")))
    return MappingProxyType({**dict(short), **dict(long)})


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the strings of nested tables under dotted keys."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value).strip()
