"""Rich text before it is HTML: runs make blocks, blocks make messages. Lengths are Telegram's, in UTF-16 units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from itertools import groupby

GAP = "\n\n"


class Style(StrEnum):
    """How a run looks."""

    PLAIN = ""
    BOLD = "b"
    ITALIC = "i"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike; `url` makes them a link."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""

    @property
    def is_entity(self) -> bool:
        """Tell whether Telegram marks it, so that it should stay whole."""
        return bool(self.style or self.url)

    @property
    def html(self) -> str:
        """Return the run as Telegram's HTML, in which only these three signs are special."""
        text = escape(self.text, quote=False)
        text = f"<{self.style}>{text}</{self.style}>" if self.style else text
        return f'<a href="{escape(self.url)}">{text}</a>' if self.url else text

    @property
    def plain(self) -> str:
        """Return the run with its address in words."""
        return f"{self.text} ({self.url})" if self.url else self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a piece of an expandable quote; neighbours that are quotes become one quote."""

    runs: tuple[Run, ...]
    is_quote: bool = False

    @property
    def text(self) -> str:
        """Return what a person reads."""
        return "".join(run.text for run in self.runs)

    def cut(self, at: int) -> tuple["Block", "Block"]:
        """Return what is before and after `at`, without the blanks around the cut."""
        before: list[Run] = []
        after: list[Run] = []
        start = 0
        for run in self.runs:
            inside = min(max(at - start, 0), len(run.text))
            before.append(replace(run, text=run.text[:inside]))
            after.append(replace(run, text=run.text[inside:]))
            start += len(run.text)
        return replace(self, runs=_stripped(before)), replace(self, runs=_stripped(after))


def block(*runs: Run | str, is_quote: bool = False) -> Block:
    """Return a block of runs, without blanks at its ends; a plain string is a plain run."""
    return Block(_stripped(Run(run) if isinstance(run, str) else run for run in runs), is_quote)


def units(text: str) -> int:
    """Return the length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def html_of(blocks: Iterable[Block]) -> str:
    """Return one message as HTML."""
    parts = []
    for is_quote, group in groupby(blocks, lambda block: block.is_quote):
        inner = GAP.join("".join(run.html for run in block.runs) for block in group)
        parts.append(f"<blockquote expandable>{inner}</blockquote>" if is_quote else inner)
    return GAP.join(parts)


def plain_of(blocks: Sequence[Block], limit: int) -> str:
    """Return one message as plain text, with the addresses of its links as far as there is room for them."""
    written = GAP.join("".join(run.plain for run in block.runs) for block in blocks)
    return written if units(written) <= limit else text_of(blocks)


def text_of(blocks: Iterable[Block]) -> str:
    """Return what a person reads of one message."""
    return GAP.join(block.text for block in blocks)


def _stripped(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs without empty ones and without blanks at both ends: Telegram drops those, and they would count."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(run for run in kept if run.text)
