"""A YAML file as plain data, with the line of each piece. Scalars stay as they are written: `yes`, `1.10` and dates are text."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.instruments.faults import Fault, InstrumentFaulty, Place

LARGEST = 1_000_000
DEEPEST = 20
NULL = "tag:yaml.org,2002:null"
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Tree:
    """What a file holds: `data` of dicts, lists, text and None, and the line of each place. `faults` are keys that stand twice."""

    path: Path
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: Place, what: str) -> Fault:
        """Return a fault at `place`, or at the nearest place around it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return Fault(self.path, self.lines.get(place, 0), what)


def read(path: Path) -> Tree:
    """Read the file; raise `InstrumentFaulty` where it is no YAML that is safe to read."""
    return parsed(path, _text(path))


def parsed(path: Path, text: str) -> Tree:
    """Read the text of a file; raise as `read` does. Faults name `path`."""
    try:
        _refuse_bombs(path, text)
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise InstrumentFaulty([Fault(path, _line_of(error, text), f"not YAML: {_reason(error)}")]) from error
    tree = Tree(path)
    if node is None:
        raise InstrumentFaulty([Fault(path, 0, "the file is empty; wants an instrument")])
    tree.data = _plain(tree, node, ())
    return tree


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InstrumentFaulty([Fault(path, 0, f"the file is larger than {LARGEST} bytes; wants an instrument, not an archive")])
        content = path.read_bytes()
    except OSError as error:
        raise InstrumentFaulty([Fault(path, 0, f"cannot be read: {error.strerror}")]) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InstrumentFaulty([Fault(path, line, "not UTF-8 text; save the file as UTF-8")]) from error


def _refuse_bombs(path: Path, text: str) -> None:
    """Look at the file piece by piece, before anything is built: a few lines of aliases could become gigabytes."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.events.NodeEvent) and event.anchor:
            raise InstrumentFaulty([Fault(path, line, "anchors (&) and aliases (*) are not read; write it out in full")])
        depth += isinstance(event, yaml.events.CollectionStartEvent) - isinstance(event, yaml.events.CollectionEndEvent)
        if depth > DEEPEST:
            raise InstrumentFaulty([Fault(path, line, f"nested more than {DEEPEST} deep; an instrument is flatter")])


def _plain(tree: Tree, node: yaml.Node, place: Place) -> Any:  # noqa: ANN401 - any plain data
    tree.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(tree, node, place)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(tree, each, (*place, position)) for position, each in enumerate(node.value)]
    return None if node.tag == NULL else str(node.value)


def _mapping(tree: Tree, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            tree.faults.append(Fault(tree.path, line, "a key wants to be one word"))
        elif key.value in data:
            tree.faults.append(Fault(tree.path, line, f"{key.value!r} stands twice here; keep one"))
        else:
            tree.lines[*place, key.value] = line
            data[key.value] = _plain(tree, value, (*place, key.value))
    return data


def _line_of(error: yaml.YAMLError, text: str) -> int:
    if mark := getattr(error, "problem_mark", None):
        return int(mark.line) + 1
    return text.encode().count(b"\n", 0, getattr(error, "position", 0)) + 1


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read")
