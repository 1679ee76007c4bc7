"""Who is asking: a random session id in a cookie, and the language to speak."""

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.people import Address, Channel, Language
from bot.services.speak import Speak
from handlers.guarding import host_cookie, is_https

YEAR = 365 * 24 * 60 * 60
COOKIE = "ovop"
SESSION = re.compile(r"[A-Za-z0-9_-]{32}")
SPOKEN = {
    "id": Language.INDONESIAN,
    "in": Language.INDONESIAN,  # the old code, which Android still sends
    "jv": Language.INDONESIAN,
    "su": Language.INDONESIAN,
    "en": Language.ENGLISH,
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `session` is the secret of its cookie and goes nowhere else; `is_new` until it comes back with it."""

    session: str = field(repr=False)
    is_new: bool

    @property
    def sender(self) -> Address:
        """Return the address the bot remembers: a digest, so that what is stored opens no conversation."""
        return Address(Channel.WEB, sha256(self.session.encode()).hexdigest()[:32])


def visitor_of(request: Request) -> Visitor:
    """Return the visitor whose cookie the request carries, else a new one; the same one for the whole request."""
    known = getattr(request.state, "visitor", None)
    if not isinstance(known, Visitor):
        session = request.cookies.get(host_cookie(request, COOKIE), "")
        is_known = SESSION.fullmatch(session) is not None
        known = Visitor(session if is_known else secrets.token_urlsafe(24), is_new=not is_known)
        request.state.visitor = known
    return known


def remember(request: Request, response: Response) -> Response:
    """Give the visitor their cookie, for a year from now."""
    response.set_cookie(
        host_cookie(request, COOKIE),
        visitor_of(request).session,
        max_age=YEAR,
        path="/",
        secure=is_https(request),
        httponly=True,
        samesite="lax",
    )
    return response


def hint_of(request: Request) -> str | None:
    """Return the language the browser asks for most among those the bot speaks (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, Language]] = []
    for wish in request.headers.get("accept-language", "")[:500].split(","):
        tag, _, weight = wish.partition(";")
        language = SPOKEN.get(tag.strip().lower().partition("-")[0])
        if language is not None:
            wishes.append((_quality(weight), language))
    quality, best = max(wishes, key=lambda wish: wish[0], default=(0.0, None))
    return best.value if best is not None and quality > 0 else None


@dataclass(frozen=True, slots=True)
class Tongue:
    """Knows what language to answer a request in."""

    speak: Speak

    async def of(self, request: Request) -> Language:
        """Return the language the visitor chose, else the browser's, else Indonesian; looked up once a request."""
        visitor = visitor_of(request)
        if visitor.is_new or isinstance(getattr(request.state, "language", None), Language):
            return self.guess(request)
        request.state.language = await self.speak.language_of(visitor.sender, hint_of(request))
        return self.guess(request)

    def guess(self, request: Request) -> Language:
        """Return the best guess that asks nobody: for strangers, and for when the database is what failed."""
        known = getattr(request.state, "language", None)
        return known if isinstance(known, Language) else Language(hint_of(request) or Language.INDONESIAN)


def _quality(weight: str) -> float:
    """Read `q=0.8`; no weight means 1, nonsense means 0."""
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    return float(value) if re.fullmatch(r"[01](\.\d{0,3})?", value) else 0.0
