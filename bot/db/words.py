"""What of a text can be stored: PostgreSQL refuses NUL, and neither database takes half a surrogate pair."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def without_unstorable(text: str) -> str:
    """Return `text` without NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def cut(text: str, limit: int) -> str:
    """Return `text` with at most `limit` characters; a dropped end shows as an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
