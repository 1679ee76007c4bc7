"""What every request and response passes: same origin for what changes something, safe headers on all that leaves."""

from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not `no-referrer`: with that, browsers send `Origin: null` with a form, and the same-origin check needs it
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTTPS_ONLY = {
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def is_https(request: Request) -> bool:
    """Tell whether the browser came over https."""
    return request.url.scheme == "https"


def host_cookie(request: Request, name: str) -> str:
    """Return what a cookie is called: `__Host-` binds it to this host, but browsers take that over https only."""
    return f"__Host-{name}" if is_https(request) else name


class SameOrigin:
    """Lets an unsafe method through only from a page of ours (Fetch Metadata, else Origin against Host)."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], Awaitable[Response]]) -> None:
        """Wrap `app`; `refuse` makes the answer for strangers."""
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it unread."""
        if scope["type"] != "http" or scope["method"] in SAFE or _is_ours(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        response = await self._refuse(Request(scope, receive))
        await response(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    """Tell a browser on a page of ours: it sends `Sec-Fetch-Site` (https and loopback only), or `Origin` with a POST."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = urlsplit(headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == headers.get("host", "").lower()


class SafeHeaders:
    """Puts the headers on every response; no browser or proxy stores it unless the response itself says so."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add headers as the response starts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (ALWAYS | (HTTPS_ONLY if scope["scheme"] == "https" else {})).items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, sending)


class Proxies:
    """Believes `X-Forwarded-For` and `X-Forwarded-Proto` from the named proxies, and from nobody else."""

    def __init__(self, app: ASGIApp, trusted: Collection[str]) -> None:
        """Take the addresses that the proxies connect from."""
        self._app = app
        self._trusted = frozenset(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the real client and scheme into the scope where a trusted proxy says them."""
        if scope["type"] == "http" and self._is_trusted((scope.get("client") or ("",))[0]):
            headers = Headers(scope=scope)
            hops = [hop.strip() for hop in ",".join(headers.getlist("x-forwarded-for")).split(",") if hop.strip()]
            # the nearest hop that is no proxy of ours: all before it may be invented
            client = next((hop for hop in reversed(hops) if not self._is_trusted(hop)), None)
            scheme = headers.get("x-forwarded-proto", "")
            scope = {
                **scope,
                "client": (client, 0) if client else scope["client"],
                "scheme": scheme if scheme in {"http", "https"} else scope["scheme"],
            }
        await self._app(scope, receive, send)

    def _is_trusted(self, address: str) -> bool:
        return address in self._trusted
