"""A PDF, pressed: its pages and what they show. Scripts, actions, attachments, forms, links and metadata stay behind."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject, StreamObject

from bot.vault.copying import Copy
from bot.vault.limits import MOST_PAGES, Refused, Verdict
from bot.vault.weighing import entry

MOST_NODES = 1000  # of the tree whose leaves are the pages
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
KEPT = (*INHERITED, "/Contents", "/Group", "/UserUnit")
# annotations that are on the paper for whoever looks at it: scribbles, stamps, filled-in fields, the picture of a signature
DRAWN = {"/Widget", "/Stamp", "/FreeText", "/Ink", "/Square", "/Circle", "/Line", "/Polygon", "/PolyLine", "/Watermark"}
DRAWN |= {"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"}
HIDDEN, PRINTED_AND_FIXED = 2 | 32, 4 | 64 | 128  # flags; see ISO 32000, 12.5.3

Page = dict[str, PdfObject]


def press_paper(content: bytes) -> tuple[bytes, int]:
    """Return the PDF made anew, and how many pages it has. Raises `Refused`, and what pypdf raises."""
    try:
        pages = list(_pages(_opened(content)))
        if not pages:
            raise Refused(Verdict.BROKEN)
        return _made_anew(pages), len(pages)
    except LimitReachedError:
        raise Refused(Verdict.HEAVY) from None


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(content))
    except (DependencyError, NotImplementedError, PdfReadError) as error:
        if b"/Encrypt" in content and not isinstance(error, LimitReachedError):
            raise Refused(Verdict.LOCKED) from None
        raise
    if reader.is_encrypted:
        raise Refused(Verdict.LOCKED)
    return reader


def _pages(reader: PdfReader) -> Iterator[Page]:
    """Yield what counts of each page, with what it inherits. The tree may loop, be deep or lie about its size."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[PdfObject, Page]] = [(reader.root_object.raw_get("/Pages"), {})]
    found = 0
    for _ in range(MOST_NODES):
        if not waiting:
            return
        place, inherited = waiting.pop()
        node = _once(place, seen)
        if not isinstance(node, DictionaryObject):
            continue
        if isinstance(kids := entry(node, "/Kids"), ArrayObject):
            passed_on = _kept(node, INHERITED, inherited)
            waiting += [(kid, passed_on) for kid in reversed(kids[: MOST_NODES + 1])]
            continue
        found += 1
        if found > MOST_PAGES:
            break
        yield _kept(node, (*KEPT, "/Annots"), inherited)
    raise Refused(Verdict.HEAVY)


def _once(place: PdfObject, seen: set[tuple[int, int]]) -> PdfObject | None:
    if isinstance(place, IndirectObject):
        if (key := (place.idnum, place.generation)) in seen:
            raise Refused(Verdict.BROKEN)
        seen.add(key)
    return place.get_object()


def _kept(node: DictionaryObject, keys: tuple[str, ...], inherited: Page) -> Page:
    return inherited | {key: node.raw_get(key) for key in keys if key in node}


def _made_anew(pages: list[Page]) -> bytes:
    copy = Copy()
    catalog, tree = copy.reserve(), copy.reserve()
    kids = ArrayObject(copy.add(_page(copy, page, tree)) for page in pages)
    copy.fill(tree, _dictionary({"/Type": NameObject("/Pages"), "/Kids": kids, "/Count": NumberObject(len(kids))}))
    copy.fill(catalog, _dictionary({"/Type": NameObject("/Catalog"), "/Pages": tree}))
    return copy.written(catalog)


def _page(copy: Copy, page: Page, tree: IndirectObject) -> DictionaryObject:
    made: Page = {"/Type": NameObject("/Page"), "/Parent": tree, "/MediaBox": ArrayObject(map(NumberObject, (0, 0, 595, 842)))}
    made |= {key: copy.of(page[key], key) for key in KEPT if key in page}
    if isinstance(made.get("/Contents"), StreamObject):  # a stream is never within another object
        made["/Contents"] = copy.add(made["/Contents"])
    annotations = page["/Annots"].get_object() if "/Annots" in page else None
    if isinstance(annotations, ArrayObject):
        made["/Annots"] = ArrayObject(stamp for one in annotations if (stamp := _stamp(copy, one.get_object())))
    return _dictionary(made)


def _stamp(copy: Copy, annotation: PdfObject | None) -> IndirectObject | None:
    """Return the looks of an annotation as a stamp, which does nothing."""
    if not isinstance(annotation, DictionaryObject) or entry(annotation, "/Subtype") not in DRAWN or "/Rect" not in annotation:
        return None
    flags = entry(annotation, "/F")
    looks = _looks(annotation)
    if looks is None or (isinstance(flags, int) and flags & HIDDEN):
        return None
    shown = _dictionary({"/N": looks if isinstance(looks, IndirectObject) else copy.add(copy.of(looks))})
    stamp: Page = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Stamp"), "/F": NumberObject(PRINTED_AND_FIXED)}
    stamp |= {"/Rect": copy.of(annotation.raw_get("/Rect")), "/AP": copy.of(shown)}
    return copy.add(_dictionary(stamp))


def _looks(annotation: DictionaryObject) -> PdfObject | None:
    """Return where the appearance stream is; one of several is chosen by the annotation's state."""
    holder = entry(annotation, "/AP")
    key = "/N"
    if isinstance(holder, DictionaryObject) and not isinstance(looks := entry(holder, key), StreamObject):
        holder, key = looks, str(entry(annotation, "/AS"))
    if isinstance(holder, DictionaryObject) and isinstance(entry(holder, key), StreamObject):
        found: PdfObject = holder.raw_get(key)
        return found
    return None


def _dictionary(entries: Page) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})
