"""What an announcement says, as it is kept, checked, and framed for somebody who gets it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.domain.announcement import Attached, Audience, Content, Link, Standing
from bot.domain.errors import ContentWrong, Wrong
from bot.domain.people import Language
from bot.services.announcing import wording
from bot.texts import say

MOST_FILES, MOST_LINKS, LONGEST_LABEL, LONGEST_QUESTION = 10, 3, 40, 300
TEXT, CAPTION = 4096, 1024
"""What Telegram takes in a message, and under a file; the frame is part of it."""


@dataclass(frozen=True, slots=True)
class Framed:
    """An announcement as one person gets it: who says it above, how to stop it below."""

    id: int
    language: Language
    html: str
    plain: str
    files: tuple[Attached, ...]
    links: tuple[Link, ...]


def framed(announcement_id: int, content: Content, office: str, language: Language, foot: str = "news.foot") -> Framed:
    """Put the frame around it; `foot` names the words that say how to stop announcements."""
    head = f"<b>{_quoted(say(language, 'news.head', office=office))}</b>"
    html = "\n\n".join(part for part in (head, content.html, f"<i>{_quoted(say(language, foot))}</i>") if part)
    return Framed(announcement_id, language, html, wording.plain(html), content.files, content.links)


def checked(content: Content, hosts: tuple[str, ...], office: str) -> Content:
    """Return it as it can be sent. Raises `ContentWrong`."""
    if content.is_empty:
        raise ContentWrong(Wrong.EMPTY)
    _check_files(content)
    if len(content.links) > MOST_LINKS:
        raise ContentWrong(Wrong.LINKS, most=MOST_LINKS)
    for link in content.links:
        _check_link(link, hosts, is_album=len(content.files) > 1)
    for url in wording.addresses(content.html):
        if not wording.host_is_allowed(url, hosts):
            raise ContentWrong(Wrong.HOST, url=url[:60], hosts=", ".join(hosts))
    room = CAPTION if content.files else TEXT
    longest = max(wording.length(framed(0, content, office, language).html) for language in Language)
    longest += sum(len(link.label) + 3 for link in content.links) if len(content.files) > 1 else 0
    if longest > room:
        raise ContentWrong(Wrong.LONG, over=longest - room, room=room)
    return content


def _check_files(content: Content) -> None:
    if len(content.files) > MOST_FILES:
        raise ContentWrong(Wrong.FILES, most=MOST_FILES)
    if len({one.media_type.startswith("image/") for one in content.files}) > 1:
        raise ContentWrong(Wrong.MIXED)


def _check_link(link: Link, hosts: tuple[str, ...], *, is_album: bool) -> None:
    if not link.label.strip() or len(link.label) > LONGEST_LABEL or len(link.question) > LONGEST_QUESTION:
        raise ContentWrong(Wrong.LABEL, most=LONGEST_LABEL)
    if link.question and is_album:
        raise ContentWrong(Wrong.ALBUM_ASKS)
    if not link.question and not wording.host_is_allowed(link.url, hosts):
        raise ContentWrong(Wrong.HOST, url=link.url[:60], hosts=", ".join(hosts))


def links_of(text: str) -> tuple[Link, ...]:
    """Return the buttons that a text names, one a line: "words = address", or "words = question"; "-" is none. Raises `ContentWrong`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return () if lines == ["-"] else tuple(map(_link_of, lines))


def _link_of(line: str) -> Link:
    label, _, target = (part.strip() for part in line.partition("="))
    if not target:
        raise ContentWrong(Wrong.LINE, line=line[:40])
    if " " in target or "." not in target:
        return Link(label, question=target)
    return Link(label, target if "://" in target else f"https://{target}")


def content_text(content: Content) -> str:
    """Return it as it is kept."""
    return json.dumps(asdict(content), ensure_ascii=False)


def content_of(text: str) -> Content:
    """Return what was kept."""
    kept: Mapping[str, Any] = json.loads(text) if text else {}
    files = tuple(Attached(**one) for one in kept.get("files", ()))
    return Content(kept.get("html", ""), files, tuple(Link(**one) for one in kept.get("links", ())))


def audience_text(audience: Audience) -> str:
    """Return it as it is kept."""
    return json.dumps(asdict(audience))


def audience_of(text: str) -> Audience:
    """Return what was kept."""
    kept: Mapping[str, Any] = json.loads(text) if text else {}
    values: dict[str, Any] = {one.name: _tuple(kept[one.name]) for one in fields(Audience) if one.name in kept}
    values["standings"] = tuple(Standing(one) for one in values.get("standings", ()))
    return Audience(**values)


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _quoted(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
