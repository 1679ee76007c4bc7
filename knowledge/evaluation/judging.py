"""Judging one answer: outcome, citation, facts, fabrication.

A forbidden pattern inside a clause that itself denies ("tidak ditemukan", "cannot confirm") is a denial and does not count;
a pattern that opens with `(?#strict)` counts anywhere.
"""

import re
import unicodedata
from dataclasses import dataclass

from knowledge.answering import Outcome, Reply
from knowledge.evaluation.golden import Golden

STRICT = "(?#strict)"
_KNOWING = (
    r"memastikan|pastikan|dipastikan|menemukan|ditemukan|temukan|memuat|dimuat|termuat|tercantum|tersedia|tahu|diketahui|terlihat|menyebut(?:kan)?|"
    r"disebut(?:kan)?|menjawab|menyimpulkan|menjamin|menjanjikan|dijanjikan|memiliki|punya|mengutip|membenarkan|memberi(?:kan)?|memutuskan|"
    r"menyatakan|mengenal|jelas|pasti|resmi|otomatis|benar|tepat|terdapat|terbukti|jawab|sebut(?:kan)?|bilang|katakan|mengatakan|berikan"
)
_DENIES = re.compile(
    rf"\b(?:tidak|tdk|tak|belum|bukan)\s+(?:(?:saya|akan|pernah|bisa|dapat|boleh|kami|juga|secara)\s+){{0,3}}(?:{_KNOWING})\b"
    r"|\b(?:tidak|belum|tak)\s+ada\s+(?:di|dalam|pada|sumber|keterangan|informasi|data|bukti|ketentuan|naskah|angka|catatan|bahan)\b"
    r"|\bbelum\s+(?:tentu|bisa|dapat)\b|\bbukan\s+(?:berarti|angka|ketentuan|aturan|kepastian|patokan|janji)\b|\bjangan\b|\bkeliru\b"
    r"|\bsalah\b(?!\s+satu)|\b(?:ke)?mungkin(?:an)?\b|\bperlu\s+(?:di)?(?:cek|periksa|pastikan)\b"
    r"|\b(?:cannot|can't|couldn't|unable|unknown|unclear|wrong|incorrect|unconfirmed)\b"
    r"|\bnot\s+(?:in|found|available|stated|able|known|confirmed|certain|sure|listed|covered|given|shown|part)\b"
    r"|\b(?:does|do|did)(?:\s+not|n't)\s+(?:hold|contain|include|say|state|have|list|give|show|know|mention|find)\b"
    r"|\bno\s+(?:source|information|data|official|evidence|text|figure|record|passage)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b(No|Ps|hlm|Hj|Rp|kab|kec)\.(?=\s)", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[.!?;])\s+|\n+|,?\s+(?:akan tetapi|tetapi|tapi|namun|but|however)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was right. `cited` is None where no citation was due."""

    golden: Golden
    reply: Reply
    outcome: bool
    cited: bool | None
    missing: tuple[tuple[str, ...], ...]
    fabricated: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Fully right: outcome, citation, every fact, no fabrication."""
        return self.outcome and self.cited is not False and not self.missing and not self.fabricated


def judge(golden: Golden, reply: Reply) -> Verdict:
    """Judge `reply`; citations and facts are asked for only where an answer was due."""
    due = golden.expect == ("answered",) or ("answered" in golden.expect and reply.outcome is Outcome.ANSWERED)
    text = _plain(reply.text)
    cited = _cited(golden, reply) if due and golden.cite_any else None
    missing = tuple(group for group in golden.facts if not any(_found(rx, text) for rx in group)) if due else ()
    fabricated = tuple(pattern for pattern in golden.never if _fabricates(pattern, text))
    return Verdict(golden, reply, reply.outcome.value in golden.expect, cited, missing, fabricated)


def _cited(golden: Golden, reply: Reply) -> bool:
    seen = [f"{cited.label} | {cited.title}" for cited in reply.citations]
    return any(_found(pattern, label) for pattern in golden.cite_any for label in seen)


def _fabricates(pattern: str, text: str) -> bool:
    if pattern.startswith(STRICT):
        return _found(pattern, text)
    return any(_found(pattern, clause) and not _DENIES.search(clause) for clause in _clauses(text))


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _clauses(text: str) -> list[str]:
    safe = _ABBREVIATION.sub(lambda match: match[1] + "\u2024", text)
    return [clause.replace("\u2024", ".") for clause in _CLAUSE.split(safe) if clause and clause.strip()]


def _plain(text: str) -> str:
    return re.sub(r"[ \t\u00a0]+", " ", unicodedata.normalize("NFKC", text))
