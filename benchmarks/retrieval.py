"""Retrieval: is a right passage first, among the first three, how far down. Ours and peers, same corpus, same questions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from benchmarks.figures import Figures, Table
from benchmarks.library import opened
from benchmarks.minilm import MiniLM
from benchmarks.peers import Searcher, bm25, chroma, ours
from knowledge.answering import Answerer
from knowledge.evaluation.golden import Golden, read_golden
from knowledge.evaluation.measuring import CHATTED, Found
from knowledge.passages import Corpus

SKIPPED = "all-MiniLM-L6-v2 was skipped: its weights are not installed (`make bench` installs them)."

Asked = tuple[str, Golden]


def measure() -> Figures:
    """Return the figures of all searchers."""
    with opened() as answerer:
        corpus, styles = answerer.library.corpus, dict(_styles(read_golden()))
        found = {
            name: {style: _found(search, asked, corpus) for style, asked in styles.items()} for name, search in _searchers(answerer)
        }
    notes = () if len(found) > 2 else (SKIPPED,)
    data = {name: {style: asdict(each) for style, each in by_style.items()} for name, by_style in found.items()}
    return Figures("retrieval", tuple(_tables(found)), data, notes)


def _styles(golden: list[Golden]) -> Iterator[tuple[str, list[Asked]]]:
    """Yield groups of questions as they are typed. CAPS are the formal and chat questions in capitals."""
    due = [each for each in golden if each.passages and not each.before]
    english = [each for each in due if each.language == "en"]
    formal = [each for each in due if each.style == "formal" and each.language != "en"]
    chat = [each for each in due if each.style in CHATTED and each.language != "en"]
    yield "formal", _typed(formal)
    yield "chat", _typed(chat)
    yield "English", _typed(english)
    yield "CAPS", _typed([*formal, *chat], str.upper)
    yield "all", _typed(due)
    yield "all, test half", _typed(each for each in due if each.split == "test")


def _typed(golden: Iterable[Golden], typed: Callable[[str], str] = str) -> list[Asked]:
    return [(typed(each.question), each) for each in golden]


def _searchers(answerer: Answerer) -> Iterator[tuple[str, Searcher]]:
    corpus = answerer.library.corpus
    yield "ours", ours(answerer)
    yield "BM25", bm25(corpus)
    if model := MiniLM.installed():
        yield "Chroma + MiniLM (tutorial)", chroma(corpus, model, "texts", with_asked=False)
        yield "the same, and our written questions", chroma(corpus, model, "asked", with_asked=True)


def _found(search: Searcher, asked: list[Asked], corpus: Corpus) -> Found:
    return Found.of([_rank(search(question), golden, corpus) for question, golden in asked])


def _rank(names: list[str], golden: Golden, corpus: Corpus) -> float:
    due = {passage.id for name in golden.passages if (passage := corpus.get(name))}
    return next((float(n) for n, name in enumerate(names, 1) if name in due), float("inf"))


def _tables(found: dict[str, dict[str, Found]]) -> Iterator[Table]:
    """Yield one table a measure: who down, styles across."""
    styles = found["ours"]
    for measure_, value in (("hit@1", "hit1"), ("hit@3", "hit3"), ("MRR", "mrr")):
        head = (measure_, *(f"{style} ({each.count})" for style, each in styles.items()))
        rows = [(name, *(f"{getattr(each, value):.2f}" for each in by_style.values())) for name, by_style in found.items()]
        yield Table(head, tuple(rows))


if __name__ == "__main__":
    measure().show()
