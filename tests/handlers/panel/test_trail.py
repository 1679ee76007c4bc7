"""What the staff did is told in words: none of the names by which the audit keeps it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db.audit import Done
from bot.db.staff_models import AuditRow
from bot.domain.people import Language
from handlers.panel.trail import thing, what, why

SERVICES = Path(__file__).parents[3] / "bot" / "services"
PLACES = {"Entry": 1, "noted": 2, "_Move": 0, "_changed": 3}
"""Where a deed stands in a call."""


def deeds() -> Iterator[str]:
    """Yield every deed that stands in the sources; of one with a value in it, its first word and any."""
    for path in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                place = PLACES.get(name, len(node.args))
                yield from _said(node.args[place]) if place < len(node.args) else ()


def _said(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(deed)):
            yield deed
        case ast.IfExp(body=one, orelse=other):
            yield from _said(one)
            yield from _said(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield f"{start}{'failed' if start.startswith('send again') else 'x'}"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("deed", sorted({*deeds(), "return x"}))
def test_every_deed_has_its_words(deed: str, language: Language) -> None:
    assert what(deed, language) != deed


def test_the_deeds_are_found() -> None:
    assert {"approve", "pause", "sign in", "refuse a sign-in", "begin review", "export x"} <= set(deeds())


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("role:admin:", "peran Admin, seluruh Indonesia"),
        ("role:assessor:35.07", "peran Penilai, Kabupaten Malang, Jawa Timur"),
        ("announcement:7", "pengumuman 7"),
        ("what:ever", "what:ever"),
    ],
)
def test_a_thing_is_told_in_words(kept: str, words: str) -> None:
    assert thing(kept, Language.INDONESIAN) == words


@pytest.mark.parametrize(
    ("deed", "kept", "words"),
    [
        ("assign questions", "staff:2", "petugas 2"),
        ("assign questions", "staff:0", "belum ada"),
        ("join questions", "questions:5", "pertanyaan 5"),
        ("revoke", "assessor:35.07", "peran Penilai, Kabupaten Malang, Jawa Timur"),
        ("end", "staff:2 pindah", "staff:2 pindah"),
    ],
)
def test_what_stands_beside_a_deed_is_told_in_words_and_a_reason_as_it_was_written(deed: str, kept: str, words: str) -> None:
    row = AuditRow(deed=deed, object="staff:1", why=kept)

    assert why(Done(row, "Bu Ayu"), Language.INDONESIAN) == words
