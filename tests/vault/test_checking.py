"""Checking files: what is hostile is refused or made harmless, within its limits, and work goes on."""

import asyncio
import inspect
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from pypdf import PdfReader

from bot.domain.errors import FileTooHeavy, Told
from bot.vault import checking
from bot.vault.checking import Checked, check
from bot.vault.limits import MOST_BYTES, MOST_PAGES, PDF
from tests.vault.hostile import HOSTILE, ODD, PAYLOAD, SCRIPT, good_pdf, pdf_with_links, picture

LONGEST = 20.0  # seconds
MOST_RESIDENT = 300 * 2**20
NEVER_IN_A_PDF = (
    "/AA /AcroForm /Author /EmbeddedFile /FileAttachment /Filespec /Info /JS /JavaScript /Launch /Link /Metadata /Names /OpenAction"
    " /PS /PieceInfo /Producer /RichMedia /URI /XFA passwd"
)
PARTS_OF_A_JPEG = {0xDB, 0xC0, 0xC4, 0xDA, 0xE0}  # tables, frame, scan and the JFIF header: nothing that holds words


@contextmanager
def watched() -> Iterator[list[int]]:
    """Note how much memory each process that is started meanwhile has, every some milliseconds."""
    sizes, done, me = [0], Event(), psutil.Process()
    mine = me.cmdline()

    def watch() -> None:
        while not done.wait(0.01):
            for child in me.children():
                with suppress(psutil.Error):
                    if child.cmdline() != mine:  # until it is a program of its own, a child shows our memory as its own
                        sizes.append(child.memory_info().rss)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield sizes
    finally:
        done.set()
        watcher.join()


def markers(jpeg: bytes) -> set[int]:
    """Return the kinds of segments of a JPEG; what lies behind its end counts as kind 0."""
    found, place = set(), 2
    while jpeg[place + 1] != 0xDA:
        found.add(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return found | ({0} if jpeg.index(b"\xff\xd9", place) != len(jpeg) - 2 else set())


async def checked_or_refused(content: bytes) -> Checked | Told:
    try:
        return await check(content)
    except Told as refusal:
        return refusal


def assert_harmless(checked: Checked) -> None:
    assert checked.size == len(checked.content) <= MOST_BYTES
    for evil in (PAYLOAD, SCRIPT, b"<script", b"PK\x03\x04"):
        assert evil not in checked.content
    if checked.media_type == PDF:
        assert_harmless_pdf(checked)
    else:
        assert_harmless_jpeg(checked.content)


def assert_harmless_jpeg(content: bytes) -> None:
    assert markers(content) <= PARTS_OF_A_JPEG
    with Image.open(BytesIO(content)) as shown:
        shown.load()
        assert (shown.format, shown.mode, dict(shown.getexif())) == ("JPEG", "RGB", {})
        assert max(shown.size) <= 2000
        assert not {"exif", "icc_profile", "xmp", "comment", "mpoffset"} & set(shown.info)


def assert_harmless_pdf(checked: Checked) -> None:
    assert checked.content.startswith(b"%PDF-")
    assert checked.content.endswith(b"%%EOF\n")
    assert [evil for evil in NEVER_IN_A_PDF.split() if evil.encode() in checked.content] == []
    reader = PdfReader(BytesIO(checked.content), strict=True)
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert set(reader.trailer) == {"/Size", "/Root"}
    assert len(reader.pages) == checked.pages
    for page in reader.pages:
        page.extract_text()
        for annotation in page.get("/Annots", []):
            assert set(annotation.get_object()) == {"/Type", "/Subtype", "/Rect", "/F", "/AP"}


@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_a_hostile_file_is_refused_or_made_harmless_and_work_goes_on(name: str) -> None:
    case = HOSTILE[name]
    content = case.build()
    began = time.monotonic()
    with watched() as sizes:
        found = await checked_or_refused(content)
    assert time.monotonic() - began < LONGEST
    assert type(found) in (case.refusals or (Checked,))
    if isinstance(found, Checked):
        assert_harmless(found)
    assert max(sizes) < MOST_RESIDENT
    assert (await check(picture("JPEG"))).media_type == "image/jpeg"


@pytest.mark.parametrize("name", sorted(ODD))
async def test_what_only_looks_odd_is_accepted(name: str) -> None:
    with watched() as sizes:
        assert_harmless(await check(ODD[name].build()))
    assert max(sizes) < MOST_RESIDENT


def test_there_are_more_than_thirty_kinds_of_harm() -> None:
    assert len(HOSTILE) > 30


def test_nobody_can_hand_over_a_name() -> None:
    assert list(inspect.signature(check).parameters) == ["content"]


async def test_a_photo_forgets_where_it_was_taken_and_stands_upright() -> None:
    taken = Image.new("RGB", (3000, 1000), "blue")
    taken.paste("red", (0, 0, 1500, 1000))  # left half
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned clockwise
    exif[ExifTags.Base.Make] = PAYLOAD.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (7.0, 15.0, 30.0)
    file = BytesIO()
    taken.save(file, "JPEG", exif=exif)

    checked = await check(file.getvalue())

    assert_harmless(checked)
    with Image.open(BytesIO(checked.content)) as shown:
        assert shown.size == (667, 2000)
        assert shown.getpixel((300, 100)) == pytest.approx((254, 0, 0), abs=3)
        assert shown.getpixel((300, 1900)) == pytest.approx((0, 0, 254), abs=3)


async def test_what_shines_through_becomes_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (9000, 20), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(BytesIO((await check(file.getvalue())).content)) as shown:
        assert shown.getextrema() == ((255, 255),) * 3


async def test_sixteen_bits_of_grey_stay_grey() -> None:
    file = BytesIO()
    Image.new("I;16", (9, 9), 128 * 256).save(file, "PNG")
    with Image.open(BytesIO((await check(file.getvalue())).content)) as shown:
        assert shown.getpixel((4, 4)) == pytest.approx((128, 128, 128), abs=2)


async def test_a_pdf_still_says_what_it_said_and_shows_what_was_filled_in() -> None:
    reader = PdfReader(BytesIO((await check(pdf_with_links())).content))
    (page,) = reader.pages
    (stamp,) = page["/Annots"]
    assert page.extract_text() == "Halo"
    assert b"1 0 0 rg" in stamp.get_object()["/AP"]["/N"].get_data()


async def test_the_same_file_becomes_the_same_bytes() -> None:
    for content in (picture("JPEG", (3000, 2000)), good_pdf()):
        assert await check(content) == await check(content)


async def test_a_refusal_knows_what_its_words_need() -> None:
    with pytest.raises(FileTooHeavy) as raised:
        await check(HOSTILE["PDF of 21 pages"].build())
    assert raised.value.values == {"pages": MOST_PAGES}


async def test_a_child_that_never_answers_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PRESS", (sys.executable, "-I", "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(checking, "PATIENCE", 0.5)
    with pytest.raises(FileTooHeavy):
        await check(picture("JPEG"))
    assert psutil.Process().children() == []


async def test_a_child_that_answers_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))"
    monkeypatch.setattr(checking, "PRESS", (sys.executable, "-I", "-c", endless))
    with pytest.raises(FileTooHeavy):
        await check(picture("JPEG"))


