"""Keeps bot tokens, and what libraries print of people's words, out of logs. It belongs on every log *handler*.

A filter of a logger does not see what its children log, and httpx, python-telegram-bot and aiohttp all print addresses
that hold the token.
"""

import logging
import re
from collections.abc import Iterable
from types import MappingProxyType

TOKEN = re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
MASK = "<token>"

OURS = frozenset({"bot", "handlers", "knowledge"})
QUIET_BELOW = MappingProxyType({"sqlalchemy": logging.WARNING})
"""Under INFO libraries print whole updates, messages and rows; SQLAlchemy prints rows at INFO already."""

_FORMATTER = logging.Formatter()


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """Return `text` with each bot token, and each of `secrets`, replaced."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return TOKEN.sub(MASK, text)


class Redact(logging.Filter):
    """Rewrites records: a token is masked wherever it stands; what a library fills into its debugging is left out."""

    def __init__(self, *secrets: str) -> None:
        """`secrets` are masked besides what looks like a bot token: the configured token, a webhook's secret."""
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, rewritten where it must be."""
        library = record.name.partition(".")[0]
        if library not in OURS and record.levelno < QUIET_BELOW.get(library, logging.INFO):
            record.args = None
        self._mask_message(record)
        self._mask_error(record)
        for name, value in record.__dict__.items():
            if isinstance(value, str):
                record.__dict__[name] = self._masked(value)
        return True

    def _mask_message(self, record: logging.LogRecord) -> None:
        """Fill the message in ourselves only where it holds a token: some formatters want the parts."""
        message = record.getMessage()
        clean = self._masked(message)
        if clean != message:
            record.msg, record.args = clean, None

    def _mask_error(self, record: logging.LogRecord) -> None:
        """Write the error out where it holds a token, and drop the error itself, so that nobody writes it out again."""
        if not record.exc_info or record.exc_info[0] is None:
            return
        text = record.exc_text or _FORMATTER.formatException(record.exc_info)
        clean = self._masked(text)
        if clean != text:
            record.exc_text, record.exc_info = clean, None

    def _masked(self, text: str) -> str:
        return masked(text, self._secrets)


def keep_secrets(handlers: Iterable[logging.Handler], *secrets: str) -> None:
    """Put the filter on handlers, such as `logging.getLogger().handlers`."""
    for handler in handlers:
        handler.addFilter(Redact(*secrets))
