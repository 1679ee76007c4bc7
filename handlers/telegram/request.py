"""The HTTP layer under python-telegram-bot: aiohttp instead of httpx' own transport, twice to ten times as fast."""

import json
import ssl
from functools import cache
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

CONNECTIONS = 256
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0  # an impatient sender sends twice: Telegram may have taken what it had no time to confirm
POOL_SECONDS = 30.0  # the transport counts connecting in here, so it must be the longer one

_HEADERS = {"User-Agent": BaseRequest.USER_AGENT}
_OF_A_FORM = _HEADERS | {"Content-Type": "application/x-www-form-urlencoded"}


class Request(HTTPXRequest):
    """Like its parent, but calls without files go to aiohttp directly: httpx' own work was a third of a button press.

    What is no JSON stays out of the log: it may be what a person wrote.
    """

    __slots__ = ("_connections", "_direct")

    def __init__(self, connections: int, **settings: Any) -> None:  # noqa: ANN401 - those of the parent
        super().__init__(**settings)
        self._connections = connections
        self._direct: aiohttp.ClientSession | None = None

    async def shutdown(self) -> None:
        """Close what was opened; it can be opened again."""
        if self._direct is not None:
            await self._direct.close()
            self._direct = None
        await super().shutdown()

    async def do_request(  # noqa: PLR0913, PLR0917 - the signature of the parent
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - seconds, None, or a mark of the library's
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - likewise
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - likewise
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - likewise
    ) -> tuple[int, bytes]:
        """Return status and body. Raises `TimedOut` and `NetworkError`, with the cause attached but no address in the words."""
        if request_data is not None and request_data.contains_files:
            return await super().do_request(url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout)
        if self._direct is None:
            self._direct = _session(self._connections, trust_env=False)
        reading = read_timeout if isinstance(read_timeout, float | int) else READ_SECONDS
        body = request_data.url_encoded_parameters().encode() if request_data is not None else None
        headers, timeout = _HEADERS if body is None else _OF_A_FORM, _timeout(reading)
        try:
            async with self._direct.request(method, url, data=body, headers=headers, timeout=timeout, proxy=_proxy(url)) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__qualname__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__qualname__) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer as a JSON object. Raises `TelegramError` where it is none."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            message = "Invalid server response"
            raise TelegramError(message)
        return {"result": None, **parsed}


def create_request(connections: int = CONNECTIONS) -> Request:
    """Return an HTTP layer of its own; nothing is opened before its first use."""
    return Request(
        connections,
        read_timeout=READ_SECONDS,
        write_timeout=READ_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=POOL_SECONDS,
        httpx_kwargs={"transport": AiohttpTransport(verify=_tls(), client=lambda: _session(connections, trust_env=True))},
    )


@cache
def _tls() -> ssl.SSLContext:
    """Return what certificates are trusted; reading them takes a while, so they are read once."""
    return httpx.create_ssl_context()


@cache
def _timeout(reading: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=POOL_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=reading)


def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for `url`, if any."""
    scheme, _, rest = url.partition("://")
    return _proxy_for(scheme, rest.partition("/")[0])


@cache
def _proxy_for(scheme: str, host: str) -> str | None:
    """Asked once for each host: aiohttp's own `trust_env` reads the whole environment with each request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _session(connections: int, *, trust_env: bool) -> aiohttp.ClientSession:
    """Return a session; `trust_env` has it look for the proxy that the environment names, with each request."""
    connector = aiohttp.TCPConnector(limit=connections, ssl=_tls())
    return aiohttp.ClientSession(connector=connector, trust_env=trust_env, cookie_jar=aiohttp.DummyCookieJar())
