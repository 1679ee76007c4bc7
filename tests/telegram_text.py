"""Telegram's own reading of text: lengths in UTF-16 units, entities it finds, and the HTML it takes or refuses."""

import re
from typing import Any

TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"})
ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
PART = re.compile(
    r"<(/?)([a-zA-Z-]+)((?:\s+[a-z]+(?:=\"[^\"<>]*\")?)*)\s*>|(&(?:lt|gt|amp|quot);)|&#(x?)([0-9a-fA-F]+);"
)


class Unparsable(Exception):  # noqa: N818 - read as "it is unparsable"
    """The HTML is not what Telegram takes."""


class Unsupported(Unparsable):
    """A tag that Telegram does not know, or a sign that should have been escaped."""

    def __init__(self, tag: str = "") -> None:
        super().__init__(f'Unsupported start tag "{tag}"')


class Unmatched(Unparsable):
    """A tag that ends where it did not begin, or begins without an end."""

    def __init__(self, tag: str) -> None:
        super().__init__(f'Unmatched tag "{tag}"')


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def parsed(html: str) -> str:
    """What a person reads of a message sent as HTML."""
    text = ""
    opened: list[str] = []
    place = 0
    for match in PART.finditer(html):
        text += _plain(html[place : match.start()])
        place = match.end()
        closing, tag, _, named, is_hex, number = match.groups()
        if named:
            text += ENTITIES[named]
        elif number:
            text += chr(int(number, 16 if is_hex else 10))
        else:
            _tag(tag.lower(), bool(closing), opened)
    if opened:
        raise Unmatched(opened[-1])
    return text + _plain(html[place:])


def entities_of(text: str) -> list[dict[str, Any]]:
    """The entities Telegram's server finds in what a person writes: commands and mentions."""
    found = re.finditer(r"(?<!\S)(/[A-Za-z0-9_]{1,32}(?:@\w+)?)|(?<!\w)(@[A-Za-z]\w{3,})", text)
    return [
        {
            "type": "bot_command" if match[1] else "mention",
            "offset": units(text[: match.start()]),
            "length": units(match[0]),
        }
        for match in found
    ]


def _plain(text: str) -> str:
    if "<" in text:
        raise Unsupported
    return text


def _tag(tag: str, is_closing: bool, opened: list[str]) -> None:  # noqa: FBT001
    if tag not in TAGS:
        raise Unsupported(tag)
    if not is_closing:
        if tag in opened and tag == "blockquote":
            raise Unsupported(tag)
        opened.append(tag)
    elif not opened or opened.pop() != tag:
        raise Unmatched(tag)
