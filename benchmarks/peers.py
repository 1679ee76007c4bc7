"""What ours is compared with. A searcher returns the ids of passages for a question, best first.

Peers get the words of the corpus that ours has: both languages and, where it helps them, the ways each passage is asked for.
"""

import re
from collections.abc import Callable, Iterable

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from rank_bm25 import BM25Okapi

from knowledge.answering import Answerer
from knowledge.evaluation.measuring import search
from knowledge.passages import Corpus, Passage

Searcher = Callable[[str], list[str]]

TOP = 10
FETCHED = 100
"""How many documents are fetched, since several lead to one passage."""


def ours(answerer: Answerer) -> Searcher:
    """Take the product's own steps up to retrieval; a question that an earlier step ends has found nothing."""

    def found(question: str) -> list[str]:
        thinking = search(answerer, question)
        return [hit.passage.id for hit in thinking.found.hits] if thinking else []

    return found


def chroma(corpus: Corpus, model: Embeddings, name: str, *, with_asked: bool) -> Searcher:
    """Use LangChain and Chroma as in their tutorials: `add_documents`, the default distance, `similarity_search`.

    A document is the whole text of a passage in one language; `with_asked`, each way of asking is a document, too.
    """
    store = Chroma(name, embedding_function=model)
    documents = [document for passage in corpus.passages for document in _documents(passage, with_asked=with_asked)]
    for start in range(0, len(documents), 5000):
        store.add_documents(documents[start : start + 5000])

    def found(question: str) -> list[str]:
        return _distinct(document.metadata["passage"] for document in store.similarity_search(question, k=FETCHED))

    return found


def bm25(corpus: Corpus) -> Searcher:
    """Rank with BM25 as LangChain's `BM25Retriever` has it (rank_bm25's Okapi), over all lower-cased words of a passage."""
    names = [passage.id for passage in corpus.passages]
    ranker = BM25Okapi([_words(" ".join((*_texts(passage), *passage.asked))) for passage in corpus.passages])

    def found(question: str) -> list[str]:
        return [names[n] for n in (-ranker.get_scores(_words(question))).argsort(kind="stable")[:TOP]]

    return found


def _documents(passage: Passage, *, with_asked: bool) -> Iterable[Document]:
    texts = (*_texts(passage), *(passage.asked if with_asked else ()))
    return (Document(text, metadata={"passage": passage.id}) for text in texts)


def _texts(passage: Passage) -> list[str]:
    return [f"{words.heading}\n{words.text}" for words in passage.words.values()]


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))[:TOP]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
