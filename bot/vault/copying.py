"""What pages of a PDF show, copied object by object: nothing comes along that is not reached and known to be harmless."""

from io import BytesIO

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, PdfObject, StreamObject

from bot.vault.limits import Refused, Verdict
from bot.vault.weighing import Scales, entry

MOST_OBJECTS = 20_000
RESOURCES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/ProcSet"}
NAMED = (RESOURCES - {"/ProcSet"}) | {"/CharProcs", "/Colorants"}  # their keys are names that the author chose
DROPPED = {"/A", "/AA", "/AF", "/Alternates", "/EF", "/JS", "/LastModified", "/Metadata", "/Next", "/OPI", "/OpenAction", "/P"}
DROPPED |= {"/Parent", "/PieceInfo", "/Private", "/PtData", "/Measure", "/Ref", "/StructParent", "/StructParents", "/Thumb", "/URI"}
ELSEWHERE = {"/F", "/FFilter", "/FDecodeParms", "/DL"}  # of a stream: its data lies in another file
NOT_SHOWN = {"/Action", "/Annot", "/Catalog", "/EmbeddedFile", "/F", "/Filespec", "/Outlines", "/Page", "/Pages", "/Sig", "/StructTreeRoot"}
ACTIONS = {"/JavaScript", "/Launch", "/URI", "/GoTo", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Named"}


class Copy:
    """The objects of a new PDF."""

    def __init__(self) -> None:
        """Begin with none."""
        self._objects: list[PdfObject] = []
        self._places: dict[tuple[int, int], IndirectObject] = {}
        self._scales = Scales()

    def reserve(self) -> IndirectObject:
        """Return the number of an object that will be filled later."""
        if len(self._objects) >= MOST_OBJECTS:
            raise Refused(Verdict.HEAVY)
        self._objects.append(NullObject())
        return IndirectObject(len(self._objects), 0, None)

    def fill(self, place: IndirectObject, value: PdfObject) -> None:
        """Put `value` under a number."""
        self._objects[place.idnum - 1] = value

    def add(self, value: PdfObject) -> IndirectObject:
        """Put `value` under a number of its own."""
        place = self.reserve()
        self.fill(place, value)
        return place

    def of(self, value: PdfObject, under: str = "") -> PdfObject:
        """Return the copy of `value`, which lay under the key `under`; what it refers to is copied once."""
        match value:
            case IndirectObject():
                return self._referred(value, under)
            case DictionaryObject() if _shown(value):
                return self._dictionary(value, under)
            case DictionaryObject():
                return NullObject()
            case ArrayObject():
                return ArrayObject(self.of(part) for part in value)
            case _:
                return value

    def written(self, catalog: IndirectObject) -> bytes:
        """Return the file: objects, where each begins, and where all begins."""
        file = BytesIO()
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts = [self._write(file, number) for number in range(1, len(self._objects) + 1)]
        table = file.tell()
        size = len(starts) + 1
        file.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
        file.writelines(f"{start:010d} 00000 n \n".encode() for start in starts)
        file.write(f"trailer\n<< /Size {size} /Root {catalog.idnum} 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
        return file.getvalue()

    def _write(self, file: BytesIO, number: int) -> int:
        start = file.tell()
        file.write(f"{number} 0 obj\n".encode())
        self._objects[number - 1].write_to_stream(file)
        file.write(b"\nendobj\n")
        return start

    def _referred(self, place: IndirectObject, under: str) -> IndirectObject:
        key = (place.idnum, place.generation)
        if key not in self._places:
            self._places[key] = self.reserve()
            self.fill(self._places[key], self.of(_there(place.get_object()), under))
        return self._places[key]

    def _dictionary(self, value: DictionaryObject, under: str) -> DictionaryObject:
        kept = {NameObject(key): self.of(value.raw_get(key), "" if under in NAMED else key) for key in value if _stays(key, value, under)}
        if not isinstance(value, StreamObject):
            return DictionaryObject(kept)
        stream = StreamObject()
        stream.update(kept)
        stream._data = self._scales.weighed(value)  # noqa: SLF001 - as it lies there, packed
        return stream


def _there(value: PdfObject | None) -> PdfObject:
    return NullObject() if value is None else value  # not `or`: a stream without entries counts as false


def _shown(value: DictionaryObject) -> bool:
    if isinstance(value, StreamObject):
        return _name(value, "/Type") not in NOT_SHOWN and _name(value, "/Subtype") != "/PS"
    return _name(value, "/Type") not in NOT_SHOWN and _name(value, "/S") not in ACTIONS


def _name(value: DictionaryObject, key: str) -> str:
    found = entry(value, key)
    return found if isinstance(found, str) else ""  # among resources, a key like these may lead to a font or a form


def _stays(key: str, value: DictionaryObject, under: str) -> bool:
    if under == "/Resources":
        return key in RESOURCES
    if under in NAMED and not isinstance(value, StreamObject):
        return True
    return key not in DROPPED and not (isinstance(value, StreamObject) and key in {*ELSEWHERE, "/Length"})
