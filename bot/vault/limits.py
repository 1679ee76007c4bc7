"""What a file may be, and what is said of one that may not: shared by both processes, so standard library only."""

from enum import StrEnum

MOST_BYTES = 20 * 2**20  # Telegram hands bots no larger ones
MOST_PIXELS = 40_000_000
MOST_PAGES = 20
MOST_UNPACKED = 32_000_000  # bytes that one packed stream of a PDF may hold
MOST_UNPACKED_IMAGE = 3 * MOST_PIXELS
MOST_UNPACKED_IN_ALL = 300_000_000  # eleven A4 pages in colour at 300 dpi, packed without loss
LONGEST_SIDE = 2000
QUALITY = 85

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"


_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class Verdict(StrEnum):
    """What the child says; all but the first are refusals."""

    CLEAN = "clean"
    BROKEN = "broken"
    HEAVY = "heavy"
    LOCKED = "locked"
    UNKNOWN = "unknown"


class Refused(Exception):  # noqa: N818 - a verdict
    """The file is not taken, and why."""

    def __init__(self, verdict: Verdict) -> None:
        """Keep the verdict."""
        super().__init__(verdict)
        self.verdict = verdict


def media_type(content: bytes) -> str | None:
    """Return the type by the first bytes: a name says what its sender likes. What begins otherwise is no file of ours."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return PDF if content.startswith(b"%PDF-") else None


def is_heic(content: bytes) -> bool:
    """Tell a photo as iPhones keep them, by its brand (ISO/IEC 23008-12)."""
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC
