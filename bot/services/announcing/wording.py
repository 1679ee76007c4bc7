"""The words of an announcement: Telegram's small set of HTML, the marks that people type for it, and plain text."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

_SAME = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s"}
_SAME |= {name: name for name in ("b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler")}
_MARKS = {"b": "*", "i": "_", "s": "~"}
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s()]+)\)")
_MARKED = tuple(
    (re.compile(rf"(?<![\w{sign}])\{sign}(?=\S)([^{sign}\n]+?)(?<=\S)\{sign}(?![\w{sign}])"), tag) for tag, sign in _MARKS.items()
)
_BARE = re.compile(r"https?://[^\s()<>\"]+|\bwww\.[^\s()<>\"]+", re.IGNORECASE)
_TITLE = 60


def cleaned(html: str) -> str:
    """Return HTML with nothing but what Telegram shows, closed in order; what else was there stays as words."""
    return _read(html).html


def plain(html: str) -> str:
    """Return what a person reads, with the addresses of links behind them."""
    return _read(html).plain


def length(html: str) -> int:
    """Return how long Telegram counts it: UTF-16 units of what is read, without marks and hidden addresses."""
    return len(_read(html).seen.encode("utf-16-le", "surrogatepass")) // 2


def addresses(html: str) -> list[str]:
    """Return where its links lead, also those that a channel makes of what is written out."""
    read = _read(html)
    return [*read.links, *(found.rstrip(".,;:!?") for found in _BARE.findall(read.seen))]


def from_marks(text: str) -> str:
    """Return HTML for text with *bold*, _italic_, ~struck~ and [words](https://...) in it."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(f'<a href="{escape(found[2])}">{escape(found[1], quote=False)}</a>')
        return f"\0{len(kept) - 1}\0"

    html = escape(_LINK.sub(hide, text.replace("\0", "").replace("\r\n", "\n")), quote=False)
    for pattern, tag in _MARKED:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return cleaned(re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], html)).strip()


def to_marks(html: str) -> str:
    """Return the text with marks that `from_marks` reads; what has no mark loses its look."""
    return _read(html).marked


def title_of(html: str) -> str:
    """Return the first words, as a name for lists."""
    first = next((line.strip() for line in plain(html).splitlines() if line.strip()), "")
    return first if len(first) <= _TITLE else f"{first[: _TITLE - 1].rstrip()}…"


def host_is_allowed(url: str, allowed: tuple[str, ...]) -> bool:
    """Tell whether an address is https, and its host one of `allowed` or below one of them ("go.id")."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and "@" not in parts.netloc and host.isascii()
    return is_plain and any(host == one or host.endswith(f".{one}") for one in allowed)


class _Reader(HTMLParser):
    """Reads once, and keeps every way of saying it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._html: list[str] = []
        self._plain: list[str] = []
        self._marked: list[str] = []
        self._seen: list[str] = []
        self._address = ""
        self.links: list[str] = []

    @property
    def html(self) -> str:
        """What Telegram takes."""
        return "".join([*self._html, *(f"</{tag}>" for tag in reversed(self._open))])

    @property
    def plain(self) -> str:
        """What is read, with addresses."""
        return "".join(self._plain)

    @property
    def marked(self) -> str:
        """What is typed for it."""
        return "".join(self._marked)

    @property
    def seen(self) -> str:
        """What is read, and counted."""
        return "".join(self._seen)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
            return
        href = dict(attrs).get("href") or "" if tag == "a" else ""
        if tag == "a" and href.startswith(("https://", "http://")) and "a" not in self._open:
            self._address = href
            self.links.append(href)
            self._opened("a", f'<a href="{escape(href)}">', "[")
        elif (same := _SAME.get(tag)) is not None and same not in self._open:
            self._opened(same, f"<{same}>", _MARKS.get(same, ""))

    def handle_endtag(self, tag: str) -> None:
        tag = "a" if tag == "a" else _SAME.get(tag, "")
        if tag not in self._open:
            return
        while True:  # what was opened inside it is closed with it
            last = self._open.pop()
            self._html.append(f"</{last}>")
            if last == "a":
                self._plain.append(f" ({self._address})")
                self._marked.append(f"]({self._address})")
            else:
                self._marked.append(_MARKS.get(last, ""))
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        self._html.append(escape(data, quote=False))
        for said in (self._plain, self._marked, self._seen):
            said.append(data)

    def _opened(self, tag: str, html: str, mark: str) -> None:
        self._open.append(tag)
        self._html.append(html)
        self._marked.append(mark)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
