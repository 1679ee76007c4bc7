"""Checking a file that somebody sent: a process of its own opens it and gives back a clean one."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from bot.domain.errors import FileBroken, FileFromIphone, FileLocked, FileTooBig, FileTooHeavy, FileUnknown, Told
from bot.vault.limits import JPEG, MOST_BYTES, MOST_PAGES, PDF, Verdict, is_heic, media_type

PRESS = (sys.executable, "-I", "-B", str(Path(__file__).with_name("press.py")))
AT_ONCE = 2
PATIENCE = 15.0  # seconds
MOST_ANSWER = 2 * MOST_BYTES
# nothing of ours is inherited; Windows starts no process without this one
ENVIRONMENT = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}

_seats: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Checked:
    """A clean file: `media_type` is image/jpeg or application/pdf, `size` in bytes, `pages` of a PDF."""

    content: bytes = field(repr=False)
    media_type: str
    size: int
    pages: int | None = None


async def check(content: bytes) -> Checked:
    """Return `content` made anew without anything that runs, hides or tells. Raises `FileTooBig`, `FileUnknown`, ...

    Photos become JPEG: what hung behind one is gone with the rest. A PDF keeps its pages; a signature in it no longer proves anything.
    """
    if len(content) > MOST_BYTES:
        raise FileTooBig(limit=MOST_BYTES >> 20)
    if not content:
        raise FileBroken
    if media_type(content) is None:
        raise FileFromIphone if is_heic(content) else FileUnknown
    async with _seats.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        return _read(await _pressed(content))


async def _pressed(content: bytes) -> bytes:
    """Return what the child answers; nothing where it was ended by a limit."""
    child = await asyncio.create_subprocess_exec(*PRESS, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=ENVIRONMENT)
    try:
        async with asyncio.timeout(PATIENCE):
            return await _talk(child, content)
    except TimeoutError:
        return b""
    finally:
        await _end(child)


async def _talk(child: Process, content: bytes) -> bytes:
    """Say all, then listen: the child answers only when it has heard all. A longer answer than any clean file is none."""
    assert child.stdin  # noqa: S101 - for the types: both are pipes
    assert child.stdout  # noqa: S101 - likewise
    with suppress(BrokenPipeError, ConnectionResetError):
        child.stdin.write(content)
        await child.stdin.drain()
    child.stdin.close()
    answer = bytearray()
    while (part := await child.stdout.read(1 << 16)) and len(answer) <= MOST_ANSWER:
        answer += part
    return bytes(answer) if len(answer) <= MOST_ANSWER and await child.wait() == 0 else b""


async def _end(child: Process) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()
    await child.wait()


def _read(answer: bytes) -> Checked:
    head, _, clean = answer.partition(b"\n")
    said: dict[str, Any] = json.loads(head) if head else {"verdict": Verdict.HEAVY}
    if (verdict := Verdict(said["verdict"])) is not Verdict.CLEAN:
        raise _refusal(verdict)
    kind = media_type(clean)
    if len(clean) > MOST_BYTES or kind not in {JPEG, PDF} or kind != said["media_type"]:
        raise FileTooHeavy(pages=MOST_PAGES)
    return Checked(clean, kind, len(clean), said["pages"])


def _refusal(verdict: Verdict) -> Told:
    match verdict:
        case Verdict.HEAVY:
            return FileTooHeavy(pages=MOST_PAGES)
        case Verdict.LOCKED:
            return FileLocked()
        case Verdict.UNKNOWN:
            return FileUnknown()
        case _:
            return FileBroken()
