"""A file of somebody, given to a browser: nothing in it can run, and only pictures are shown in place."""

from starlette.responses import Response

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def sealed(content: bytes, media_type: str, **headers: str) -> Response:
    """Return a file without a name: the link to it has one."""
    disposition = "inline" if media_type.startswith("image/") else "attachment"
    safe = {"Content-Disposition": disposition, "Content-Security-Policy": POLICY}
    return Response(content, media_type=media_type, headers={**safe, **headers})
