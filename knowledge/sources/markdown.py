"""Our own corpus files: Markdown with front matter, one `##` section a passage (see `docs/corpus.md`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from knowledge.amounts import Measure, Range
from knowledge.passages import Confidence, Kind, Page, Passage, Source, Status, Wording
from knowledge.sources.faults import CorpusBroken, Fault, Placed

FRONT = "---\n"
TITLE = re.compile(r"^## (?P<heading>.+?) \{#(?P<id>[a-z0-9.-]+)\}$")
ENGLISH, ASKED = "### English: ", "### Ditanya"
LINE = re.compile(r"^- (?P<key>[a-z]+): (?P<value>.+)$")
TEXT_LENGTH = range(60, 701)
FEWEST_ASKED = 3
MOST_RELATED = 4
RANGE = rf"^(?:{'|'.join(Measure)}) \d+\.\.\d*$"
UNLIMITED = 10**15

Topic = Literal[
    "inpres-6-2007", "permenperin-78-2007", "permenperin-14-2021", "instrumen", "penghargaan", "skala-usaha", "sentra",
    "perizinan", "halal", "hki", "program", "pembanding", "sejarah", "lintas",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Address(_Strict):
    title: Annotated[str, Field(min_length=3)]
    url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")]


class _Front(_Strict):
    """The front matter of a file."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    label: str
    title: str
    title_en: str
    kind: Literal["regulation", "guide", "award", "programme", "comparison", "history", "unknown"]
    rules: tuple[str, ...] = ()
    status: Status
    status_date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    status_note: str = ""
    status_note_en: str = ""
    confidence: Confidence
    addresses: dict[str, _Address] = {}

    @field_validator("status_date", mode="before")
    @classmethod
    def _dates_are_text(cls, value: object) -> object:
        return value.isoformat() if isinstance(value, date) else value

    @model_validator(mode="after")
    def _the_past_says_so(self) -> "_Front":
        past = self.status in {Status.SUPERSEDED, Status.FINISHED, Status.ABROAD}
        if past and not (self.status_note and self.status_note_en):
            msg = f"status {self.status} wants status_note and status_note_en"
            raise ValueError(msg)
        return self

    def source(self) -> Source:
        note = {"id": self.status_note, "en": self.status_note_en} if self.status_note else {}
        title = {"id": self.title, "en": self.title_en}
        return Source(self.id, self.label, title, self.kind, self.rules, self.status, self.status_date, note)


class _Lines(_Strict):
    """The `- key: value` lines of a passage."""

    topic: Topic
    kind: Kind = Kind.FACT
    confidence: Confidence | None = None
    status: Status | None = None
    sources: tuple[str, ...] = ()
    related: Annotated[tuple[str, ...], Field(max_length=MOST_RELATED)] = ()
    formerly: tuple[str, ...] = ()
    ranges: tuple[Annotated[str, Field(pattern=RANGE)], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, data: dict[str, Any]) -> dict[str, Any]:
        many = {"sources", "related", "formerly", "ranges"}
        return {k: tuple(filter(None, re.split(r",\s*", v))) if k in many else v for k, v in data.items()}


@dataclass(frozen=True, slots=True)
class _Section:
    """A `##` section: the number of its first line in the file, and its lines."""

    line: int
    lines: list[str]


def read_source(path: Path, text: str) -> list[Placed]:
    """Return the passages of one file; raise `CorpusBroken` with every fault of it."""
    head, closed, body = text[len(FRONT) :].partition("\n---\n")
    if not closed:
        raise CorpusBroken([Fault(path, 1, "front matter wants a line '---' at its end")])
    front = _front(path, head)
    faults: list[Fault] = []
    placed: list[Placed] = []
    if front.id != path.stem:
        faults.append(Fault(path, _line_of(head, "id"), f"id {front.id!r} wants the file name {front.id}.md"))
    for section in _sections(body, first=head.count("\n") + 4):
        try:
            placed.append(Placed(_passage(path, section, front), path, section.line))
        except CorpusBroken as broken:
            faults += broken.faults
    if not placed and not faults:
        faults.append(Fault(path, 0, "no passage: wants sections '## Heading {#source.passage}'"))
    if faults:
        raise CorpusBroken(faults)
    return placed


def _front(path: Path, head: str) -> _Front:
    try:
        return _Front.model_validate(yaml.safe_load(head))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise CorpusBroken([Fault(path, mark.line + 2 if mark else 1, f"front matter is not YAML: {error}")]) from error
    except ValidationError as error:
        raise CorpusBroken([Fault(path, _line_of(head, *item["loc"][:1]), _said(item)) for item in error.errors()]) from error
    except ValueError as error:  # a date that is none, says the YAML reader
        raise CorpusBroken([Fault(path, 1, f"front matter is not YAML: {error}")]) from error


def _line_of(head: str, key: int | str = "") -> int:
    """Return the line of the file on which `key` stands; its first line where there is none."""
    found = re.search(rf"^{re.escape(str(key))}:", head, re.MULTILINE) if key else None
    return head.count("\n", 0, found.start()) + 2 if found else 1


