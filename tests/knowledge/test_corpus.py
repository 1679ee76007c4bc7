"""The shipped corpus keeps its promises (see docs/corpus.md)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from knowledge.entries import entries, read_decoys
from knowledge.evaluation.golden import Golden
from knowledge.opening import SHIPPED
from knowledge.passages import Confidence, Corpus, Kind, Passage, Status
from knowledge.sentences import sentences
from knowledge.sources.markdown import Topic
from knowledge.steps.openers import FIRST

LEDGER = Path(__file__).with_name("published_ids.txt")
LANGUAGES = ("id", "en")

OVOP_RULE = (
    r"(?:inpres|instruksi presiden|presidential instruction)(?: (?:no\.?|nomor|number))? ?6\b"
    r"|(?:permenperin|peraturan menteri perindustrian|minist(?:er|ry) of industry regulation)(?: (?:no\.?|nomor|number))? ?(?:78|14)\b"
    r"|\b(?:6|78)/2007\b|\b14/2021\b|78/M-IND"
)
ANY_RULE = rf"{OVOP_RULE}|\b(?:PP|UU|Perpres|Permen\w*|Inpres|Perdirjen|peraturan|undang-undang|regulation|law)\b"
ARTICLE = r"\b(?:pasal|psl|articles?|ayat|diktum|clauses?)\.? ?\d+"
NAMES_OVOP_RULE = re.compile(OVOP_RULE, re.IGNORECASE)
NAMES_RULE = re.compile(ANY_RULE, re.IGNORECASE)
RULE_AFTER = re.compile(rf"[\s,()]*(?:(?:dari|of|dalam|pada|di|in|the)\s+)*(?:{ANY_RULE})", re.IGNORECASE)
NAMES_ARTICLE = re.compile(ARTICLE, re.IGNORECASE)

PROMISES = re.compile(
    r"\b(?:pasti|akan|dijamin|otomatis)\s+(?:\w+\s+){0,2}?(?:men)?(?:dapat|dapatkan|peroleh|memperoleh|meraih|diberi)\s+(?:\w+\s+){0,2}?bintang"
    r"|\b(?:will|surely|certainly|guaranteed to)\s+(?:\w+\s+){0,2}?(?:get|receive|earn|be given|be awarded)\s+(?:\w+\s+){0,2}?stars?\b",
    re.IGNORECASE,
)
DOUBTS = {
    "id": re.compile(
        r"\b(?:belum (?:pasti|tentu|jelas)|tampaknya|sepertinya|mungkin|diduga|menurut satu sumber|simpulan)\b", re.IGNORECASE
    ),
    "en": re.compile(
        r"\b(?:not (?:certain|sure|clear)|uncertain|appears?|seems?|may|might|probably|according to one|unconfirmed)\b", re.IGNORECASE
    ),
}
OFFICES = re.compile(r"\b(?:dinas|kementerian|ministry|office|BPJPH|BPOM|DJKI|KBRI|LPH)\b|\b\w+\.go\.id\b", re.IGNORECASE)
RUPIAH = re.compile(r"\bRp|\brupiah\b|\d\s*(?:ribu|juta|miliar|thousand|million|billion)\b", re.IGNORECASE)
TOO_FAMILIAR = re.compile(r"\b(?:kamu|kau|aku|gue|gua|lu)\b", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
COUNTED = dict(
    zip(
        map(str, range(1, 13)),
        "satu|se\\w+|one|once dua|kedua|two|both|second tiga|ketiga|three|third empat|four lima|five enam|six tujuh|seven delapan|eight "
        "sembilan|nine sepuluh|ten sebelas|eleven selusin|twelve".split(),
        strict=True,
    )
)


def read_out(passage: Passage) -> Iterator[tuple[str, str]]:
    """Yield the language and text of all that a passage or its source can put into an answer."""
    for language, wording in passage.words.items():
        yield language, wording.heading
        yield language, wording.text
    yield from passage.source.status_note.items()
    yield from passage.source.title.items()


def attributed(text: str) -> list[str]:
    """Return the articles in `text` whose rule is one of the three of OVOP: the rule right after it, else the last one before it."""
    line = " ".join(text.split())
    found = []
    for article in NAMES_ARTICLE.finditer(line):
        before = list(NAMES_RULE.finditer(line[max(0, article.start() - 60) : article.start()]))
        after = RULE_AFTER.match(line[article.end() :])
        named = [after] if after else before[-1:]
        found += [article[0] for match in named if NAMES_OVOP_RULE.search(match[0])]
    return found


def numbers(text: str) -> set[str]:
    return {re.sub(r"[.,]", "", number) for number in NUMBER.findall(text)}


def lacking(text: str, wanted: set[str]) -> set[str]:
    """Return the numbers that `text` holds neither in digits nor in words."""
    missing = wanted - numbers(text)
    return {number for number in missing if not re.search(rf"\b(?:{COUNTED.get(number, '(?!)')})\b", text, re.IGNORECASE)}


def of_kind(corpus: Corpus, kind: Kind) -> list[Passage]:
    return [passage for passage in corpus.passages if passage.kind is kind]


def test_every_id_ever_published_still_resolves(corpus: Corpus) -> None:
    published = [line for line in LEDGER.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    gone = [name for name in published if corpus.get(name) is None]
    assert gone == [], "citations and ratings of these ids dangle: name them under `formerly` of the passage that answers in their place"


def test_every_id_is_in_the_ledger(corpus: Corpus) -> None:
    published = set(LEDGER.read_text(encoding="utf-8").splitlines())
    new = sorted({name for passage in corpus.passages for name in (passage.id, *passage.formerly)} - published)
    assert new == [], f"add these lines to {LEDGER.name}; from then on they must resolve"


@pytest.mark.parametrize(
    "text",
    [
        "Permenperin 14/2021 Pasal 3 mengatur sentra.",
        "Pasal 3 Permenperin 14/2021 mengatur sentra.",
        "Aturannya Inpres 6/2007.\nPasal 2 berbunyi begini.",
        "Permenperin No. 78/M-IND/PER/9/2007,\n\npasal 5",
        "See article 4 of Minister of Industry Regulation 14/2021.",
    ],
)
def test_the_check_for_articles_sees_them(text: str) -> None:
    assert attributed(text)


@pytest.mark.parametrize("text", ["PP 7/2021 Pasal 35 berlaku.", "Dulu Permenperin 78/2007. Menurut PP 29/2018 Pasal 1 ada lima usaha."])
def test_the_check_for_articles_leaves_those_of_other_rules(text: str) -> None:
    assert attributed(text) == []


def test_no_sentence_that_names_an_ovop_rule_names_an_article(corpus: Corpus) -> None:
    told = [(passage.id, part) for passage in corpus.passages for _, text in read_out(passage) for part in sentences(text)]
    assert [(name, part) for name, part in told if NAMES_OVOP_RULE.search(part) and NAMES_ARTICLE.search(part)] == []


def test_no_article_is_attributed_to_an_ovop_rule_across_sentences(corpus: Corpus) -> None:
    together = [
        (passage.id, "\n".join((passage.source.label, *(text for spoken, text in read_out(passage) if spoken == language))))
        for passage in corpus.passages
        for language in LANGUAGES
    ]
    assert [(name, found) for name, text in together if (found := attributed(text))] == []


def test_no_status_note_names_an_article(corpus: Corpus) -> None:
    notes = {note for passage in corpus.passages for note in passage.source.status_note.values()}
    assert [note for note in notes if re.search(r"\b(?:pasal|article)\b", note, re.IGNORECASE)] == []


def test_no_star_is_promised(corpus: Corpus) -> None:
    assert PROMISES.search("Bapak/Ibu pasti akan mendapat tiga bintang.")
    assert PROMISES.search("You will get 3 stars.")
    assert [(passage.id, text) for passage in corpus.passages for _, text in read_out(passage) if PROMISES.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weak_fact_carries_its_doubt(corpus: Corpus, language: str) -> None:
    weak = [passage for passage in of_kind(corpus, Kind.FACT) if passage.confidence is Confidence.LEMAH]
    assert weak
    assert [passage.id for passage in weak if not DOUBTS[language].search(passage.words[language].text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_says_where_to_ask_and_names_no_sum(corpus: Corpus, language: str) -> None:
    unknown = of_kind(corpus, Kind.UNKNOWN)
    assert unknown
    assert [passage.id for passage in unknown if not OFFICES.search(passage.words[language].text)] == []
    assert [passage.id for passage in unknown if RUPIAH.search(passage.words[language].text)] == []


def test_owners_are_spoken_to_with_respect(corpus: Corpus) -> None:
    assert [
        (passage.id, found[0]) for passage in corpus.passages for _, text in read_out(passage) if (found := TOO_FAMILIAR.search(text))
    ] == []


def test_both_languages_hold_the_same_numbers(corpus: Corpus) -> None:
    for passage in corpus.passages:
        indonesian, english = passage.words["id"].text, passage.words["en"].text
        assert lacking(english, numbers(indonesian)) == set(), f"{passage.id}: not in English"
        assert lacking(indonesian, numbers(english)) == set(), f"{passage.id}: not in Indonesian"


def test_both_languages_are_there_and_differ(corpus: Corpus) -> None:
    assert [passage.id for passage in corpus.passages if set(passage.words) != set(LANGUAGES)] == []
    assert [passage.id for passage in corpus.passages if passage.words["id"].text == passage.words["en"].text] == []


def test_every_fact_names_the_page_it_comes_from(corpus: Corpus) -> None:
    assert [
        passage.id for passage in of_kind(corpus, Kind.FACT) if not all(page.title for page in passage.pages) or not passage.pages
    ] == []


def test_every_topic_is_covered_by_facts(corpus: Corpus) -> None:
    assert {passage.topic for passage in of_kind(corpus, Kind.FACT)} == set(get_args(Topic))


def test_no_way_to_ask_stands_under_two_passages(corpus: Corpus) -> None:
    first: dict[str, str] = {}
    twice = []
    for passage in corpus.passages:
        for question in passage.asked:
            plain = " ".join(re.findall(r"\w+", question.lower()))
            if first.setdefault(plain, passage.id) != passage.id:
                twice.append((question, first[plain], passage.id))
    assert twice == []


def test_a_rule_of_the_past_says_so(corpus: Corpus) -> None:
    past = {Status.SUPERSEDED, Status.FINISHED, Status.ABROAD}
    assert [
        passage.id for passage in corpus.passages if passage.source.status in past and set(passage.source.status_note) != set(LANGUAGES)
    ] == []


def test_a_fact_says_what_is_so_and_not_yes_or_no(corpus: Corpus) -> None:
    """The same passage answers "is it free?" and "do I have to pay?": a bare yes would be false for one of them."""
    bare = re.compile(
        r"(?:ya|tidak|bisa|boleh|masih|belum|benar|masuk|tampaknya (?:ya|tidak|bisa|boleh)|yes|no|it (?:appears|seems))\b[^\w]* ",
        re.IGNORECASE,
    )
    facts = of_kind(corpus, Kind.FACT)
    opened = [
        (each.id, found[0])
        for each in facts
        for words in each.words.values()
        if (found := bare.match(words.text)) and found[0].rstrip()[-1] in ".,:"
    ]
    assert opened == []


def test_every_token_of_a_button_is_its_own(corpus: Corpus) -> None:
    tokens = {passage.token for passage in corpus.passages}
    assert len(tokens) == len(corpus.passages)
    assert all(len(token) <= 24 and token.isascii() for token in tokens)
    assert all(corpus.by_token(passage.token) is passage for passage in corpus.passages)


def test_every_entry_of_the_index_has_its_own_id(corpus: Corpus) -> None:
    every = list(entries(corpus, read_decoys(SHIPPED / "decoys.tsv")))
    assert len({entry.id for entry in every}) == len(every)
    assert all(entry.text.strip() for entry in every)


def test_no_decoy_is_a_way_to_ask(corpus: Corpus) -> None:
    decoys = read_decoys(SHIPPED / "decoys.tsv")
    assert len(set(decoys)) == len(decoys) > 300
    assert set(map(str.lower, decoys)) & {question.lower() for passage in corpus.passages for question in passage.asked} == set()


def test_the_questions_to_begin_with_are_there(corpus: Corpus) -> None:
    assert [name for name in FIRST if corpus.get(name) is None] == []


def test_the_golden_set_names_passages_that_are_there(corpus: Corpus, golden: list[Golden]) -> None:
    assert [(each.id, name) for each in golden for name in each.passages if corpus.get(name) is None] == []


def test_the_golden_set_is_not_the_corpus(corpus: Corpus, golden: list[Golden]) -> None:
    asked = {question.lower().strip(" ?.") for passage in corpus.passages for question in passage.asked}
    assert [each.id for each in golden if each.question.lower().strip(" ?.") in asked] == []
