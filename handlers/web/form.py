"""What a form brings: a few short fields, never more than the limit."""

import re
import secrets
from collections.abc import Mapping
from contextlib import aclosing
from hashlib import sha256
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LIMIT = 64 * 1024
DRAINED = 4 * 1024 * 1024  # read and dropped, since a browser hears an answer only after it has sent all
FIELDS = 10
TOKEN = re.compile(r"[!-~]{1,24}")


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; kept in `request.state.form` so that an error page can hand back what was typed.

    Raises `HTTPException`: 413 over the limit, 415 for another encoding, 400 for too many fields.
    """
    body = await _body(request)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415)
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    form = {name: value.replace("\r\n", "\n") for name, value in fields}
    request.state.form = form
    return form


def is_fragment(request: Request) -> bool:
    """Tell whether the page's script asks, and so wants a piece of the page instead of a redirect."""
    return "x-ovop-fragment" in request.headers


def key_of(form: Mapping[str, str], what: str) -> str:
    """Return the key of a message: the same for a retry, another one when the words changed under an old key.

    Browsers bring back an old page with its old key (back button, restored tab); with the words in the digest a new
    question never gets the answer of the old one.
    """
    key = form.get("key") or secrets.token_urlsafe(16)
    return sha256(f"{key}\0{what}".encode("utf-8", "replace")).hexdigest()[:32]


async def _body(request: Request) -> bytes:
    kept = bytearray()
    seen = 0
    async with aclosing(request.stream()) as stream:
        async for chunk in stream:
            seen += len(chunk)
            if seen <= LIMIT:
                kept += chunk
            elif seen > DRAINED:
                break
    if seen > LIMIT:
        raise HTTPException(413)
    return bytes(kept)
