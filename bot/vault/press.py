"""The child process: a stranger's file on stdin, the clean one on stdout behind a line of JSON. It can do little and not for long.

Run by path (`python -I -B press.py`): isolated, it finds the project's modules by where it lies itself.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path

MOST_MEMORY = 300 * 2**20  # address space, so that what is resident is less
MOST_SECONDS = 10
MOST_FILES = 32


def limit() -> None:
    """Give up memory, time and writing of files, for good. Windows knows no such limits; there, the parent's clock is the only one."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on Windows

        for what, most in (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_CPU, MOST_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, MOST_FILES),
        ):
            resource.setrlimit(what, (most, most))


def press(content: bytes) -> tuple[dict[str, str | int | None], bytes]:
    """Return what is to be said of `content`, and the clean file. Each library is loaded only when its turn has come."""
    from bot.vault.limits import JPEG, PDF, Refused, Verdict, media_type  # noqa: PLC0415 - see above

    try:
        if (kind := media_type(content)) == PDF:
            from bot.vault.paper import press_paper  # noqa: PLC0415 - see above

            clean, pages = press_paper(content)
            return {"verdict": Verdict.CLEAN, "media_type": PDF, "pages": pages}, clean
        from bot.vault.picture import press_picture  # noqa: PLC0415 - see above

        return {"verdict": Verdict.CLEAN, "media_type": JPEG, "pages": None}, press_picture(content, kind)
    except Refused as refused:
        return {"verdict": refused.verdict}, b""
    except MemoryError:
        return {"verdict": Verdict.HEAVY}, b""
    except Exception:  # noqa: BLE001 - the border: whatever a parser makes of a hostile file, it is broken
        return {"verdict": Verdict.BROKEN}, b""


def main() -> None:
    """Read, press, answer."""
    limit()
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    said, clean = press(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + clean)


if __name__ == "__main__":
    main()