async def test_whoever_stops_waiting_leaves_no_child_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PRESS", (sys.executable, "-I", "-c", "import time; time.sleep(60)"))
    waiting = asyncio.create_task(check(picture("JPEG")))
    await asyncio.sleep(0.3)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert psutil.Process().children() == []


async def test_the_child_inherits_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OVOP_TELEGRAM__TOKEN", "secret")
    said = tmp_path / "said"
    peek = f"import os, sys; sys.stdin.buffer.read(); open({str(said)!r}, 'w').write(repr(dict(os.environ)))"
    monkeypatch.setattr(checking, "PRESS", (sys.executable, "-I", "-c", peek))
    with pytest.raises(Told):
        await check(picture("JPEG"))
    assert "secret" not in said.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
async def test_the_limits_hold_in_the_child() -> None:
    press = str(Path(checking.__file__).with_name("press.py"))
    code = f"import runpy; runpy.run_path({press!r})['limit'](); b = bytearray(400 << 20)"
    child = await asyncio.create_subprocess_exec(sys.executable, "-I", "-B", "-c", code, stderr=asyncio.subprocess.PIPE)
    assert b"MemoryError" in (await child.communicate())[1]


async def test_no_more_than_two_are_open_at_once() -> None:
    most, done = 0, Event()

    async def count() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, len(psutil.Process().children()))
            await asyncio.sleep(0.01)

    counting = asyncio.create_task(count())
    await asyncio.gather(*(check(picture("JPEG", (2500, 2000))) for _ in range(6)))
    done.set()
    await counting
    assert 1 <= most <= 2


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_a_good_file_with_any_bytes_changed_is_refused_in_words_or_harmless(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([picture("JPEG"), picture("PNG"), picture("WEBP"), pdf_with_links()])))
    for place in data.draw(st.lists(st.integers(12, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    found = asyncio.run(checked_or_refused(bytes(content)))
    if isinstance(found, Checked) and found.media_type != PDF:
        assert_harmless(found)
