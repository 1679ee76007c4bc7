"""Judge: decide whether a question is for us, whether it is known, and which passages answer it."""

import re
from collections.abc import Iterator

from knowledge.amounts import amounts_in, fits
from knowledge.answering import Outcome, Reply, Thinking
from knowledge.asks import Asks, asked_for, holds
from knowledge.passages import Kind, Passage
from knowledge.retrieval import Hit
from knowledge.rules import Fit
from knowledge.scope import Evidence, Zone
from knowledge.steps.openers import openers
from knowledge.steps.subject import has_no_subject

WITHOUT_TEXT = frozenset({("Permenperin", 78), ("Permenperin", 14), ("Inpres", 6)})
_PASAL = re.compile(r"\b(?:pasal|psl|ayat|diktum|article|articles|clause)\b", re.IGNORECASE)
_OVOP = re.compile(r"\bovop\b|\bsatu desa satu produk\b|\bone village\b", re.IGNORECASE)
CLOSE, KIN = 0.08, 0.3
MOST_CHOICES = 3
TWO, NEAREST, LONGEST = 2, 5, 900
FEW_WORDS = 3
PLAINLY = 0.1
"""How much nearer a matter of the bot itself must be than any passage, where the question may be ours too."""


def judge(thinking: Thinking) -> Reply | None:
    """End what cannot be answered; else set `passages`."""
    if _vague(thinking):
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.clarify"), choices=nearest(thinking))
    found = evidence(thinking)
    zone = thinking.library.calibration.zone(found)
    if reply := _of_the_bot(thinking, found, zone) or _refused(thinking, zone) or _invented(thinking) or _article(thinking):
        return reply
    _by_amount(thinking)
    if thinking.passages:
        return None
    if zone is Zone.MAYBE:
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.maybe_related"), choices=nearest(thinking))
    return _choose(thinking)


def evidence(thinking: Thinking) -> Evidence:
    """Return what speaks for the question being in scope."""
    hits = thinking.found.hits
    mentioned = any(mention.meant for mention in thinking.mentions)
    named = mentioned or thinking.library.lexicon.names_domain(thinking.query) or bool(amounts_in(thinking.query))
    leaning = thinking.library.leaning(thinking.query)
    return Evidence(max(hit.dense for hit in hits), thinking.found.decoy, leaning, named)


def _of_the_bot(thinking: Thinking, found: Evidence, zone: Zone) -> Reply | None:
    """Tell of the bot itself where that is asked rather than something of the corpus."""
    key = thinking.library.matters.get(thinking.found.nearest_decoy)
    if key is None or (zone is Zone.ANSWER and found.decoy - found.near < PLAINLY):
        return None
    return thinking.ends(Outcome.CLARIFICATION, thinking.say(key), choices=openers(thinking.library.corpus))


def _refused(thinking: Thinking, zone: Zone) -> Reply | None:
    if zone is not Zone.REFUSE:
        return None
    return thinking.ends(Outcome.OUT_OF_SCOPE, thinking.say("answer.out_of_scope"), choices=openers(thinking.library.corpus))


def _invented(thinking: Thinking) -> Reply | None:
    """Refuse to explain, or to take for granted, a rule that the corpus does not know."""
    unknown = [mention.asked for mention in thinking.mentions if mention.fit is Fit.UNKNOWN]
    if not unknown:
        return None
    return _lacking(thinking, thinking.say("answer.unknown_rule", rule=str(unknown[0]).strip()))


def _article(thinking: Thinking) -> Reply | None:
    """Refuse an article of the three OVOP rules: their official text was not loaded."""
    if not _PASAL.search(thinking.query):
        return None
    meant = {(rule.kind, rule.number) for mention in thinking.mentions for rule in mention.meant}
    ours = meant & WITHOUT_TEXT or (not thinking.mentions and _OVOP.search(thinking.query))
    return _lacking(thinking, thinking.say("answer.no_pasal")) if ours else None