def _said(item: Any) -> str:  # noqa: ANN401 - pydantic's own error rows
    return f"{'.'.join(map(str, item['loc'])) or 'front matter'}: {item['msg']}"


def _sections(body: str, first: int) -> Iterator[_Section]:
    lines = body.split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith("## ")]
    for start, end in pairwise([*starts, len(lines)]):
        yield _Section(first + start, lines[start:end])


def _passage(path: Path, section: _Section, front: _Front) -> Passage:
    title = TITLE.match(section.lines[0].rstrip())
    if not title:
        raise CorpusBroken([Fault(path, section.line, "heading wants the form '## Heading {#source.passage}'")])
    parts = _parts(path, section)
    lines = _lines(path, section)
    passage = _build(title, parts, lines, front)
    if what := [fault for fault in _faults(passage, lines, front) if fault]:
        raise CorpusBroken([Fault(path, section.line, f"{passage.id}: {fault}") for fault in what])
    return passage


def _parts(path: Path, section: _Section) -> dict[str, str]:
    """Cut a section into its Indonesian text, English heading and text, and the ways it is asked."""
    head = _head(section)
    text = "\n".join([*(line for line in section.lines[1:head] if not LINE.match(line)), *section.lines[head:]])
    found = re.match(rf"(?s)(.*?)\n{ENGLISH}([^\n]+)\n(.*?)\n{ASKED}[^\n]*\n(.*)$", "\n" + text)
    if not found:
        raise CorpusBroken([Fault(path, section.line, f"wants '{ENGLISH}<heading>' and then '{ASKED}' below its text")])
    if strange := next((line for line in found[4].splitlines() if line.strip() and not line.startswith("- ")), None):
        raise CorpusBroken([Fault(path, section.line, f"under '{ASKED}' wants lines '- question' only, not {strange[:40]!r}")])
    names = ("id", "en_heading", "en", "asked")
    return {name: part.strip() for name, part in zip(names, found.groups(), strict=True)}


def _head(section: _Section) -> int:
    """Return where the first `###` of a section stands: what lies above is its Indonesian part."""
    return next((n for n, line in enumerate(section.lines) if line.startswith("### ")), len(section.lines))


def _lines(path: Path, section: _Section) -> _Lines:
    found = [(match["key"], match["value"].strip()) for match in map(LINE.match, section.lines[1 : _head(section)]) if match]
    if len(dict(found)) < len(found):
        raise CorpusBroken([Fault(path, section.line, "a line '- key: value' stands twice")])
    try:
        return _Lines.model_validate(dict(found))
    except ValidationError as error:
        raise CorpusBroken([Fault(path, section.line, _said(item)) for item in error.errors()]) from error


def _build(title: re.Match[str], parts: dict[str, str], lines: _Lines, front: _Front) -> Passage:
    words = {
        "id": Wording(title["heading"].strip(), _joined(parts["id"])),
        "en": Wording(parts["en_heading"].strip(), _joined(parts["en"])),
    }
    pages = tuple(Page(front.addresses[key].title, front.addresses[key].url) for key in lines.sources if key in front.addresses)
    asked = tuple(line[2:].strip() for line in parts["asked"].splitlines() if line.startswith("- "))
    return Passage(
        title["id"], front.source(), words, lines.topic, lines.kind, lines.status or front.status,
        lines.confidence or front.confidence, asked, pages, lines.related, lines.formerly, tuple(map(_range, lines.ranges)),
    )  # fmt: skip


def _range(written: str) -> Range:
    measure, bounds = written.split()
    above, upto = bounds.split("..")
    return Range(Measure(measure), int(above), int(upto or UNLIMITED))


def _joined(text: str) -> str:
    """Lines within a paragraph are joined; paragraphs and the points of a list stay apart."""
    paragraphs = (re.split(r"\n(?=\d+\. )", part) for part in re.split(r"\n\s*\n", text) if part.strip())
    return "\n\n".join("\n".join(" ".join(point.split()) for point in points) for points in paragraphs)


def _faults(passage: Passage, lines: _Lines, front: _Front) -> Iterator[str]:
    if not passage.id.startswith(f"{front.id}."):
        yield f"id wants to begin with '{front.id}.'"
    if passage.kind is Kind.FACT and not passage.pages:
        yield "a fact wants at least one source"
    yield from (f"source {key!r} is not among the addresses" for key in lines.sources if key not in front.addresses)
    for language, words in passage.words.items():
        if len(words.text) not in TEXT_LENGTH:
            yield f"text ({language}) has {len(words.text)} characters, wanted {TEXT_LENGTH.start} to {TEXT_LENGTH.stop - 1}"
    if len(passage.asked) < FEWEST_ASKED:
        yield f"wants at least {FEWEST_ASKED} ways to ask under '{ASKED}'"
    if len(set(passage.asked)) < len(passage.asked):
        yield "a way to ask stands twice"
