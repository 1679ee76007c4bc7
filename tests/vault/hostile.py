"""Files that mean harm, and some that only look odd: built here, byte by byte, so that none has to be kept."""

import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from bot.domain.errors import FileBroken, FileFromIphone, FileLocked, FileTooBig, FileTooHeavy, FileUnknown, Told

SCRIPT = b"<script>alert('evil')</script>"
PAYLOAD = b"EVIL-PAYLOAD-EVIL"  # in everything that must not come out
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Case:
    """A file to be built, and what is expected: refusals, or none where it is accepted and made harmless."""

    build: Callable[[], bytes]
    refusals: tuple[type[Told], ...] = ()


def picture(form: str, size: tuple[int, int] = (80, 60), mode: str = "RGB", **how: Any) -> bytes:
    drawn = Image.linear_gradient("L").resize(size).convert(mode)
    file = BytesIO()
    drawn.save(file, form, **how)
    return file.getvalue()


def frames(form: str, count: int, size: tuple[int, int] = (8, 8)) -> bytes:
    shown = [Image.new("RGB", size, (number % 256, number // 256, 7)) for number in range(count)]
    file = BytesIO()
    shown[0].save(file, form, save_all=True, append_images=shown[1:])
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *before: bytes, depth: int = 8, colour: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@cache
def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.compress(bytes(size % MIB)) + packer.flush()


def png_bomb() -> bytes:
    return png(30000, 30000, zeros(30000 * (30000 // 8 + 1)), depth=1)


def png_that_just_fits() -> bytes:
    return png(6300, 6300, zeros(6300 * (6300 * 4 + 1)), colour=6)


def png_with(kind: bytes, prefix: bytes) -> bytes:
    return png(1, 1, zlib.compress(b"\0\0"), chunk(kind, prefix + zeros(50 * MIB)))


def png_with_much_text() -> bytes:
    text = zeros(MIB - 1)
    texts = [chunk(b"zTXt", b"k%d\0\0" % number + text) for number in range(300)]
    return png(1, 1, zlib.compress(b"\0\0"), *texts)


def apng_of_many() -> bytes:
    control = chunk(b"acTL", struct.pack(">II", 10000, 0))
    frame = struct.pack(">IIIIHHBB", 1, 1, 0, 0, 1, 1, 0, 0)
    shown = [chunk(b"fcTL", struct.pack(">I", number) + frame) for number in range(10000)]
    return png(1, 1, zlib.compress(b"\0\0"), control, *shown)


def jpeg_claiming(side: int) -> bytes:
    whole = bytearray(picture("JPEG"))
    place = whole.index(b"\xff\xc0") + 5
    whole[place : place + 4] = struct.pack(">HH", side, side)
    return bytes(whole)


def jpeg_of_many_scans() -> bytes:
    """A progressive JPEG whose last scan comes again and again: each costs a walk over all pixels."""
    file = BytesIO()
    Image.new("L", (6000, 6000)).save(file, "JPEG", progressive=True)
    whole = file.getvalue()
    last = whole.rindex(b"\xff\xda")
    scan = whole[last:-2]
    return whole[:-2] + scan * (10 * MIB // len(scan)) + whole[-2:]


def jpeg_with_comments() -> bytes:
    whole = picture("JPEG", comment=PAYLOAD + SCRIPT, icc_profile=PAYLOAD, xmp=PAYLOAD)
    return whole[:2] + b"\xff\xe2" + struct.pack(">H", len(PAYLOAD) + 2) + PAYLOAD + whole[2:]


def png_with_metadata() -> bytes:
    text, profile = chunk(b"tEXt", b"Comment\0" + PAYLOAD + SCRIPT), chunk(b"eXIf", b"II*\0" + PAYLOAD)
    return png(1, 1, zlib.compress(b"\0\0"), text, profile)


def archive(*, name: str = "a.txt", size: int = 0) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, PAYLOAD + bytes(size))
        packed.writestr("../../escaped.txt", PAYLOAD)
    return file.getvalue()


def webp_claiming(side: int) -> bytes:
    whole = picture("WEBP", mode="RGBA", lossless=True)
    extended = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (side - 1).to_bytes(3, "little") * 2
    body = b"WEBP" + extended + whole[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalog."""
    file, starts = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(starts) + 1)
    file += b"".join(b"%010d 00000 n \n" % start for start in starts)
    file += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(starts) + 1, trailer, table)
    return bytes(file)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
TWICE = b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"
SHOWN = stream(b"BT /F1 12 Tf 10 10 Td (Halo) Tj ET")
LETTERS = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(more: bytes = b"") -> bytes:
    resources = b"<< /Font << /F1 5 0 R >> /Evil 6 0 R >>"
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources %s %s >>" % (resources, more)


def acting(catalog: bytes, on_page: bytes, *objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a good PDF of one page that says Halo, with more in its catalog and on its page; `objects` begin at 6."""
    root = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
    return pdf(root, PAGES, page(on_page), SHOWN, LETTERS, *objects, trailer=trailer)


SCRIPTED = b"<< /Type /Action /S /JavaScript /JS (%s) >>" % PAYLOAD
LAUNCHING = b"<< /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (%s) >> >>" % PAYLOAD


def pdf_with_scripts() -> bytes:
    names = b"/OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /JavaScript << /Names [(a) 6 0 R] >> >> /URI << /Base (http://evil) >>"
    return acting(names, b"/AA << /O 6 0 R >>", SCRIPTED)


def pdf_with_links() -> bytes:
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A 6 0 R /AA << /E 6 0 R >> >>"
    button = b"<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /Rect [0 0 9 9] /A 6 0 R /MK << /CA (%s) >> /AP << /N 8 0 R >> >>" % PAYLOAD
    looks = stream(b"1 0 0 rg 0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /PieceInfo 6 0 R")
    return acting(b"/AcroForm << /Fields [7 0 R] /XFA (%s) >>" % PAYLOAD, b"/Annots [%s 7 0 R]" % link, LAUNCHING, button, looks)


def pdf_with_a_file() -> bytes:
    held = b"<< /Type /Filespec /F (evil.exe) /EF << /F 7 0 R >> >>"
    clip = b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R /AP << /N 4 0 R >> >>"
    names = b"/Names << /EmbeddedFiles << /Names [(evil.exe) 6 0 R] >> >> /AF [6 0 R]"
    return acting(names, b"/AF [6 0 R] /Annots [%s]" % clip, held, stream(b"MZ" + PAYLOAD, b"/Type /EmbeddedFile"))


def pdf_with_metadata() -> bytes:
    about = b"/Metadata 6 0 R /PieceInfo << /X << /Private (%s) >> >>" % PAYLOAD
    return acting(about, about, stream(PAYLOAD, b"/Type /Metadata /Subtype /XML"), b"<< /Author (%s) >>" % PAYLOAD, trailer=b"/Info 7 0 R")


def pdf_with_rich_media() -> bytes:
    film = b"<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent 6 0 R /AP << /N 4 0 R >> >>"
    return acting(b"", b"/Annots [%s] /Thumb 6 0 R" % film, stream(PAYLOAD))


def pdf_reading_elsewhere() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    far = stream(b"", b"%s /F (file:///etc/passwd) /FFilter /FlateDecode /Ref << /F (%s) >>" % (form, PAYLOAD))
    resources = b"<< /XObject << /X 5 0 R /S 6 0 R >> >>"
    shown = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 4 0 R /Resources %s >>" % resources
    return pdf(CATALOG, PAGES, shown, stream(b"/X Do /S Do"), far, stream(PAYLOAD, b"/Type /XObject /Subtype /PS"))


def pdf_that_says_by_reference_what_it_is() -> bytes:
    """An action among the graphics states, whose kind stands in other objects."""
    shown = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /ExtGState << /G 5 0 R /H [5 0 R] >> >> >>"
    action = b"<< /Type 6 0 R /S 7 0 R /JS (%s) /F (%s) >>" % (PAYLOAD, PAYLOAD)
    return pdf(CATALOG, PAGES, shown, stream(b"/G gs"), action, b"/Action", b"/JavaScript")


def pdf_bomb() -> bytes:
    return pdf(CATALOG, PAGES, page(), stream(zeros(100 * MIB), b"/Filter /FlateDecode"), LETTERS)


def pdf_bomb_in_a_bomb() -> bytes:
    return pdf(CATALOG, PAGES, page(), stream(zlib.compress(zeros(100 * MIB)), b"/Filter [/FlateDecode /FlateDecode]"), LETTERS)


def pdf_bomb_of_objects() -> bytes:
    """The page tree lies in a packed stream of objects that holds 100 MB."""
    packer = zlib.compressobj(9)
    data = packer.compress(b"2 0 << /Type /Pages /Kids [] /Count 0 >>") + packer.compress(b" " * 100 * MIB) + packer.flush()
    held = stream(data, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    file = b"%PDF-1.7\n"
    places = [len(file)]
    file += b"1 0 obj\n" + CATALOG + b"\nendobj\n"
    places.append(len(file))
    file += b"3 0 obj\n" + held + b"\nendobj\n"
    rows = b"".join(struct.pack(">BIB", *row) for row in ((0, 0, 0), (1, places[0], 0), (2, 3, 0), (1, places[1], 0), (1, len(file), 0)))
    table = stream(rows, b"/Type /XRef /W [1 4 1] /Size 5 /Root 1 0 R")
    return file + b"4 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(file)


def pdf_with_a_huge_image() -> bytes:
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode"
    shown = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    return pdf(CATALOG, PAGES, shown, stream(b"/I Do"), stream(b"\0", image))


def pdf_of_deep_kids() -> bytes:
    return pdf(CATALOG, *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, 5002)), page())


def pdf_of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    blank = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return pdf(CATALOG, b"<< /Type /Pages /Kids [%s] /Count 1 >>" % kids, *[blank] * count)


def pdf_of_many_objects() -> bytes:
    fonts = b" ".join(b"/F%d %d 0 R" % (number, number) for number in range(5, 30005))
    shown = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << %s >> >> >>" % fonts
    return pdf(CATALOG, PAGES, shown, SHOWN, *[LETTERS] * 30000)


def pdf_that_chases_its_tail() -> bytes:
    whole = pdf(CATALOG, PAGES, page(), SHOWN, LETTERS)
    table = whole.rindex(b"xref\n0")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % table)


def pdf_with_a_name_of_a_megabyte() -> bytes:
    return acting(b"/%s 1" % (b"A" * MIB), b"")


def locked(how: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(CATALOG, PAGES, page(), SHOWN, LETTERS))))
    writer.encrypt(how, owner_password="owner", algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def pdf_of_the_library() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(CATALOG, PAGES, page(), SHOWN, LETTERS))))
    writer.add_metadata({NameObject("/Author"): TextStringObject(PAYLOAD.decode())})
    writer.add_attachment("evil.exe", PAYLOAD)
    writer.add_outline_item(title=PAYLOAD.decode(), page_number=0)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def ends_early(whole: bytes) -> bytes:
    return whole[: len(whole) * 2 // 3]


def good_pdf() -> bytes:
    return pdf(CATALOG, PAGES, page(), SHOWN, LETTERS)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html>" + SCRIPT
GIFAR = b"GIF89a\x01\0\x01\0\0\0\0;"

HOSTILE: dict[str, Case] = {
    "PNG of 900 megapixels": Case(png_bomb, (FileTooHeavy,)),
    "PNG with a bomb in iTXt": Case(lambda: png_with(b"iTXt", b"key\0\1\0\0\0"), (FileBroken,)),
    "PNG with a bomb in zTXt": Case(lambda: png_with(b"zTXt", b"key\0\0"), (FileBroken,)),
    "PNG with a bomb in iCCP": Case(lambda: png_with(b"iCCP", b"key\0\0"), (FileBroken,)),
    "PNG with 300 MB of small texts": Case(png_with_much_text, (FileBroken,)),
    "PNG that is cut": Case(lambda: ends_early(picture("PNG", (500, 500))), (FileBroken,)),
    "PNG that ends after its signature": Case(lambda: b"\x89PNG\r\n\x1a\n", (FileBroken,)),
    "PNG with pixels that are no zlib": Case(lambda: png(50, 50, random.Random(1).randbytes(999))),  # noqa: S311 - any bytes
    "PNG of no width": Case(lambda: png(0, 10, zlib.compress(b"\0")), (FileBroken,)),
    "PNG of 2147483647 pixels a side": Case(lambda: png(2**31 - 1, 2**31 - 1, zlib.compress(b"\0")), (FileTooHeavy,)),
    "PNG with a tail of HTML": Case(lambda: picture("PNG") + HTML + PAYLOAD),
    "PNG with metadata": Case(png_with_metadata),
    "APNG of 10000 frames": Case(apng_of_many, (FileUnknown,)),
    "JPEG that claims 60000 pixels a side": Case(lambda: jpeg_claiming(60000), (FileTooHeavy,)),
    "JPEG that claims what just fits": Case(lambda: jpeg_claiming(6300)),
    "JPEG of scans without end": Case(jpeg_of_many_scans, (FileTooHeavy,)),
    "JPEG that is cut": Case(lambda: ends_early(picture("JPEG", (500, 500))), (FileBroken,)),
    "JPEG of three bytes": Case(lambda: b"\xff\xd8\xff", (FileBroken,)),
    "JPEG with a ZIP behind it": Case(lambda: picture("JPEG") + archive()),
    "JPEG with a PDF behind it": Case(lambda: picture("JPEG") + pdf_with_scripts()),
    "JPEG with comments, ICC, XMP and MPF": Case(jpeg_with_comments),
    "animated WEBP": Case(lambda: frames("WEBP", 30), (FileUnknown,)),
    "WEBP that claims 16384 pixels a side": Case(lambda: webp_claiming(16384), (FileBroken, FileTooHeavy)),
    "WEBP that is cut": Case(lambda: ends_early(picture("WEBP", (500, 500))), (FileBroken,)),
    "GIF": Case(lambda: picture("GIF", mode="P"), (FileUnknown,)),
    "GIF that is a JAR": Case(lambda: GIFAR + archive(name="META-INF/MANIFEST.MF"), (FileUnknown,)),
    "BMP": Case(lambda: picture("BMP"), (FileUnknown,)),
    "TIFF": Case(lambda: picture("TIFF"), (FileUnknown,)),
    "PostScript": Case(lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file\n", (FileUnknown,)),
    "SVG with a script": Case(lambda: SVG, (FileUnknown,)),
    "HTML": Case(lambda: HTML, (FileUnknown,)),
    "EXE": Case(lambda: b"MZ\x90\0" + PAYLOAD * 99, (FileUnknown,)),
    "ELF": Case(lambda: b"\x7fELF" + PAYLOAD * 99, (FileUnknown,)),
    "shell script": Case(lambda: b"#!/bin/sh\nid\n", (FileUnknown,)),
    "ZIP": Case(archive, (FileUnknown,)),
    "ZIP bomb": Case(lambda: archive(size=50 * MIB), (FileUnknown,)),
    "DOCX": Case(lambda: archive(name="word/document.xml"), (FileUnknown,)),
    "HEIC": Case(lambda: b"\0\0\0\x18ftypheic" + bytes(99), (FileFromIphone,)),
    "another film": Case(lambda: b"\0\0\0\x18ftypqt  " + bytes(99), (FileUnknown,)),
    "empty": Case(lambda: b"", (FileBroken,)),
    "21 MB of zeros": Case(lambda: bytes(21 * MIB), (FileTooBig,)),
    "21 MB that begin like a JPEG": Case(lambda: picture("JPEG") + bytes(21 * MIB), (FileTooBig,)),
    "19 MB of zeros behind a JPEG": Case(lambda: picture("JPEG") + bytes(19 * MIB)),
    "random bytes": Case(lambda: random.Random(2).randbytes(9999), (FileUnknown,)),  # noqa: S311 - any bytes
    "PDF with a JPEG before it": Case(lambda: picture("JPEG") + good_pdf()),
    "PDF with a JPEG behind it": Case(lambda: good_pdf() + picture("JPEG", comment=PAYLOAD)),
    "PDF that begins late": Case(lambda: b"\n" + good_pdf(), (FileUnknown,)),
    "PDF that is a ZIP too": Case(lambda: good_pdf() + archive()),
    "PDF with JavaScript on opening": Case(pdf_with_scripts),
    "PDF with links that launch": Case(pdf_with_links),
    "PDF with a file in it": Case(pdf_with_a_file),
    "PDF with metadata": Case(pdf_with_metadata),
    "PDF with rich media": Case(pdf_with_rich_media),
    "PDF that reads elsewhere": Case(pdf_reading_elsewhere),
    "PDF with all that the library can add": Case(pdf_of_the_library),
    "PDF that says by reference what it is": Case(pdf_that_says_by_reference_what_it_is),
    "PDF bomb": Case(pdf_bomb, (FileTooHeavy,)),
    "PDF bomb in a bomb": Case(pdf_bomb_in_a_bomb, (FileTooHeavy,)),
    "PDF bomb of objects": Case(pdf_bomb_of_objects, (FileBroken, FileTooHeavy)),
    "PDF with an image of 3600 megapixels": Case(pdf_with_a_huge_image, (FileTooHeavy,)),
    "PDF of 5000 levels": Case(pdf_of_deep_kids, (FileTooHeavy,)),
    "PDF whose pages are their own kids": Case(lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), (FileBroken,)),
    "PDF that shows one page twice": Case(lambda: pdf(CATALOG, TWICE, page(), SHOWN, LETTERS), (FileBroken,)),
    "PDF of 10000 pages that says it has one": Case(lambda: pdf_of_pages(10000), (FileTooHeavy,)),
    "PDF of 21 pages": Case(lambda: pdf_of_pages(21), (FileTooHeavy,)),
    "PDF of no page": Case(lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [] /Count 9 >>"), (FileBroken,)),
    "PDF of 30000 objects": Case(pdf_of_many_objects, (FileTooHeavy,)),
    "PDF of 100000 brackets": Case(lambda: acting(b"", b"/Group " + b"[" * 100000 + b"]" * 100000), (FileBroken,)),
    "PDF whose table is before itself": Case(pdf_that_chases_its_tail),
    "PDF with a name of a megabyte": Case(pdf_with_a_name_of_a_megabyte, (FileTooHeavy,)),
    "PDF with a password": Case(lambda: locked("secret"), (FileLocked,)),
    "PDF that forbids without a password": Case(lambda: locked(""), (FileLocked,)),
    "PDF of a header": Case(lambda: b"%PDF-1.7\n", (FileBroken,)),
    "PDF that is cut": Case(lambda: good_pdf()[:150], (FileBroken,)),
    "PDF of random bytes": Case(lambda: b"%PDF-1.7\n" + random.Random(3).randbytes(99999), (FileBroken,)),  # noqa: S311 - any bytes
    "PDF of 4 MB of opened objects": Case(lambda: b"%PDF-1.7\n" + b"1 0 obj << " * 400000, (FileBroken, FileTooHeavy)),
}
ODD: dict[str, Case] = {
    "MPO": Case(lambda: frames("MPO", 2)),
    "CMYK": Case(lambda: picture("JPEG", mode="CMYK")),
    "grey": Case(lambda: picture("JPEG", mode="L")),
    "progressive": Case(lambda: picture("JPEG", progressive=True)),
    "16 bits": Case(lambda: picture("PNG", mode="I;16")),
    "palette": Case(lambda: picture("PNG", mode="P")),
    "palette that lets through": Case(lambda: picture("PNG", mode="P", transparency=0)),
    "one bit": Case(lambda: picture("PNG", mode="1")),
    "one pixel": Case(lambda: picture("PNG", size=(1, 1))),
    "one pixel high": Case(lambda: picture("PNG", size=(9999, 1))),
    "grey with alpha": Case(lambda: picture("PNG", mode="LA")),
    "WEBP": Case(lambda: picture("WEBP", mode="RGBA")),
    "40 megapixels with alpha": Case(png_that_just_fits),
    "PDF": Case(good_pdf),
    "PDF of 20 pages": Case(lambda: pdf_of_pages(20)),
}