def _vague(thinking: Thinking) -> bool:
    """Tell whether the question says what is wanted but not of what, or names a rule that may be two ("syaratnya apa", "PP 28")."""
    if any(mention.fit is Fit.AMBIGUOUS for mention in thinking.mentions):
        return len(thinking.query.split()) <= FEW_WORDS
    if any(mention.meant for mention in thinking.mentions):
        return False
    return has_no_subject(thinking.query)


def _by_amount(thinking: Thinking) -> None:
    """Where the question gives an amount and asks for a class, take the passage of that class."""
    amounts = amounts_in(thinking.query)
    if not amounts:
        return
    near = [hit.passage for hit in thinking.found.hits]
    sources = {passage.source.id for passage in near if passage.ranges}
    kin = [passage for passage in thinking.library.corpus.passages if passage.source.id in sources]
    fitting = [passage for passage in (*near, *kin) if fits(passage.ranges, amounts)]
    if fitting:
        thinking.passages = fitting[:1]
        said = [thinking.say(f"answer.amount.{amount.measure}", words=amount.words) for amount in amounts]
        thinking.notices.append(thinking.say("answer.fits", amount=", ".join(said)))


def _choose(thinking: Thinking) -> Reply | None:
    """Take the best passage that holds the kinds of thing asked for; when none near does, say what is missing."""
    best = _best(thinking)
    kinds = asked_for(thinking.focus or thinking.query)
    hits = [best, *(hit for hit in thinking.found.hits if hit is not best)]
    fitting = [hit.passage for hit in hits if _is_near(hit, best) and _answers(hit.passage, kinds)]
    if not fitting:
        lacking = next(kind for kind in kinds if not _answers(best.passage, (kind,)))
        return _lacking(thinking, thinking.say(lacking.value))
    thinking.passages = [fitting[0], *_besides(thinking, fitting[0])]
    return None


def _best(thinking: Thinking) -> Hit:
    """Return the first hit; where that says what is not known, rather the fact that fits the clause that asks, if about as good."""
    first = thinking.found.hits[0]
    if first.passage.kind is Kind.FACT:
        return first
    fitting = (hit for hit in thinking.found.hits if hit.passage in thinking.found.by_clause and hit.passage.kind is Kind.FACT)
    return next((hit for hit in fitting if first.score - hit.score <= CLOSE), first)


def _is_near(hit: Hit, best: Hit) -> bool:
    """Tell whether a hit is about as good as the best one; one of the same source may be a little further off."""
    reach = KIN if hit.passage.source.id == best.passage.source.id else CLOSE
    return best.score - hit.score <= reach


def _answers(passage: Passage, kinds: tuple[Asks, ...]) -> bool:
    """Tell whether a passage holds all that is asked for, or says that it is not known."""
    return passage.kind is Kind.UNKNOWN or all(any(holds(words.text, kind) for words in passage.words.values()) for kind in kinds)


def _besides(thinking: Thinking, first: Passage) -> Iterator[Passage]:
    """Yield a second passage where the question asks two things and the first one answers only one of them."""
    if first.kind is Kind.UNKNOWN or len(thinking.found.by_clause) < TWO:
        return
    near = [hit.passage for hit in thinking.found.hits[:NEAREST]]
    for passage in thinking.found.by_clause:
        length = sum(len(thinking.wording(each).text) for each in (first, passage))
        if passage != first and passage.kind is Kind.FACT and passage in near and length <= LONGEST:
            yield passage
            return


def _lacking(thinking: Thinking, lack: str) -> Reply:
    """Refuse: what is missing, where to ask, and the nearest things that are known as choices."""
    return thinking.ends(Outcome.NOT_IN_INDEX, f"{lack}\n\n{thinking.say('answer.ask_office')}", choices=nearest(thinking))


def nearest(thinking: Thinking) -> tuple[Passage, ...]:
    """Return up to three facts near the question."""
    return tuple(hit.passage for hit in thinking.found.hits if hit.passage.kind is Kind.FACT)[:MOST_CHOICES]
